/** The themes that come with the relay: a CSS file of that name beside this one, except for the first. No DOM. */

/** The look of widget.css. It needs no file. */
export const STANDARD = 'standard';

export const THEMES = [STANDARD, 'clean', 'neon', 'outline', 'paper', 'pixel'];

/** @returns {boolean} whether a name may be that of a theme of your own, `<name>.css` in the folder `widgets/themes` */
export const isThemeName = (text) => /^[a-z0-9][a-z0-9_-]{0,39}$/i.test(text);
