/**
 * Words that nobody is to read or hear on air: a list of words, separated by commas. Upper and lower case are the same. A word
 * with a `*` at its end stands for every word that begins so. No DOM.
 */
import { describeEvent } from '../../words/events.js';

const MASK = '***';
const LETTER = '[\\p{L}\\p{N}]';

/** @returns {RegExp | null} finds the words of a list as whole words; null for a list without any */
export function patternOf(list) {
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word.replace('*', '') !== '');
  if (words.length === 0) return null;
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\*$/, `${LETTER}*`));
  return new RegExp(`(?<!${LETTER})(?:${any.join('|')})(?!${LETTER})`, 'giu');
}

/**
 * @param {string} list of words
 * @param {'mask' | 'drop'} what happens to a message with such a word; in a name it is always masked
 * @param {(type: string, data: object) => Description | null} describe has the words of events (words/events.js)
 * @returns {typeof describe} one that tells nobody those words
 */
export function withoutWords(list, what, describe = describeEvent) {
  const pattern = patternOf(list);
  if (pattern === null) return describe;
  const masked = (text) => text?.replace(pattern, MASK) ?? null;
  return (type, data) => {
    const told = describe(type, data);
    if (told === null) return null;
    const message = masked(told.message);
    return { ...told, who: masked(told.who), message: what === 'drop' && message !== told.message ? null : message };
  };
}
