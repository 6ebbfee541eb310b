/**
 * The words of widgets and pages, from the message files `words/lang/LANGUAGE/SECTION.json`. English is the source: all other
 * languages have its keys. No DOM but the language of the page, which the relay writes into `<html>` (StaticPages).
 *
 * A message is a text, or one text for each plural category of the language, chosen by the value `n`. `{name}` stands for a
 * value; a number is written as the language writes it:
 *
 *   { "bits": { "one": "{n} bit", "other": "{n} bits" } }      say('bits', { n: 1200 })  →  1,200 bits
 */
export const ENGLISH = 'en';

/** In an address it stands for the language of the browser. The relay chooses it. */
export const AUTO = 'auto';

/** Without country and script: `pt` of `pt-BR`. */
export const baseOf = (tag) => tag.split('-')[0];

/** The language of the page. */
export const language = pageLanguage();

/** English has no locale of its own; its numbers are written as in the United States. */
const LOCALE = language === ENGLISH ? 'en-US' : language;

/** The direction of writing. */
export const direction = globalThis.document?.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';

/** @returns {Intl.NumberFormat} */
export const numberFormat = (options) => new Intl.NumberFormat(LOCALE, options);

/**
 * @typedef {((key: string, values?: object) => string) & {has: (key: string) => boolean}} Say the text of a message; a key
 *     without a message is told as it is, and a placeholder without a value stays
 */

/**
 * Loads a section once. A module that has words waits for it, so a page has its words before it has its elements.
 *
 * @returns {Promise<Say>}
 */
export async function wordsOf(section) {
  const messages = await file(language, section).catch(() => file(ENGLISH, section));
  return speaker(messages.default, LOCALE);
}

/** @param {object} messages by key @param {string} locale @returns {Say} */
export function speaker(messages, locale) {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const shown = (value) => (typeof value === 'number' ? numbers.format(value) : String(value));
  const has = (key) => Object.hasOwn(messages, key);
  const say = (key, values = {}) => {
    const message = has(key) ? messages[key] : key;
    const text = typeof message === 'string' ? message : (message[plurals.select(values.n)] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? shown(values[name]) : whole));
  };
  return Object.assign(say, { has });
}

const file = (name, section) => import(`./lang/${name}/${section}.json`, { with: { type: 'json' } });

/** The page of somebody else may name a language that the relay does not have, or none. */
function pageLanguage() {
  try {
    const [tag = ENGLISH] = Intl.getCanonicalLocales(globalThis.document?.documentElement.lang);
    return baseOf(tag) === ENGLISH ? ENGLISH : tag;
  } catch {
    return ENGLISH;
  }
}
