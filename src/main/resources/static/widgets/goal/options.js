/** The options of `/widgets/goal`. Address, hints, gallery and documentation come from this list. No DOM. */
import { localTime, oneOf, option, whole, words } from '../parameters.js';

export const OPTIONS = {
  metric: option(oneOf('followers', 'subs', 'bits', 'twitch')),
  target: option(whole(1, 100_000_000, 100)),
  start: option(whole(0, 100_000_000, 0)),
  label: option(words(80)),
  period: option(oneOf('total', 'stream', 'day', 'week', 'month')),
  milestones: option(words(200)),
  ends: option(localTime()),
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
