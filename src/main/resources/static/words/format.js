/** Numbers, times and texts as people read them in the language of the page. No DOM. */
import { numberFormat, wordsOf } from './messages.js';

const say = await wordsOf('widget');
const NUMBER = numberFormat({ maximumFractionDigits: 0 });
const PERCENT = numberFormat({ style: 'percent' });

/** @returns {string} grouped by thousands; a dash for what is not a number */
export function formatNumber(value) {
  return Number.isFinite(value) ? NUMBER.format(value) : '–';
}

/** @param {number} part from 0 to 1 @returns {string} in whole percent */
export function formatPercent(part) {
  return PERCENT.format(part);
}

/** @returns {string} with its sign, for example +5 or −2; empty for no change */
export function formatChange(change) {
  if (!Number.isFinite(change) || change === 0) return '';
  return `${change > 0 ? '+' : '−'}${NUMBER.format(Math.abs(change))}`;
}

/** @returns {string | null} a text with letters in it, as it is */
export function written(value) {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

const UNITS = [
  [86_400, 'days'],
  [3_600, 'hours'],
  [60, 'minutes'],
  [1, 'seconds'],
];

/** The largest unit of a span: `42 s`, `5 min`, `2 h`, `3 d` */
export function formatSpan(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? UNITS.at(-1);
  return say(unit, { n: Math.floor(seconds / size) });
}

/**
 * How long ago, in words. What lies in the future (clocks differ) is just now.
 *
 * @param {string | number} time ISO text or milliseconds
 * @param {number} now milliseconds
 */
export function timeAgo(time, now) {
  const then = typeof time === 'number' ? time : Date.parse(time);
  if (Number.isNaN(then)) return '';
  return now - then < 10_000 ? say('now') : say('ago', { time: formatSpan(now - then) });
}

/**
 * The time that is left, as a clock: `0:05`, `12:00`, `1:02:03`. A second that has begun counts, so that `0:00` is the end.
 *
 * @param {number} milliseconds what is over is `0:00`
 */
export function formatRemaining(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** `12:00 left` */
export function formatLeft(milliseconds) {
  return say('left', { time: formatRemaining(milliseconds) });
}
