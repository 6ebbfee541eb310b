/** The options of `/widgets/adbreak`. Address, hints, gallery and documentation come from this list. No DOM. */
import { option, words } from '../parameters.js';

export const OPTIONS = {
  label: option(words(80)),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = () => ['channel.ad_break.begin'];

/** @returns {[number, number]} width and height in em of the widget */
export const sizeOf = ({ font }) => [font ? 24 : 20, 6];
