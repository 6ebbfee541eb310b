/** The options of `/widgets/latest`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, words, yesOrNo } from '../parameters.js';
import { LATEST } from './latest-event.js';

export const OPTIONS = {
  of: option(oneOf(...Object.keys(LATEST))),
  label: option(words(80)),
  amount: option(yesOrNo(true)),
};

/**
 * The size that holds a name of 25 letters; a longer one ends in dots.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ font }) => [font ? 34 : 25, 4.8];
