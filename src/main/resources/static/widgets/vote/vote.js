/** What the events of polls and predictions tell. No DOM. */
import { written } from '../../words/format.js';
import { LATE_END } from '../moment.js';

const POLL = ['channel.poll.begin', 'channel.poll.progress', 'channel.poll.end'];
const PREDICTION = [
  'channel.prediction.begin',
  'channel.prediction.progress',
  'channel.prediction.lock',
  'channel.prediction.end',
];

/** By the word of the option `show`. */
export const TYPES = { poll: POLL, prediction: PREDICTION };

/** Twitch gives the points back if nobody has told the result after a day. */
const LONGEST_LOCK = 86_400_000;

/**
 * @typedef {object} Vote see Told in moment.js, and:
 * @property {'poll' | 'prediction'} kind
 * @property {string} title
 * @property {string} state `open`, `locked`, `over` or `canceled`
 * @property {Array<{title: string, amount: number, part: number, color: string, won: boolean}>} choices `part` of all, from 0 to
 *     1; `color` is Twitch's word, `blue` or `pink`, or empty
 */

/** @param {number} stays milliseconds that a result is shown @returns {Vote | null} */
export function voteOf({ event, data }, stays) {
  const began = Date.parse(data?.started_at);
  if (!Number.isFinite(began)) return null;
  const vote = POLL.includes(event) ? pollOf(data) : predictionOf(data, event);
  const ends = Date.parse(vote.ends);
  if (!Number.isFinite(ends)) return null;
  const choices = shares(vote.choices);
  const total = vote.choices.reduce((sum, { amount }) => sum + amount, 0);
  const over = vote.state === 'over' || vote.state === 'canceled';
  return {
    id: String(data.id),
    began,
    step: over ? Infinity : vote.state === 'locked' ? Number.MAX_VALUE : total,
    until: ends + (over ? stays : vote.state === 'locked' ? LONGEST_LOCK : LATE_END),
    endsAt: vote.state === 'open' ? ends : null,
    kind: vote.kind,
    title: written(data.title) ?? '',
    state: vote.state,
    choices,
  };
}

/** An archived poll is one that Twitch hides. */
function pollOf({ choices, ends_at: ends, ended_at: ended, status }) {
  const list = listOf(choices).map(({ title, votes }) => ({ title: written(title) ?? '', amount: votes > 0 ? votes : 0, color: '' }));
  const most = Math.max(1, ...list.map(({ amount }) => amount));
  const over = status !== undefined;
  return {
    kind: 'poll',
    state: over ? 'over' : 'open',
    ends: status === 'archived' ? new Date(0).toISOString() : over ? ended : ends,
    choices: list.map((one) => ({ ...one, won: over && one.amount === most })),
  };
}

function predictionOf({ outcomes, locks_at: locks, locked_at: locked, ended_at: ended, status, winning_outcome_id: winner }, event) {
  const states = { 'channel.prediction.lock': 'locked', 'channel.prediction.end': status === 'canceled' ? 'canceled' : 'over' };
  return {
    kind: 'prediction',
    state: states[event] ?? 'open',
    ends: ended ?? locked ?? locks,
    choices: listOf(outcomes).map(({ id, title, color, channel_points: points }) => ({
      title: written(title) ?? '',
      amount: points > 0 ? points : 0,
      color: ['blue', 'pink'].includes(color) ? color : '',
      won: Boolean(winner) && id === winner,
    })),
  };
}

function shares(choices) {
  const total = choices.reduce((sum, { amount }) => sum + amount, 0);
  return choices.map((one) => ({ ...one, part: total > 0 ? one.amount / total : 0 }));
}

const listOf = (value) => (Array.isArray(value) ? value.map((one) => one ?? {}) : []);
