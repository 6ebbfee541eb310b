/**
 * Reads a widget's parameters, and says in a sentence what is wrong with one. A wrong one counts as not given: a
 * streamer's typing error must not blank the widget. No DOM.
 *
 *   readParameters({ target: whole(1, 9_999, 100), metric: oneOf('followers', 'subs') }, (name) => …)
 */
import { STANDARD, THEMES, isThemeName } from './themes/theme-names.js';

/**
 * An option of a widget, with the words for people.
 *
 * @param {string} label beside its field in the gallery
 * @param {string} meaning in the documentation
 * @param {object} kind of the functions below
 * @param {string} group the heading in the gallery
 */
export function option(label, meaning, kind, group = 'Options') {
  return { ...kind, label, meaning, group };
}

/**
 * Each kind is `{fallback, read(text)}`; `read` gives undefined for what it cannot take, and `wants` says what it can.
 * `form` is what a form needs to know to ask for it.
 */
export function whole(least, most, fallback) {
  return {
    fallback,
    wants: `a whole number from ${least} to ${most}`,
    form: { type: 'number', min: least, max: most },
    read: (text) => (/^\d{1,12}$/.test(text) && text >= least && text <= most ? Number(text) : undefined),
  };
}

/** The first is the fallback. */
export function oneOf(...words) {
  return {
    fallback: words[0],
    wants: `one of ${words.join(', ')}`,
    form: { type: 'choice', words },
    read: (text) => (words.includes(text) ? text : undefined),
  };
}

/** A theme of the relay, or a name that a theme of the user may have. Whether there is one, the page finds out. */
export function theme() {
  return {
    fallback: STANDARD,
    wants: `the name of a theme, such as ${THEMES.join(', ')}`,
    form: { type: 'theme', words: THEMES },
    read: (text) => (isThemeName(text) ? text : undefined),
  };
}

/** Any of the words, in any order, each once, with commas between; all of them by default. An empty text is none of them. */
export function someOf(...words) {
  return {
    fallback: words,
    wants: `some of ${words.join(',')}`,
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
    wants: `a text of at most ${longest} characters`,
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
    wants: 'a color such as ff5f6d or gold',
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
    wants: '1 or 0',
    form: { type: 'check' },
    read: (text) => ({ 1: true, '': true, true: true, 0: false, false: false })[text],
  };
}

/** A day and a time, by the clock of the computer that shows the widget. The value is in milliseconds since 1970. */
export function localTime() {
  return {
    fallback: undefined,
    wants: 'a day and a time such as 2030-12-24T20:00',
    form: { type: 'time' },
    read(text) {
      const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(text) : NaN;
      return Number.isNaN(time) ? undefined : time;
    },
  };
}

const MOST_NAMES = 12;
const LONGEST_NAME = 30;

/**
 * Reads all parameters of a widget.
 *
 * @param {Object<string, object>} kinds by name
 * @param {(name: string) => string | null} get
 * @param {Iterable<string>} given all names that were given, so that a misspelled one is noticed
 * @returns {{values: object, problems: string[]}}
 */
export function readParameters(kinds, get, given = []) {
  const values = {};
  const problems = [];
  for (const [name, kind] of Object.entries(kinds)) {
    const text = get(name);
    const value = text === null || text === undefined ? kind.fallback : kind.read(text.trim());
    values[name] = value === undefined ? kind.fallback : value;
    if (value === undefined && text !== null && text !== undefined) {
      problems.push(`“${name}” must be ${kind.wants}, not “${shortened(text)}”.`);
    }
  }
  for (const name of given) {
    if (!Object.hasOwn(kinds, name)) {
      problems.push(`There is no “${shortened(name)}”; this widget knows ${similar(name, Object.keys(kinds)).join(', ')}.`);
    }
  }
  return { values, problems };
}

/** All names, unless they are too many to read on a widget: then the nearest, `follow-color` for `colour`. */
function similar(name, known) {
  if (known.length <= MOST_NAMES) return known;
  const written = name.toLowerCase().slice(0, LONGEST_NAME);
  const far = (one) => Math.min(distance(written, one), ...one.split('-').map((part) => distance(written, part) + 0.5));
  const nearest = known
    .map((one) => ({ one, far: far(one) }))
    .filter(({ far }) => far <= Math.max(1, written.length / 3))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
  return nearest.length > 0 ? nearest : known.filter((one) => !one.includes('-'));
}

/** The number of letters to insert, remove or change (Levenshtein distance). */
function distance(one, other) {
  let row = [...other].map((_, n) => n + 1);
  [...one].forEach((letter, above) => {
    let corner = above;
    row = row.reduce((made, before, n) => {
      const left = n === 0 ? above + 1 : made[n - 1];
      made.push(Math.min(before + 1, left + 1, corner + (letter === other[n] ? 0 : 1)));
      corner = before;
      return made;
    }, []);
  });
  return row.at(-1);
}

function shortened(text) {
  const letters = [...text];
  return letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : text;
}
