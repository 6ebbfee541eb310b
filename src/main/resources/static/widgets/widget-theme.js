/**
 * Puts a theme on a widget. A theme is a style sheet of the page that the widget is in, as OBS's custom CSS is: it sets
 * custom properties, and styles parts. The relay's own themes are in `themes/`. Yours are in the folder `themes` of
 * `relay.widgets`, and a name that the relay's themes do not have is one of yours.
 */
import { relay } from '../address.js';
import { h } from '../relay-element.js';
import { STANDARD, THEMES } from './themes/theme-names.js';

/**
 * @param {Element} widget in a page, or in the shadow tree of a preview; its own tree gets the style sheet
 * @param {string} name of a theme
 * @returns {{loaded: Promise<boolean>, takeOff: () => void}} `loaded` is false if there is no such theme
 */
export function putOnTheme(widget, name) {
  if (name === STANDARD) return { loaded: Promise.resolve(true), takeOff() {} };
  const href = THEMES.includes(name)
    ? new URL(`themes/${name}.css`, import.meta.url).href
    : relay(`widgets/custom/themes/${name}.css`);
  const link = h('link', { rel: 'stylesheet', href });
  const loaded = new Promise((resolve) => {
    link.addEventListener('load', () => resolve(true));
    link.addEventListener('error', () => resolve(false));
  });
  const tree = widget.getRootNode();
  (tree.head ?? tree).append(link);
  return { loaded, takeOff: () => link.remove() };
}
