/**
 * The words of all events: those of events.js, and a plain sentence for each other event type of Twitch. No DOM. The sinks have
 * the same sentences in `routes/kamelets/event-words-action.kamelet.yaml`, and a test compares the two.
 *
 * The section `sentences` of the message files has them:
 *
 * - A key is a type, or a type and one value of the event: its `notice_type`, `type`, `is_permanent` or `is_achieved`.
 * - A part in brackets has one value of the event, and is left out when the event does not have this value.
 * - `{bits:bit}` is the message `bit` with this number, `{amount:money}` is an amount with its currency, `{action:words}` has
 *   blanks for underscores.
 * - A sentence begins with `{who} `, or it has no user.
 */
import { SOMEBODY, afterName, describeEvent, nameOf, standsAlone } from './events.js';
import { formatNumber, written } from './format.js';
import { wordsOf } from './messages.js';
import { money, sumIn } from './money.js';

const say = await wordsOf('sentences');

/** By type, or by type and value: the place of the text that the user wrote. */
const MESSAGES = {
  'channel.bits.use': 'message.text',
  'channel.bits.use cheer': 'message.text',
  'channel.bits.use custom_power_up': 'message.text',
  'channel.bits.use power_up': 'message.text',
  'channel.channel_points_automatic_reward_redemption.add': 'message.text',
  'channel.channel_points_custom_reward_redemption.add': 'user_input',
  'channel.chat.message': 'message.text',
  'channel.chat.notification': 'message.text',
  'channel.chat.notification announcement': 'message.text',
  'channel.chat.notification modiversary': 'message.text',
  'channel.chat.notification shared_chat_announcement': 'message.text',
  'channel.chat.notification shared_chat_modiversary': 'message.text',
  'channel.chat.notification watch_streak': 'message.text',
  'channel.custom_power_up_redemption.add': 'user_input',
};

const PART = /\[([^[\]{}]*)\{([a-z0-9_.]+)(?::([a-z]+))?\}([^[\]{}]*)\]/g;

/**
 * @param {string} type Twitch's subscription type
 * @param {object} data Twitch's event object
 * @returns {Description} see events.js
 */
export function describeAnyEvent(type, data) {
  return describeEvent(type, data) ?? other(String(type), data !== null && typeof data === 'object' ? data : {});
}

/**
 * A type with a sentence. An event of a source of one's own, such as a donation, brings its words as `text`, or else its sum as
 * `amount` and `currency`. Any other type is told by its name: `channel.weather.begin` is “weather begin”.
 */
function other(type, data) {
  const sentence = sentenceOf(type, data);
  if (sentence !== null) {
    const { text, alone, message } = sentence;
    return { kind: kindOf(type, data), who: alone ? null : actor(data), text, message: written(message) };
  }
  const words =
    type
      .replace(/^channel\./, '')
      .replace(/[._]+/g, ' ')
      .trim() || say('unknown');
  const who = written(data.user_name) ?? written(data.user_login);
  const sum = sumIn(data) === null ? '' : `, ${sumIn(data)}`;
  const plain = who === null ? words[0].toUpperCase() + words.slice(1) : `· ${words}`;
  const kind = sum === '' ? 'other' : 'donation';
  return { kind, who, text: written(data.text) ?? plain + sum, message: written(data.message) };
}

const KIND_OF_TYPE = {
  'channel.channel_points_automatic_reward_redemption.add': 'points',
  'channel.channel_points_custom_reward_redemption.add': 'points',
  'channel.charity_campaign.donate': 'donation',
  'channel.hype_train.begin': 'hype',
  'channel.hype_train.end': 'hype',
};

/** Kinds that `show` of the alerts may name. */
function kindOf(type, data) {
  if (type === 'channel.bits.use' && /power_up$/.test(data.type)) return 'power';
  if (type === 'channel.chat.notification' && data.notice_type === 'watch_streak') return 'streak';
  return KIND_OF_TYPE[type] ?? 'other';
}

/** The user of an event, whatever Twitch calls that user in it. */
function actor(data) {
  if (data.is_anonymous === true || data.chatter_is_anonymous === true) return SOMEBODY;
  const named = ['user', 'chatter_user', 'from_user', 'from_broadcaster_user'];
  return named.map((prefix) => nameOf(data, prefix)).find(Boolean) ?? SOMEBODY;
}

/**
 * @param {string} type Twitch's subscription type
 * @param {object} data Twitch's event object
 * @returns {{text: string, alone: boolean, message: unknown} | null} `alone` when the text needs no name before it; null
 *   for a type without a sentence
 */
function sentenceOf(type, data) {
  const values = [data.notice_type, data.type, data.is_permanent, data.is_achieved];
  const key = [...values.map((value) => `${type} ${value}`), type].find((each) => each.includes('.') && say.has(each));
  if (key === undefined) return null;
  const template = say(key);
  const text = afterName(template).replace(PART, (_, before, place, as, after) => {
    const value = spoken(at(data, place), as);
    return value === null ? '' : before + value + after;
  });
  return { text, alone: standsAlone(template), message: Object.hasOwn(MESSAGES, key) ? at(data, MESSAGES[key]) : null };
}

function at(data, path) {
  return path.split('.').reduce((value, name) => value?.[name], data);
}

function spoken(value, as) {
  if (as === 'money') return money(value);
  if (as === 'words') return typeof value === 'string' ? spoken(value.replace(/_+/g, ' ')) : null;
  if (as !== undefined) return Number.isFinite(value) ? say(as, { n: value }) : null;
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return Number.isFinite(value) ? formatNumber(value) : null;
}
