/**
 * What an event says, in words: type and Twitch's event object in, plain text out. No DOM, no markup: names and
 * messages come from strangers and leave as the text they are. Shapes that Twitch never documented give a sensible
 * line, not an error.
 */
import { formatNumber, plural } from './format.js';

/**
 * @typedef {object} Description
 * @property {string} kind follow, sub, resub, gift, cheer, raid, online, offline or other: picks icon and color
 * @property {string | null} who display name; null where an event has nobody
 * @property {string} text goes after the name, or stands alone
 * @property {string | null} message what that person wrote
 */

const DESCRIPTIONS = {
  'channel.follow': (data) => line('follow', name(data), 'followed'),
  'channel.subscribe': (data) =>
    line('sub', name(data), (data.is_gift === true ? 'received a gifted subscription' : 'subscribed') + tier(data)),
  'channel.subscription.gift': (data) =>
    line('gift', giver(data), `gifted ${count(data.total, 'subscription')}${tier(data)}${soFar(data)}`),
  'channel.subscription.message': (data) =>
    line('resub', name(data), `resubscribed${tier(data)}${months(data)}`, written(data.message?.text)),
  'channel.cheer': (data) => line('cheer', giver(data), `cheered ${count(data.bits, 'bit')}`, written(data.message)),
  'channel.raid': (data) =>
    line('raid', name(data, 'from_broadcaster_user'), `raided with ${count(data.viewers, 'viewer')}`),
  'stream.online': () => line('online', null, 'The stream is live'),
  'stream.offline': () => line('offline', null, 'The stream has ended'),
};

/**
 * @param {string} type Twitch's subscription type
 * @param {object} data Twitch's event object
 * @returns {Description}
 */
export function describeEvent(type, data) {
  const event = data !== null && typeof data === 'object' ? data : {};
  return Object.hasOwn(DESCRIPTIONS, type) ? DESCRIPTIONS[type](event) : other(type, event);
}

function line(kind, who, text, message = null) {
  return { kind, who, text, message };
}

/** `channel.hype_train.begin` is told as “hype train begin”. */
function other(type, data) {
  const words =
    String(type)
      .replace(/^channel\./, '')
      .replace(/[._]+/g, ' ')
      .trim() || 'unknown event';
  const who = written(data.user_name) ?? written(data.user_login);
  return who === null
    ? line('other', null, words[0].toUpperCase() + words.slice(1))
    : line('other', who, `· ${words}`);
}

function name(data, prefix = 'user') {
  return written(data[`${prefix}_name`]) ?? written(data[`${prefix}_login`]) ?? 'Somebody';
}

function giver(data) {
  return data.is_anonymous === true || (data.user_name == null && data.user_login == null) ? 'Anonymous' : name(data);
}

function written(value) {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function count(value, unit) {
  return Number.isFinite(value) ? plural(value, unit) : `${unit}s`;
}

/** The first tier (Prime counts as one) goes without saying. */
function tier(data) {
  return { 2000: ' at tier 2', 3000: ' at tier 3' }[data.tier] ?? '';
}

/** The streak is null where the viewer does not share it. */
function months({ cumulative_months: all, streak_months: streak }) {
  const row = streak > 1 ? `, ${formatNumber(streak)} in a row` : '';
  return all > 0 ? `, ${plural(all, 'month')} so far${row}` : '';
}

/** Null when anonymous or not shared; equal to the total at a first gift. */
function soFar(data) {
  return Number.isFinite(data.cumulative_total) && data.cumulative_total > data.total
    ? `, ${formatNumber(data.cumulative_total)} so far`
    : '';
}
