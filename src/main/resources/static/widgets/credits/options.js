/** The options of `/widgets/credits`. Address, hints, gallery and documentation come from this list. No DOM. */
import { option, someOf, whole, words, yesOrNo } from '../parameters.js';
import { SECTIONS } from './credit-list.js';

export const OPTIONS = {
  show: {
    ...option('Who is named, in this order', 'who is named, in the order you like', someOf(...Object.keys(SECTIONS))),
    ordered: true,
  },
  title: option('Title', 'the first line', words(80, 'Thanks for watching')),
  end: option('Last line', 'the last line', words(80, 'See you next time!')),
  amounts: option('Show the amounts', '0 hides the number of bits, gifts and viewers', yesOrNo(true)),
  seconds: option('Seconds of a round', 'the time from the first line to the last, in seconds', whole(5, 600, 40)),
  loop: option('Again and again', '0 ends after the last line', yesOrNo(true)),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = ({ show }) => show.flatMap((section) => Object.keys(SECTIONS[section].types));

/** It takes all the height that there is. @returns {[number, number]} width and height in em of the widget */
export const sizeOf = () => [26, 40];
