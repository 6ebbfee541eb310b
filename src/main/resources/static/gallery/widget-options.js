/**
 * The gallery's choices: what a form knows about a widget, and the address that comes of it. Values are texts as in an
 * address; what is not there is the default. No DOM.
 */
import { encoded } from '../address.js';
import { memory } from '../memory.js';
import { readParameters } from '../widgets/parameters.js';
import { CANVAS } from '../widgets/scene/scene.js';
import { STANDARD } from '../widgets/themes/theme-names.js';
import { sentenceOf } from '../words/hints.js';
import { ENGLISH, language, wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

/**
 * A widget speaks the language of the gallery unless somebody has chosen another one.
 *
 * @param {string} [chosen]
 * @returns {string | undefined} undefined for the default
 */
export function languageOf(chosen = language) {
  return chosen === ENGLISH ? undefined : chosen;
}

/** @returns {[string, string][]} names and texts of what differs from the default */
export function chosen(kinds, values) {
  return Object.entries(kinds)
    .filter(([name, kind]) => values[name] !== undefined && !isDefault(kind, values[name]))
    .map(([name]) => [name, values[name]]);
}

/** @returns {string} `?target=500&label=…`, only with what differs from the default */
export function queryOf(kinds, values) {
  const given = chosen(kinds, values).map(([name, text]) => `${encoded(name)}=${encoded(text)}`);
  return given.length > 0 ? `?${given.join('&')}` : '';
}

/** A text that the kind cannot take is no choice. */
export function isDefault(kind, text) {
  const value = kind.read(text.trim());
  return value === undefined || String(value) === String(kind.fallback);
}

/** @returns {string} a sentence about a text that the kind cannot take; empty if it can, or if there is none */
export function problemOf(kind, text) {
  return text === undefined || kind.read(text.trim()) !== undefined ? '' : mustBe(kind);
}

/** @returns {string} a sentence that says what a value must be, and what happens otherwise */
export function mustBe(kind) {
  const used = defaultText(kind);
  const otherwise = kind.otherwise ?? (used === '' ? 'otherwise' : 'otherwise.value');
  return `${say('must', { wants: sentenceOf(kind.wants) })} ${say(otherwise, { text: used })}`;
}

/** The text of a kind's default, for a form to begin with. */
export function defaultText({ fallback }) {
  if (typeof fallback === 'boolean') return fallback ? '1' : '0';
  return fallback === undefined ? '' : String(fallback);
}

/**
 * What an option that is not set has instead.
 *
 * @returns {{label: string, text: string} | null} the option that counts, and its value; null if there is none
 */
export function inherited(kinds, { inherits = [] }, values) {
  for (const name of inherits) {
    const kind = kinds[name];
    const given = values[name] !== undefined && values[name] !== '' && kind.read(values[name].trim()) !== undefined;
    const text = given ? values[name] : defaultText(kind);
    if (text !== '') return { label: kind.label, text };
  }
  return null;
}

/** A widget's em at 100 percent. */
const EM = 24;

/** Themes have other fonts, frames and paddings. */
const ROOM_FOR_THEMES = 1.25;

/** A browser source that is cut by a pixel looks broken, so there is room for rounding. */
const SPARE = 4;

/**
 * The size of the browser source that holds the widget with these options.
 *
 * @param {(options: object, widest: number) => [number, number]} sizeOf in em, see the widget's options.js
 * @returns {[number, number]} in pixels, in tens
 */
export function advisedSize(kinds, sizeOf, values) {
  const { values: options } = readParameters(kinds, (name) => values[name] ?? null);
  const em = ((EM * options.size) / 100) * (options.theme === STANDARD ? 1 : ROOM_FOR_THEMES);
  const pixels = sizeOf(options, CANVAS[0] / em).map((size) => Math.ceil((size * em + SPARE) / 10) * 10);
  return [Math.min(CANVAS[0], pixels[0]), pixels[1]];
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
