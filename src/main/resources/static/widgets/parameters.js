/**
 * Reads a widget's parameters, and tells by a hint (words/hints.js) what is wrong with one. A wrong one counts as not given: a
 * streamer's typing error must not blank the widget. No DOM.
 *
 *   readParameters({ target: whole(1, 9_999, 100), metric: oneOf('followers', 'subs') }, (name) => …)
 */
import { AUTO, ENGLISH } from '../words/messages.js';
import { STANDARD, THEMES, isThemeName } from './themes/theme-names.js';

/**
 * An option of a widget. Its label in the gallery is a word of the message files, and its meaning is in src/docs/widgets.md.
 *
 * @param {object} kind of the functions below
 * @param {string} group the heading in the gallery, a word of the message files
 */
export function option(kind, group = 'options') {
  return { ...kind, group };
}

/**
 * Each kind is `{fallback, read(text)}`; `read` gives undefined for what it cannot take, and the hint `wants` tells what it can.
 * `form` is what a form needs to know to ask for it.
 */
export function whole(least, most, fallback) {
  return {
    fallback,
    wants: { key: 'wants.whole', least: String(least), most: String(most) },
    form: { type: 'number', min: least, max: most },
    read: (text) => (/^\d{1,12}$/.test(text) && text >= least && text <= most ? Number(text) : undefined),
  };
}

/** The first is the fallback. */
export function oneOf(...words) {
  return {
    fallback: words[0],
    wants: { key: 'wants.one', words: words.join(', ') },
    form: { type: 'choice', words },
    read: (text) => (words.includes(text) ? text : undefined),
  };
}

/** A theme of the relay, or a name that a theme of the user may have. Whether there is one, the page finds out. */
export function theme() {
  return {
    fallback: STANDARD,
    wants: { key: 'wants.theme', words: THEMES.join(', ') },
    form: { type: 'theme', words: THEMES },
    read: (text) => (isThemeName(text) ? text : undefined),
  };
}

/** Any of the words, in any order, each once, with commas between; all of them by default. An empty text is none of them. */
export function someOf(...words) {
  return {
    fallback: words,
    wants: { key: 'wants.some', words: words.join(',') },
    form: { type: 'choices', words },
    read(text) {
      if (text === '') return [];
      const asked = text.split(',').map((word) => word.trim());
      return asked.every((word) => words.includes(word)) && new Set(asked).size === asked.length ? asked : undefined;
    },
  };
}

export function words(longest, fallback = '') {
  return {
    fallback,
    wants: { key: 'wants.text', n: longest },
    form: { type: 'text', longest },
    read: (text) => ([...text].length <= longest ? text : undefined),
  };
}

/** Asks the browser. Outside of a browser every word counts as a color. */
const isColorName = (word) => globalThis.CSS?.supports('color', word) ?? true;

/** CSS accepts these words as values of `color`, although they are no colors. */
const NO_COLORS = ['inherit', 'initial', 'unset', 'revert', 'currentcolor'];

/** `ff5f6d` as well as `#ff5f6d`, because a # ends an address; or a name such as `gold`. */
export function color() {
  return {
    fallback: undefined,
    wants: { key: 'wants.color' },
    form: { type: 'color' },
    read(text) {
      const hex = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text);
      if (hex) return `#${hex[1]}`;
      const word = text.toLowerCase();
      return /^[a-z]{3,22}$/.test(word) && !NO_COLORS.includes(word) && isColorName(word) ? word : undefined;
    },
  };
}

/** `1`, or the bare name, is yes; `0` is no. */
export function yesOrNo(fallback = false) {
  return {
    fallback,
    wants: { key: 'wants.yes' },
    form: { type: 'check' },
    read: (text) => ({ 1: true, '': true, true: true, 0: false, false: false })[text],
  };
}

/** A day and a time, by the clock of the computer that shows the widget. The value is in milliseconds since 1970. */
export function localTime() {
  return {
    fallback: undefined,
    wants: { key: 'wants.time' },
    form: { type: 'time' },
    read(text) {
      const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(text) : NaN;
      return Number.isNaN(time) ? undefined : time;
    },
  };
}

const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** A language, or `auto` for that of the browser. Whether there are words in it, the page finds out. The relay reads it, too. */
export function languageTag() {
  return {
    fallback: ENGLISH,
    wants: { key: 'wants.language', words: 'en, de, pt-BR' },
    form: { type: 'language' },
    read: (text) => (text === AUTO || LANGUAGE.test(text) ? text : undefined),
  };
}

/**
 * Reads all parameters of a widget.
 *
 * @param {Object<string, object>} kinds by name
 * @param {(name: string) => string | null} get
 * @param {Iterable<string>} given all names that were given, so that a misspelled one is noticed
 * @returns {{values: object, problems: import('../words/hints.js').Hint[]}}
 */
export function readParameters(kinds, get, given = []) {
  const values = {};
  const problems = [];
  for (const [name, kind] of Object.entries(kinds)) {
    const text = get(name);
    const value = text === null || text === undefined ? kind.fallback : kind.read(text.trim());
    values[name] = value === undefined ? kind.fallback : value;
    if (value === undefined && text !== null && text !== undefined) {
      problems.push({ key: 'wrong.value', name, wants: kind.wants, text: shortened(text) });
    }
  }
  for (const name of given) {
    if (!Object.hasOwn(kinds, name)) {
      problems.push({ key: 'wrong.name', name: shortened(name), names: { nearest: name, of: Object.keys(kinds) } });
    }
  }
  return { values, problems };
}

function shortened(text) {
  const letters = [...text];
  return letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : text;
}
