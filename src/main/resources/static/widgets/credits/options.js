/** The options of `/widgets/credits`. Address, hints, gallery and documentation come from this list. No DOM. */
import { option, someOf, whole, words, yesOrNo } from '../parameters.js';
import { SECTIONS } from './credit-list.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

export const OPTIONS = {
  show: {
    ...option(someOf(...Object.keys(SECTIONS))),
    ordered: true,
  },
  title: option(words(80, say('credits.title'))),
  end: option(words(80, say('credits.end'))),
  amounts: option(yesOrNo(true)),
  seconds: option(whole(5, 600, 40)),
  loop: option(yesOrNo(true)),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = ({ show }) => show.flatMap((section) => Object.keys(SECTIONS[section].types));

/** It takes all the height that there is. @returns {[number, number]} width and height in em of the widget */
export const sizeOf = () => [26, 40];
