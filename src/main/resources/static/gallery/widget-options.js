/**
 * The gallery's choices: what a form knows about a widget, and the address that comes of it. Values are texts as in an
 * address; what is not there is the default. No DOM.
 */

import { memory } from '../memory.js';

/** @returns {[string, string][]} names and texts of what differs from the default */
export function chosen(kinds, values) {
  return Object.entries(kinds)
    .filter(([name, kind]) => values[name] !== undefined && !isDefault(kind, values[name]))
    .map(([name]) => [name, values[name]]);
}

/** @returns {string} `?target=500&label=…`, only with what differs from the default */
export function queryOf(kinds, values) {
  const encoded = (text) => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%20/g, '+');
  const given = chosen(kinds, values).map(([name, text]) => `${encodeURIComponent(name)}=${encoded(text)}`);
  return given.length > 0 ? `?${given.join('&')}` : '';
}

/** A text that the kind cannot take is no choice. */
export function isDefault(kind, text) {
  const value = kind.read(text);
  return value === undefined || String(value) === String(kind.fallback);
}

/** The text of a kind's default, for a form to begin with. */
export function defaultText({ fallback }) {
  if (typeof fallback === 'boolean') return fallback ? '1' : '0';
  return fallback === undefined ? '' : String(fallback);
}

const MEMORY = 'relay-gallery';

/** What was chosen before, by widget. */
export function rememberedOptions(storage = memory) {
  try {
    const kept = JSON.parse(storage.getItem(MEMORY));
    return kept !== null && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}

export function rememberOptions(widget, values, storage = memory) {
  storage.setItem(MEMORY, JSON.stringify({ ...rememberedOptions(storage), [widget]: values }));
}

/** The next round number above a count, for a goal that nobody chose: 1, 2, 5, 10, 20, 50, 100, 150, 200 … */
export function nextRound(count) {
  if (!(count >= 100)) return [10, 25, 50, 100].find((round) => round > count) ?? 100;
  const step = 10 ** Math.floor(Math.log10(count)) / 2;
  return (Math.floor(count / step) + 1) * step;
}
