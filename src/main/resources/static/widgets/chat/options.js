/** The options of `/widgets/chat`. Address, hints, gallery and documentation come from this list. No DOM. */
import { TYPES } from './chat-log.js';
import { option, whole, words, yesOrNo } from '../parameters.js';

export const OPTIONS = {
  lines: option('Number of messages', 'the number of messages that are shown at most', whole(1, 50, 10)),
  fade: option('Leaves after, seconds', 'the time after which a message leaves, in seconds; 0 is never', whole(0, 3_600, 0)),
  badges: option('Show badges', '0 hides badges, such as “Mod”', yesOrNo(true)),
  replies: option('Show the message that is replied to', '0 hides the message that is replied to', yesOrNo(true)),
  commands: option('Show commands', '1 shows messages that begin with `!`', yesOrNo()),
  hide: option('Hide these users', 'names of users whose messages are not shown, separated by commas', words(400)),
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
