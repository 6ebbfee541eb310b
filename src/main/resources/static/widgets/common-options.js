/**
 * The options of every widget. The rest of a look is custom properties (widget.css), which OBS's custom CSS can set. No DOM.
 */
import { color, oneOf, option, theme, whole, words, yesOrNo } from './parameters.js';

const GROUP = 'Look';

export const COMMON = {
  theme: option('Theme', 'the look of everything; also the name of [a theme of your own](#themes)', theme(), GROUP),
  accent: option('Accent color', 'the color of icons, bars and frames', color(), GROUP),
  text: option('Text color', 'the color of the text', color(), GROUP),
  panel: option('Panel color', 'the color behind the text', color(), GROUP),
  font: option('Font on your computer', 'the name of a font on your computer', words(60), GROUP),
  size: option('Size, percent', 'the size of everything, in percent', whole(40, 400, 100), GROUP),
  dir: option('Direction', 'the direction of writing', oneOf('ltr', 'rtl'), GROUP),
  hints: option(
    'Show hints, such as a lost connection',
    '0 hides hints, for example the hint that the relay is away',
    yesOrNo(true),
    GROUP,
  ),
};
