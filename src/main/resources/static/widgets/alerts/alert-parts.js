/**
 * What the alerts of some options need beside the usual: the words of rare events, variations, speech. Most widgets need none of
 * it, so it is loaded only when it is needed. No DOM.
 */
import { needsSentences } from './options.js';

/**
 * @typedef {object} Parts
 * @property {Function} [describe] has the words of all events
 * @property {object[]} variations
 * @property {Function} [chooseVariation]
 * @property {object} [speech] the module alert-speech.js
 * @property {import('../../words/hints.js').Hint} [problem] what is wrong with the variations
 */

/** @param {object} options of the widget. @returns {Promise<Parts>} */
export async function loadParts(options) {
  const [words, { variations, chooseVariation, problem }, speech] = await Promise.all([
    needsSentences(options) ? import('../../words/sentences.js') : {},
    options.variations === 'none' ? { variations: [] } : variationsOf(options.variations),
    options.speech === 'off' ? undefined : import('./alert-speech.js'),
  ]);
  return { describe: words.describeAnyEvent, variations, chooseVariation, speech, problem };
}

async function variationsOf(name) {
  const { chooseVariation, loadVariations } = await import('./variations.js');
  const { variations, problems } = await loadVariations(name);
  return { variations, chooseVariation, problem: problems.length > 0 ? { key: 'variations.file', name, problem: problems[0] } : undefined };
}
