/** Who was the latest, and how much it was. No DOM. */
import { describeEvent } from '../../words/events.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/**
 * @typedef {object} Latest
 * @property {string} kind its icon and color (kinds.js)
 * @property {Object<string, (data: object) => string>} types the event types that count, with the words for the amount
 */

const nothing = () => '';
const number = (value, unit) => (value > 0 ? say(unit, { n: value }) : '');

/** @type {Object<string, Latest>} */
export const LATEST = {
  follower: { kind: 'follow', types: { 'channel.follow': nothing } },
  subscriber: {
    kind: 'sub',
    types: {
      'channel.subscribe': nothing,
      'channel.subscription.message': ({ cumulative_months: months }) => number(months, 'months'),
    },
  },
  gifter: {
    kind: 'gift',
    types: { 'channel.subscription.gift': ({ total }) => number(total, 'subs') },
  },
  cheerer: { kind: 'cheer', types: { 'channel.cheer': ({ bits }) => number(bits, 'bits') } },
  raid: { kind: 'raid', types: { 'channel.raid': ({ viewers }) => number(viewers, 'viewers') } },
};

/**
 * @param {string} of a name of LATEST
 * @param message an event of one of its types
 * @returns {{name: string, amount: string}}
 */
export function latestOf(of, { event, data }) {
  return { name: describeEvent(event, data).who, amount: LATEST[of].types[event](data ?? {}) };
}

/** What was kept from earlier, if it is what we would keep. @returns {{name: string, amount: string} | null} */
export function remembered(json) {
  try {
    const { name, amount } = JSON.parse(json);
    return typeof name === 'string' && typeof amount === 'string' ? { name, amount } : null;
  } catch {
    return null;
  }
}
