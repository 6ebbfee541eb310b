/** The options of `/widgets/vote`. Address, hints, gallery and documentation come from this list. No DOM. */
import { option, someOf, whole } from '../parameters.js';
import { TYPES } from './vote.js';

export const OPTIONS = {
  show: option(someOf(...Object.keys(TYPES))),
  stays: option(whole(0, 600, 20)),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = ({ show }) => show.flatMap((word) => TYPES[word]);

/**
 * The size that holds the five choices of a poll. A prediction may have ten.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ show }) => [26, show.includes('prediction') ? 29.5 : 17.5];
