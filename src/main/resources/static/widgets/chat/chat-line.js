/**
 * A chat message as a line: who, with which badges and color, and what. No DOM, no markup: all of it is written by
 * strangers.
 *
 * @see https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatmessage
 */

import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/**
 * @typedef {object} Line
 * @property {string} id Twitch's id of the message
 * @property {string} user Twitch's id of its writer
 * @property {string} name
 * @property {string} color `#rrggbb`: the writer's own, or one that the writer always has
 * @property {string[]} badges
 * @property {{name: string, text: string} | null} reply the message that this one replies to
 * @property {Array<{text: string, part: string | null}>} pieces `part` is `mention`, `emote`, `cheermote`, or null for plain text
 * @property {boolean} highlighted whether its writer paid for it
 */


/** The colors that Twitch gives to a user who has chosen none. */
const COLORS = ['#ff4a4a', '#4a7dff', '#2fbf5f', '#e0568a', '#ff8a3d', '#9acd32', '#ff6347', '#2e9d8f', '#daa520', '#d2691e',
  '#5fa8d3', '#3d9aff', '#ff69b4', '#a06be8', '#00e08a'];

const PARTS = ['mention', 'emote', 'cheermote'];
const PAID = ['channel_points_highlighted', 'power_ups_gigantified_emote', 'power_ups_message_effect'];

/** @returns {Line | null} null for what is no message */
export function lineOf(data) {
  if (data === null || typeof data !== 'object' || typeof data.message_id !== 'string') return null;
  const user = text(data.chatter_user_id) || text(data.chatter_user_login);
  return {
    id: data.message_id,
    user,
    name: text(data.chatter_user_name) || text(data.chatter_user_login) || say('chat.somebody'),
    color: /^#[0-9a-f]{6}$/i.test(text(data.color)) ? data.color : COLORS[hashOf(user) % COLORS.length],
    badges: list(data.badges).map(badgeOf).filter((word) => word !== null),
    reply: replyOf(data.reply),
    pieces: piecesOf(data),
    highlighted: PAID.includes(data.message_type),
  };
}

/** The words of a message, as one text. */
export const textOf = ({ pieces }) => pieces.map(({ text }) => text).join('');

/** Badges that say who somebody is in this channel have words. Others say what somebody owns, and have none. */
function badgeOf(badge) {
  const [set, info] = [text(badge?.set_id), badge?.info];
  if (set === 'subscriber' && /^\d+$/.test(info ?? '') && info !== '0') return say('badge.months', { n: Number(info) });
  return set !== 'months' && say.has(`badge.${set}`) ? say(`badge.${set}`) : null;
}

function replyOf(reply) {
  const written = text(reply?.parent_message_body);
  const name = text(reply?.parent_user_name) || text(reply?.parent_user_login);
  return written && name ? { name, text: written } : null;
}

/** A reply's text begins with a mention of the one who is replied to, which the line of the reply has told already. */
function piecesOf({ message, reply }) {
  const fragments = list(message?.fragments)
    .map((fragment) => ({ text: text(fragment?.text), part: PARTS.find((part) => part === fragment?.type) ?? null }))
    .filter((piece) => piece.text !== '');
  const pieces = fragments.length > 0 ? fragments : [{ text: text(message?.text), part: null }];
  if (replyOf(reply) === null || pieces[0].part !== 'mention' || pieces.length === 1) return pieces;
  const [, next, ...rest] = pieces;
  return [{ ...next, text: next.text.trimStart() }, ...rest];
}

const list = (value) => (Array.isArray(value) ? value : []);
const text = (value) => (typeof value === 'string' ? value : '');

function hashOf(word) {
  return [...word].reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)) >>> 0, 7);
}
