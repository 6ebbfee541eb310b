/** The options of `/widgets/latest`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, words, yesOrNo } from '../parameters.js';
import { LATEST } from './latest-event.js';

export const OPTIONS = {
  of: option('Latest', 'who is shown', oneOf(...Object.keys(LATEST))),
  label: option('Label', 'a text of your own', words(80)),
  amount: option('Show the amount', '0 hides the number of months, gifts, bits or viewers', yesOrNo(true)),
};

/**
 * The size that holds a name of 25 letters; a longer one ends in dots.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ font }) => [font ? 34 : 25, 4.8];
