/**
 * What an event says, in words: type and Twitch's event object in, plain text out. No DOM, no markup: names and
 * messages come from strangers and leave as the text they are. Shapes that Twitch never documented give a sensible
 * line, not an error. The types below have alerts of their own; sentences.js has all other types, and only pages that show
 * other types load it.
 */
import { written } from './format.js';
import { wordsOf } from './messages.js';

const say = await wordsOf('events');

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
 * @property {object} [sample] an event to show as an example
 */

/** By Twitch's subscription type. @type {Object<string, EventWords>} */
export const EVENTS = {
  'channel.follow': {
    kind: 'follow',
    tell: (data) => ({ who: name(data), text: told('follow') }),
    sample: { user_name: 'Mossy_Kettle' },
  },
  'channel.subscribe': {
    kind: 'sub',
    tell: (data) => ({ who: name(data), text: told(data.is_gift === true ? 'received' : 'sub') + tier(data) }),
    sample: { user_name: 'SeventeenFoxes', tier: '1000', is_gift: false },
  },
  'channel.subscription.message': {
    kind: 'resub',
    tell: (data) => ({
      who: name(data),
      text: told('resub') + tier(data) + months(data),
      message: written(data.message?.text),
    }),
    count: (data) => data.cumulative_months,
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
    tell: (data) => ({ who: giver(data), text: counted('gift', data.total) + tier(data) + soFar(data) }),
    count: (data) => data.total,
    sample: { user_name: 'Harbour_Cat', is_anonymous: false, total: 5, tier: '1000' },
  },
  'channel.cheer': {
    kind: 'cheer',
    tell: (data) => ({ who: giver(data), text: counted('cheer', data.bits), message: written(data.message) }),
    count: (data) => data.bits,
    sample: { user_name: 'TofuCommander', is_anonymous: false, bits: 500, message: 'What a run! 🎉' },
  },
  'channel.raid': {
    kind: 'raid',
    tell: (data) => ({ who: name(data, 'from_broadcaster_user'), text: counted('raid', data.viewers) }),
    count: (data) => data.viewers,
    sample: { from_broadcaster_user_name: 'LanternBay', viewers: 321 },
  },
  'stream.online': { kind: 'online', tell: () => ({ who: null, text: say('online') }) },
  'stream.offline': { kind: 'offline', tell: () => ({ who: null, text: say('offline') }) },
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

/** What many people of one kind did together; goes after the name of one of them. @param {number} others how many there are beside */
export function describeCrowd(kind, others, count) {
  const what = say.has(`others.${kind}`) ? say(`others.${kind}`, { n: count }) : '';
  return `${say('others', { n: others })} ${what}`;
}

/** What goes after the name of one recipient of gifts whose giver is not known. @param {number} n how many others there are */
export const describeRecipients = (n) => say('recipients', { n });

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

/** The word for a user without a name. */
export const SOMEBODY = say('somebody');

const NAME = '{who} ';

/** Whether a message stands without a name before it. @param {string} message of a message file */
export const standsAlone = (message) => !message.startsWith(NAME);

/** @returns {string} what goes after the name */
export const afterName = (message) => (standsAlone(message) ? message : message.slice(NAME.length));

const told = (key, values) => afterName(say(key, values));

const counted = (key, n) => (Number.isFinite(n) ? told(key, { n }) : told(`${key}.some`));

function name(data, prefix = 'user') {
  return nameOf(data, prefix) ?? SOMEBODY;
}

function giver(data) {
  return data.is_anonymous === true || (data.user_name == null && data.user_login == null) ? say('anonymous') : name(data);
}

/** The first tier (Prime counts as one) goes without saying. */
function tier(data) {
  const n = { 2000: 2, 3000: 3 }[data.tier];
  return n === undefined ? '' : say('tier', { n });
}

/** The streak is null where the viewer does not share it. */
function months({ cumulative_months: all, streak_months: streak }) {
  const row = streak > 1 ? say('streak', { n: streak }) : '';
  return all > 0 ? say('months', { n: all }) + row : '';
}

/** Null when anonymous or not shared; equal to the total at a first gift. */
function soFar(data) {
  const { cumulative_total: all, total } = data;
  return Number.isFinite(all) && all > total ? say('total', { n: all }) : '';
}
