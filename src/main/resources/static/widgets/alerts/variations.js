/**
 * Variations of alerts: a JSON file in the media folder, with a list. The first variation that fits an alert gives it its look
 * and sound; what it does not name stays as the options say. All widgets draw the same, because chance depends on the event.
 *
 *   { "variations": [
 *       { "kind": "cheer", "amount": "1000+", "picture": "rain.webm", "sound": "thunder.ogg", "seconds": 12 },
 *       { "kind": "follow", "chance": 5, "text": "{name} is follower of the day!", "color": "gold" } ] }
 *
 * A variation with a mistake is left out as a whole, because without one of its conditions it would fit too often. The file
 * variations.schema.json tells editors the same. No DOM.
 */
import { KINDS } from '../../words/kinds.js';
import { color, oneOf, option, someOf, whole, words } from '../parameters.js';
import { amountOf, rewardOf, tierOf } from './alert-amount.js';
import { ENTRANCES, EXITS, LAYOUTS } from './alert-motion.js';
import { SOUND_NAMES } from './alert-sound.js';
import { media, mediaAddress } from './media-names.js';
import { sentenceOf } from '../../words/hints.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('hints');

const MOST = 200;

/** `100` is this number, `100+` at least this number, `100-499` a number between. */
const RANGE = /^(\d{1,9}(?:\.\d{1,2})?)(?:(\+)|-(\d{1,9}(?:\.\d{1,2})?))?$/;

function range() {
  return {
    fallback: undefined,
    wants: { key: 'wants.range' },
    form: { type: 'text', longest: 25, isRange: true },
    read(text) {
      const [, from, open, to] = RANGE.exec(text) ?? [];
      if (from === undefined) return undefined;
      const [least, most] = [Number(from), open ? Infinity : Number(to ?? from)];
      return least <= most ? [least, most] : undefined;
    },
  };
}

const unset = (kind) => ({ ...kind, fallback: undefined });

/** As `option` of parameters.js. */
const field = (kind, group) => ({ ...option(kind, group), otherwise: 'otherwise.variation' });

const WHEN = 'when';
const LOOK = 'changes';

/** By name: the conditions, then the changes. They are options (parameters.js), so that the gallery can ask for them. */
export const FIELDS = {
  kind: field({ ...someOf(...Object.keys(KINDS)), fallback: [] }, WHEN),
  amount: field(range(), WHEN),
  tier: field(unset(oneOf('1', '2', '3')), WHEN),
  months: field(range(), WHEN),
  streak: field(range(), WHEN),
  reward: field(words(100), WHEN),
  chance: field(unset(whole(1, 100)), WHEN),
  text: field(words(200), LOOK),
  picture: field(unset(media(['picture', 'video'], 'none')), LOOK),
  sound: field(unset(media(['sound'], ...SOUND_NAMES)), LOOK),
  volume: field(unset(whole(0, 100)), LOOK),
  seconds: field(unset(whole(1, 60)), LOOK),
  color: field(color(), LOOK),
  'text-color': field(color(), LOOK),
  'panel-color': field(color(), LOOK),
  layout: field(unset(oneOf(...LAYOUTS)), LOOK),
  enter: field(unset(oneOf(...ENTRANCES)), LOOK),
  exit: field(unset(oneOf(...EXITS)), LOOK),
};

/**
 * @param {unknown} file the content of a file
 * @returns {{variations: object[], problems: string[]}} the variations without a mistake, and a sentence for each mistake
 */
export function readVariations(file) {
  const list = file?.variations;
  if (!Array.isArray(list)) return { variations: [], problems: [say('variations.list')] };
  const problems = [];
  const variations = [];
  list.slice(0, MOST).forEach((written, n) => {
    const { variation, mistakes } = readOne(written);
    problems.push(...mistakes.map((mistake) => say('variations.one', { number: n + 1, mistake })));
    if (mistakes.length === 0) variations.push({ ...variation, number: n + 1 });
  });
  if (list.length > MOST) problems.push(say('variations.many', { n: MOST }));
  return { variations, problems };
}

function readOne(written) {
  if (written === null || typeof written !== 'object' || Array.isArray(written)) return { mistakes: [say('variations.object')] };
  const variation = {};
  const mistakes = [];
  for (const [name, value] of Object.entries(written)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : null;
    const text = textOfValue(value);
    const read = field === null || text === null ? undefined : field.read(text);
    if (field === null) mistakes.push(say('variations.name', { name, names: Object.keys(FIELDS).join(', ') }));
    else if (read === undefined) {
      const text = JSON.stringify(value).slice(0, 40);
      mistakes.push(sentenceOf({ key: 'variations.value', name, wants: field.wants, text }));
    } else variation[name] = read;
  }
  if (!written.kind || variation.kind?.length === 0) mistakes.push(say('variations.kind'));
  return { variation, mistakes };
}

/** @returns {string | null} a value of a file as a text of an address; null for what is no value */
export function textOfValue(value) {
  if (Array.isArray(value)) return value.join(',');
  return value === null || typeof value === 'object' ? null : String(value).trim();
}

/**
 * @param {object[]} variations of `readVariations`
 * @param {Alert} alert
 * @returns {object | null} the first that fits
 */
export function chooseVariation(variations, alert) {
  return variations.find((variation) => fits(variation, alert)) ?? null;
}

function fits(variation, alert) {
  const { kind, tier, amount, months, streak, reward, chance, number } = variation;
  const { data = {} } = alert;
  return (
    (kind.includes(alert.kind) || kind.includes(KINDS[alert.kind]?.like)) &&
    (tier === undefined || tier === tierOf(alert)) &&
    isIn(amount, amountOf(alert)) &&
    isIn(months, data.cumulative_months) &&
    isIn(streak, data.streak_months) &&
    (reward === undefined || reward.toLowerCase() === rewardOf(alert).trim().toLowerCase()) &&
    (chance === undefined || drawn(alert, number) < chance)
  );
}

function isIn(bounds, value) {
  return bounds === undefined || (Number.isFinite(value) && value >= bounds[0] && value <= bounds[1]);
}

/** @returns {number} from 0 to below 100: the same for an event in all widgets, and another one for each variation */
function drawn({ ids, offeredAt }, number) {
  return (hashOf(`${ids[0] ?? offeredAt} ${number}`) / 2 ** 32) * 100;
}

/** FNV-1a with the last steps of MurmurHash3, because ids that differ in their last digit are to differ in every bit. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * @param {string} name of a file in the media folder
 * @returns {Promise<{variations: object[], problems: string[]}>} see `readVariations`
 */
export async function loadVariations(name) {
  const none = (problem) => ({ variations: [], problems: [problem] });
  try {
    const answer = await fetch(mediaAddress(name), { cache: 'no-store' });
    const text = await answer.text();
    const content = parsed(text);
    if (!answer.ok) return none(say('variations.relay', { reason: content?.error ?? answer.status }));
    return content instanceof Error ? none(say('variations.json', { reason: content.message })) : readVariations(content);
  } catch {
    return none(say('variations.away'));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
