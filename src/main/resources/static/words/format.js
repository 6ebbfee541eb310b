/** Numbers, times and texts as people read them. No DOM. */

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** @returns {string} grouped by thousands; a dash for what is not a number */
export function formatNumber(value) {
  return Number.isFinite(value) ? NUMBER.format(value) : '–';
}

/** `1 follow`, `2 follows` */
export function plural(count, one, many = `${one}s`) {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
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
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** The largest unit of a span: `42 s`, `5 min`, `2 h`, `3 d` */
export function formatSpan(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? UNITS.at(-1);
  return `${Math.floor(seconds / size)} ${unit}`;
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
  return now - then < 10_000 ? 'just now' : `${formatSpan(now - then)} ago`;
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
