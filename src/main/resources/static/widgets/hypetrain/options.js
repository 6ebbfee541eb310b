/** The options of `/widgets/hypetrain`. Address, hints, gallery and documentation come from this list. No DOM. */
import { option, whole, words, yesOrNo } from '../parameters.js';
import { TYPES } from './train.js';

export const OPTIONS = {
  label: option('Label', 'a text of your own', words(80)),
  top: option('Show who gave most', '0 hides who gave most', yesOrNo(true)),
  stays: option('Stays after its end, seconds', 'how long the result stays after the end, in seconds', whole(0, 600, 20)),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = () => TYPES;

/** @returns {[number, number]} width and height in em of the widget */
export const sizeOf = ({ top, font }) => [font ? 36 : 33, top ? 9.6 : 7.1];
