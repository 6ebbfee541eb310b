/** How an alert comes, stands and goes. The first of each list is the default. No DOM. */
export const LAYOUTS = ['side', 'above'];
export const ENTRANCES = ['rise', 'drop', 'slide', 'zoom', 'bounce', 'flip', 'fade', 'none'];
export const EXITS = ['rise', 'drop', 'slide', 'zoom', 'fade', 'none'];
