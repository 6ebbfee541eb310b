/**
 * Sums of money in events. Twitch sends an amount in the smallest unit: 1050 with 2 decimal places is 10.50. A source of one's
 * own sends `amount` and `currency` (routes/README.md). No DOM.
 */
import { formatNumber } from './format.js';
import { numberFormat } from './messages.js';

const EXACT = numberFormat({ maximumFractionDigits: 20, useGrouping: false });

/** @returns {string | null} `10.50 EUR`; null for what is no amount of Twitch */
export function money(amount) {
  const { value, decimal_places: places = 0, currency } = amount ?? {};
  if (!isAmount(value, places)) return null;
  const digits = String(value).padStart(places + 1, '0');
  const split = digits.length - places;
  const exact = `${digits.slice(0, split)}.${digits.slice(split)}0`;
  const format = numberFormat({ minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false });
  return `${format.format(exact)} ${shown(currency) ?? ''}`.trimEnd();
}

/** A sum keeps its cents, so it is not rounded as a count is. @returns {string | null} `5 EUR`; null for an event without a sum */
export function sumIn({ amount, currency }) {
  const ofTwitch = money(amount);
  if (ofTwitch !== null) return ofTwitch;
  const number = Number.isFinite(amount) ? EXACT.format(amount) : shown(amount);
  return number === null ? null : [number, shown(currency)].filter(Boolean).join(' ');
}

/** @returns {number} the sum without its currency; NaN for an event without a sum */
export function valueIn({ amount }) {
  const { value, decimal_places: places = 0 } = amount ?? {};
  if (isAmount(value, places)) return value / 10 ** places;
  return typeof amount === 'string' && amount.trim() === '' ? NaN : Number(amount ?? NaN);
}

function isAmount(value, places) {
  return Number.isSafeInteger(value) && value >= 0 && places >= 0 && places <= 9;
}

function shown(value) {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return Number.isFinite(value) ? formatNumber(value) : null;
}
