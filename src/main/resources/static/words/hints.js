/**
 * Sentences about what is wrong with a widget or its options. Most widgets never need one, so a widget loads this module with its
 * first. No DOM.
 */
import { ENGLISH, language, wordsOf } from './messages.js';

const say = await wordsOf('hints');

const MOST_NAMES = 12;
const LONGEST_NAME = 30;

/**
 * @typedef {object} Hint a message that is not told yet
 * @property {string} key of the section `hints`; the other properties are its values. A value may be a hint, too, or
 *     `{nearest, of}`, which stands for those names in `of` that are like the name `nearest`
 */

/** @param {Hint | string} hint a text is told as it is */
export function sentenceOf(hint) {
  if (typeof hint === 'string') return hint;
  if (hint.of) return similar(hint.nearest, hint.of).join(', ');
  const { key, ...values } = hint;
  const told = (value) => (value !== null && typeof value === 'object' ? sentenceOf(value) : value);
  return say(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, told(value)])));
}

/** @returns {string} `a, b and c` */
export const listed = (texts) => new Intl.ListFormat(language === ENGLISH ? 'en-GB' : language).format(texts);

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
