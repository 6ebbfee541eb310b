/** The words of options for people: the label of each, and of what it may be. No DOM. */
import { kindName } from '../words/kind-names.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

/**
 * @param {string} widget whose options they are
 * @param {Object<string, object>} kinds options by name (parameters.js)
 * @returns {Object<string, object>} the same, each with its `label`, and with `nameOf` for the words that it may be
 */
export function labelled(widget, kinds) {
  const withWords = ([name, kind]) => [name, { ...kind, label: labelOf(widget, name), nameOf: (word) => nameOf(name, word) }];
  return Object.fromEntries(Object.entries(kinds).map(withWords));
}

/** `follow-text` has the label of all texts, with the name of its kind. */
function labelOf(widget, name) {
  const key = [`${widget}.${name}`, `all.${name}`].find(say.has);
  if (key !== undefined) return say(key);
  const [kind, what] = name.split('-');
  return say(`kind.${what}`, { kind: kindName(kind) });
}

/** @returns {string} the heading of a group of options */
export const groupName = (group) => (say.has(`group.${group}`) ? say(`group.${group}`) : kindName(group));

/** The same word may mean another thing in another option. A name of the user's own is told as it is. */
function nameOf(option, word) {
  const key = [`value.${option.split('-').at(-1)}.${word}`, `value.${word}`].find(say.has);
  return key === undefined ? word : say(key);
}
