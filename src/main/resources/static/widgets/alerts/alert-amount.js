/** The number that an alert is about. No DOM. */
import { valueIn } from '../../words/money.js';

/** By kind of event, where it is not the count of the alert. */
const AMOUNTS = {
  power: ({ bits, custom_power_up: power }) => bits ?? power?.bits,
  streak: (data) => data.watch_streak?.streak_count,
  points: ({ reward }) => reward?.cost ?? reward?.channel_points,
  hype: ({ level }) => level,
  donation: valueIn,
};

/**
 * @param {Alert} alert
 * @returns {number | undefined} bits, gifts, raiders, months, streams, points, the level of a hype train, or a sum of money
 */
export function amountOf({ kind, count, data = {} }) {
  const amount = Object.hasOwn(AMOUNTS, kind) ? AMOUNTS[kind](data) : count;
  return Number.isFinite(amount) ? amount : undefined;
}

/** @returns {string} the reward of channel points; empty for any other event */
export function rewardOf({ data = {} }) {
  const { title, type } = data.reward ?? {};
  return typeof title === 'string' ? title : typeof type === 'string' ? type.replace(/_+/g, ' ') : '';
}

/** @returns {string} the tier of a subscription or gift, `1` to `3`; empty for any other event */
export function tierOf({ data = {} }) {
  return { 1000: '1', 2000: '2', 3000: '3' }[data.tier] ?? '';
}
