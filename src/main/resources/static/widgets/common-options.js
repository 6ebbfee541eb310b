/**
 * The options of every widget. The rest of a look is custom properties (widget.css), which OBS's custom CSS can set. No DOM.
 */
import { direction } from '../words/messages.js';
import { color, languageTag, oneOf, option, theme, whole, words, yesOrNo } from './parameters.js';

const GROUP = 'look';

/** The direction of the language is the default. */
const DIRECTIONS = direction === 'rtl' ? ['rtl', 'ltr'] : ['ltr', 'rtl'];

export const COMMON = {
  theme: option(theme(), GROUP),
  lang: option(languageTag(), GROUP),
  accent: option(color(), GROUP),
  text: option(color(), GROUP),
  panel: option(color(), GROUP),
  font: option(words(60), GROUP),
  size: option(whole(40, 400, 100), GROUP),
  dir: option(oneOf(...DIRECTIONS), GROUP),
  hints: option(yesOrNo(true), GROUP),
};
