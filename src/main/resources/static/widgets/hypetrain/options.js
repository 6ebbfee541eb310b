/** The options of `/widgets/hypetrain`. Address, hints, gallery and documentation come from this list. No DOM. */
import { option, whole, words, yesOrNo } from '../parameters.js';
import { TYPES } from './train.js';

export const OPTIONS = {
  label: option(words(80)),
  top: option(yesOrNo(true)),
  stays: option(whole(0, 600, 20)),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = () => TYPES;

/** @returns {[number, number]} width and height in em of the widget */
export const sizeOf = ({ top, font }) => [font ? 36 : 33, top ? 9.6 : 7.1];
