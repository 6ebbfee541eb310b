/** The options of `/widgets/chat`. Address, hints, gallery and documentation come from this list. No DOM. */
import { TYPES } from './chat-log.js';
import { option, whole, words, yesOrNo } from '../parameters.js';

export const OPTIONS = {
  lines: option(whole(1, 50, 10)),
  fade: option(whole(0, 3_600, 0)),
  badges: option(yesOrNo(true)),
  replies: option(yesOrNo(true)),
  commands: option(yesOrNo()),
  hide: option(words(400)),
};

/** @returns {string[]} the event types that the widget needs: without the last three, deleted messages would stay */
export const needs = () => TYPES;

const HIGHEST = 42;

/**
 * The chat takes all the height that there is, and old messages leave at the top.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ lines }) => [25, Math.min(HIGHEST, 1.4 + lines * 2.4)];
