/** What the events of a hype train tell (version 2). No DOM. */
import { nameOf } from '../../words/events.js';
import { wordsOf } from '../../words/messages.js';
import { LATE_END } from '../moment.js';

const say = await wordsOf('widget');

const END = 'channel.hype_train.end';
export const TYPES = ['channel.hype_train.begin', 'channel.hype_train.progress', END];

const TITLES = ['golden_kappa', 'treasure'];

/** Twitch counts a subscription in points of its own, which nobody knows. */
const WORDS = { bits: ({ total }) => say('bits', { n: total }), subscription: () => say('train.subs') };

/**
 * @typedef {object} Train see Told in moment.js, and:
 * @property {boolean} over
 * @property {string} title
 * @property {number} level
 * @property {number} progress points towards the next level
 * @property {number} goal points of the next level
 * @property {Array<{name: string, amount: string}>} top who gave most
 */

/** @param {number} stays milliseconds that the result of a train is shown @returns {Train | null} */
export function trainOf({ event, data }, stays) {
  const over = event === END;
  const began = Date.parse(data?.started_at);
  const ends = Date.parse(over ? data?.ended_at : data?.expires_at);
  if (!Number.isFinite(began) || !Number.isFinite(ends) || !(data.level > 0)) return null;
  return {
    id: String(data.id),
    began,
    step: over ? Infinity : data.total,
    until: ends + (over ? stays : LATE_END),
    endsAt: over ? null : ends,
    over,
    title: titleOf(data),
    level: data.level,
    progress: data.progress,
    goal: data.goal,
    top: Array.isArray(data.top_contributions) ? data.top_contributions.map(contribution).filter(({ name }) => name !== null) : [],
  };
}

function titleOf({ type, is_shared_train: isShared }) {
  if (TITLES.includes(type)) return say(`train.${type}`);
  return say(isShared === true ? 'train.shared' : 'train');
}

function contribution(one) {
  return { name: nameOf(one ?? {}, 'user'), amount: WORDS[one?.type]?.(one) ?? '' };
}
