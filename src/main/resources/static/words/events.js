/**
 * What an event says, in words: type and Twitch's event object in, plain text out. No DOM, no markup: names and
 * messages come from strangers and leave as the text they are. Shapes that Twitch never documented give a sensible
 * line, not an error. The types below have alerts of their own; sentences.js has all other types, and only pages that show
 * other types load it.
 */
import { formatNumber, plural, written } from './format.js';

/**
 * @typedef {object} Description
 * @property {string} kind picks word, icon and color (kinds.js)
 * @property {string | null} who display name; null where an event has nobody
 * @property {string} text goes after the name, or stands alone
 * @property {string | null} message what that person wrote
 */

/**
 * @typedef {object} EventWords
 * @property {string} kind
 * @property {(data: object) => object} tell the description, without the kind and without a message that is null
 * @property {(data: object) => number} [count] the number of gifts, bits, raiders or months; without it, 1
 * @property {(count: number) => string} [crowd] what goes after `Ann and 3 others`, with the count of all together
 * @property {object} [sample] an event to show as an example
 */

/** By Twitch's subscription type. @type {Object<string, EventWords>} */
export const EVENTS = {
  'channel.follow': {
    kind: 'follow',
    tell: (data) => ({ who: name(data), text: 'followed' }),
    crowd: () => 'followed',
    sample: { user_name: 'Mossy_Kettle' },
  },
  'channel.subscribe': {
    kind: 'sub',
    tell: (data) => ({
      who: name(data),
      text: (data.is_gift === true ? 'received a gifted subscription' : 'subscribed') + tier(data),
    }),
    crowd: () => 'subscribed',
    sample: { user_name: 'SeventeenFoxes', tier: '1000', is_gift: false },
  },
  'channel.subscription.message': {
    kind: 'resub',
    tell: (data) => ({
      who: name(data),
      text: `resubscribed${tier(data)}${months(data)}`,
      message: written(data.message?.text),
    }),
    count: (data) => data.cumulative_months,
    crowd: () => 'resubscribed',
    sample: {
      user_name: 'QuietFerry',
      tier: '1000',
      cumulative_months: 14,
      streak_months: 3,
      message: { text: 'Still here!', emotes: [] },
    },
  },
  'channel.subscription.gift': {
    kind: 'gift',
    tell: (data) => ({ who: giver(data), text: `gifted ${count(data.total, 'subscription')}${tier(data)}${soFar(data)}` }),
    count: (data) => data.total,
    crowd: (all) => `gifted ${plural(all, 'subscription')}`,
    sample: { user_name: 'Harbour_Cat', is_anonymous: false, total: 5, tier: '1000' },
  },
  'channel.cheer': {
    kind: 'cheer',
    tell: (data) => ({ who: giver(data), text: `cheered ${count(data.bits, 'bit')}`, message: written(data.message) }),
    count: (data) => data.bits,
    crowd: (all) => `cheered ${plural(all, 'bit')}`,
    sample: { user_name: 'TofuCommander', is_anonymous: false, bits: 500, message: 'What a run! 🎉' },
  },
  'channel.raid': {
    kind: 'raid',
    tell: (data) => ({ who: name(data, 'from_broadcaster_user'), text: `raided with ${count(data.viewers, 'viewer')}` }),
    count: (data) => data.viewers,
    crowd: (all) => `raided with ${plural(all, 'viewer')}`,
    sample: { from_broadcaster_user_name: 'LanternBay', viewers: 321 },
  },
  'stream.online': { kind: 'online', tell: () => ({ who: null, text: 'The stream is live' }) },
  'stream.offline': { kind: 'offline', tell: () => ({ who: null, text: 'The stream has ended' }) },
};

/**
 * @param {string} type Twitch's subscription type
 * @param {object} data Twitch's event object
 * @returns {Description | null} null for a type that is not in EVENTS
 */
export function describeEvent(type, data) {
  if (!Object.hasOwn(EVENTS, type)) return null;
  const { kind, tell } = EVENTS[type];
  return { kind, message: null, ...tell(data !== null && typeof data === 'object' ? data : {}) };
}

/** The number of gifts, bits, raiders or months; 1 for anything else. */
export function countOf(type, data) {
  const number = Object.hasOwn(EVENTS, type) ? EVENTS[type].count?.(data) : 1;
  return Number.isFinite(number) ? number : 1;
}

/** What many people of one kind did together; goes after `Ann and 3 others`. */
export function describeCrowd(kind, count) {
  return Object.values(EVENTS).find((event) => event.kind === kind)?.crowd?.(count) ?? '';
}

/**
 * Whether the event happened in another channel of a shared chat: Twitch names that channel as the source, and names no
 * source for an event of the own channel.
 */
export function isFromSharedChat(data) {
  const source = data?.source_broadcaster_user_id;
  return typeof source === 'string' && source !== '' && source !== data.broadcaster_user_id;
}

/** The name of a user of the event. @param {string} prefix of the event's fields, such as `user` */
export function nameOf(data, prefix) {
  return written(data[`${prefix}_name`]) ?? written(data[`${prefix}_login`]);
}

function name(data, prefix = 'user') {
  return nameOf(data, prefix) ?? 'Somebody';
}

function giver(data) {
  return data.is_anonymous === true || (data.user_name == null && data.user_login == null) ? 'Anonymous' : name(data);
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
