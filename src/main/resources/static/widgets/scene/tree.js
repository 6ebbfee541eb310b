/**
 * The tree that a widget of a scene goes into. A theme is a style sheet of the tree that a widget is in, so a widget with a theme
 * of its own gets a tree of its own. All others stay in the tree of the page, where OBS's custom CSS reaches their parts.
 *
 * @param {HTMLElement} place
 * @param {Object<string, string>} values the widget's options
 * @returns {Node}
 */
export function treeOf(place, { theme }) {
  return theme ? place.attachShadow({ mode: 'open' }) : place;
}
