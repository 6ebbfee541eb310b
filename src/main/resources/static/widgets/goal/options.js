/** The options of `/widgets/goal`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, whole, words } from '../parameters.js';

export const OPTIONS = {
  metric: option('What counts', 'the number that counts', oneOf('followers', 'subs')),
  target: option('Target', 'the number to reach', whole(1, 100_000_000, 100)),
  start: option(
    'Start at',
    'with `period=total` the number at which the bar is empty; otherwise the part that counts as done at each new start',
    whole(0, 100_000_000, 0),
  ),
  label: option('Label', 'a text of your own', words(80)),
  period: option(
    'Counting',
    "counts the channel's total, or only the additions of this stream or of this day",
    oneOf('total', 'stream', 'day'),
  ),
};

/**
 * The bar takes all the width that there is. The advice leaves room for the label beside two long numbers, also in a wide font.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ font }) => [font ? 36 : 33, 7.1];
