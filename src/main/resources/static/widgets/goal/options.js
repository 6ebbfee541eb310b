/** The options of `/widgets/goal`. Address, hints, gallery and documentation come from this list. No DOM. */
import { localTime, oneOf, option, whole, words } from '../parameters.js';

export const OPTIONS = {
  metric: option(
    'What counts',
    'the number that counts; `twitch` is the goal that you have set on Twitch, which has its own target',
    oneOf('followers', 'subs', 'bits', 'twitch'),
  ),
  target: option('Target', 'the number to reach', whole(1, 100_000_000, 100)),
  start: option(
    'Start at',
    'with `period=total` the number at which the bar is empty; otherwise the part that counts as done at each new start',
    whole(0, 100_000_000, 0),
  ),
  label: option('Label', 'a text of your own', words(80)),
  period: option(
    'Counting',
    "counts the channel's total, or only the additions of this stream, day, week or month; a week begins on Monday",
    oneOf('total', 'stream', 'day', 'week', 'month'),
  ),
  milestones: option(
    'Milestones',
    'numbers on the way, each with words if you like, separated by commas: `250 a song, 500 new mic`',
    words(200),
  ),
  ends: option('Ends at', 'the goal tells the time that is left, and then counts no more', localTime()),
};

/** The events of a goal that is set on Twitch. */
export const TWITCH_TYPES = ['channel.goal.begin', 'channel.goal.progress', 'channel.goal.end'];

/** @returns {string[]} the event types that the widget needs */
export const needs = ({ metric }) => ({ bits: ['channel.cheer', 'stream.online'], twitch: TWITCH_TYPES })[metric] ?? [];

/**
 * The bar takes all the width that there is. The advice leaves room for the label beside two long numbers, also in a wide font.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ font }) => [font ? 36 : 33, 7.1];
