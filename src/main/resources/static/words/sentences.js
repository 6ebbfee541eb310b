/**
 * The words of all events: those of events.js, and a plain sentence for each other event type of Twitch. No DOM. The sinks have
 * the same table in `routes/kamelets/event-words-action.kamelet.yaml`, and a test compares the two.
 *
 * - A key is a type, or a type and one value of the event: its `notice_type`, `type`, `action`, `is_permanent` or
 *   `is_achieved`.
 * - A part in brackets has one value of the event, and is left out when the event does not have this value.
 * - `{bits:bit}` is `1 bit` or `5 bits`, `{amount:money}` is an amount with its currency. `{action:words}` has small letters,
 *   and blanks for underscores. `{type:goal}` names what a goal counts: `new bits` for `new_bit`.
 * - A text that begins with a capital letter is the whole sentence. Before any other text stands the name of the user.
 * - Behind ` | ` is the place of the text that the user wrote.
 */
import { describeEvent, nameOf } from './events.js';
import { formatNumber, plural, written } from './format.js';
import { money, sumIn } from './money.js';

const SENTENCES = {
  'automod.message.hold': 'wrote a message that AutoMod holds',
  'automod.message.update': 'wrote a message that AutoMod held[, now {status:words}]',
  'automod.settings.update': 'AutoMod has new settings',
  'automod.terms.update': 'AutoMod has other terms[: {action:words}]',
  'channel.ad_break.begin': 'A commercial break has started[, {duration_seconds} s long]',
  'channel.ban': 'was banned[: {reason}]',
  'channel.ban false': 'was timed out[: {reason}]',
  'channel.bits.use': 'used bits[: {bits}] | {message.text}',
  'channel.bits.use cheer': 'cheered[ {bits:bit}] | {message.text}',
  'channel.bits.use custom_power_up': 'used a power-up[: {custom_power_up.title}][ for {bits:bit}] | {message.text}',
  'channel.bits.use power_up': 'used a power-up[ for {bits:bit}] | {message.text}',
  'channel.channel_points_automatic_reward_redemption.add': "redeemed one of Twitch's rewards[: {reward.type:words}] | {message.text}",
  'channel.channel_points_custom_reward.add': 'There is a new reward[: {title}]',
  'channel.channel_points_custom_reward.remove': 'A reward is gone[: {title}]',
  'channel.channel_points_custom_reward.update': 'A reward has changed[: {title}]',
  'channel.channel_points_custom_reward_redemption.add': 'redeemed a reward[: {reward.title}] | {user_input}',
  'channel.channel_points_custom_reward_redemption.update': 'redeemed a reward[: {reward.title}][, which is now {status:words}]',
  'channel.charity_campaign.donate': 'donated[ {amount:money}][ to {charity_name}]',
  'channel.charity_campaign.progress': 'The charity campaign goes on[: {current_amount:money} so far]',
  'channel.charity_campaign.start': 'A charity campaign has started[: {charity_name}]',
  'channel.charity_campaign.stop': 'The charity campaign has ended[ with {current_amount:money}]',
  'channel.chat.clear': 'The chat was cleared',
  'channel.chat.clear_user_messages': 'All chat messages[ of {target_user_name}] were removed',
  'channel.chat.message': 'wrote in chat | {message.text}',
  'channel.chat.message_delete': 'A chat message[ of {target_user_name}] was removed',
  'channel.chat.notification': 'Chat shows a notice[: {system_message}] | {message.text}',
  'channel.chat.notification announcement': 'made an announcement | {message.text}',
  'channel.chat.notification modiversary': 'celebrates as a moderator[ of {modiversary.months:month}] | {message.text}',
  'channel.chat.notification shared_chat_announcement': 'made an announcement | {message.text}',
  'channel.chat.notification shared_chat_modiversary': 'celebrates as a moderator[ of {shared_chat_modiversary.months:month}] | {message.text}',
  'channel.chat.notification watch_streak': 'shares a watch streak[ of {watch_streak.streak_count:stream}] | {message.text}',
  'channel.chat.user_message_hold': 'wrote a message that AutoMod holds',
  'channel.chat.user_message_update': 'wrote a message that AutoMod held[, now {status:words}]',
  'channel.chat_settings.update': 'The chat has new settings',
  'channel.custom_power_up_redemption.add': 'used a power-up[: {custom_power_up.title}][ for {custom_power_up.bits:bit}] | {user_input}',
  'channel.goal.begin': 'A goal[ for {type:goal}] has begun[: {description}]',
  'channel.goal.end': 'A goal[ for {type:goal}] has ended[: {description}]',
  'channel.goal.end true': 'A goal[ for {type:goal}] is reached[: {description}]',
  'channel.goal.progress': 'A goal[ for {type:goal}] is at[ {current_amount}][ of {target_amount}][: {description}]',
  'channel.guest_star_guest.update': 'A seat of the Guest Star session has changed[: {guest_user_name}]',
  'channel.guest_star_session.begin': 'A Guest Star session has started',
  'channel.guest_star_session.end': 'The Guest Star session has ended',
  'channel.guest_star_settings.update': 'Guest Star has new settings',
  'channel.hype_train.begin': 'A hype train has started[ at level {level}]',
  'channel.hype_train.end': 'The hype train has ended[ at level {level}]',
  'channel.hype_train.progress': 'The hype train goes on[ at level {level}]',
  'channel.moderate': 'A moderator acted[: {action:words}][ by {moderator_user_name}]',
  'channel.moderate clear': 'The chat was cleared[ by {moderator_user_name}]',
  'channel.moderate emoteonly': 'Emote-only chat is on',
  'channel.moderate emoteonlyoff': 'Emote-only chat is off',
  'channel.moderate followers': 'Follower-only chat is on',
  'channel.moderate followersoff': 'Follower-only chat is off',
  'channel.moderate slow': 'Slow mode is on',
  'channel.moderate slowoff': 'Slow mode is off',
  'channel.moderate subscribers': 'Subscriber-only chat is on',
  'channel.moderate subscribersoff': 'Subscriber-only chat is off',
  'channel.moderate uniquechat': 'Unique chat is on',
  'channel.moderate uniquechatoff': 'Unique chat is off',
  'channel.moderator.add': 'is a moderator now',
  'channel.moderator.remove': 'is no longer a moderator',
  'channel.poll.begin': 'A poll has started[: {title}]',
  'channel.poll.end': 'The poll has ended[: {title}]',
  'channel.poll.progress': 'The poll has new votes[: {title}]',
  'channel.prediction.begin': 'A prediction has started[: {title}]',
  'channel.prediction.end': 'The prediction has ended[: {title}]',
  'channel.prediction.lock': 'The prediction is closed[: {title}]',
  'channel.prediction.progress': 'The prediction has new participants[: {title}]',
  'channel.shared_chat.begin': 'A shared chat has started',
  'channel.shared_chat.end': 'The shared chat has ended',
  'channel.shared_chat.update': 'The shared chat has other channels now',
  'channel.shield_mode.begin': 'Shield mode is on',
  'channel.shield_mode.end': 'Shield mode is off',
  'channel.shoutout.create': 'A shoutout went out[ to {to_broadcaster_user_name}]',
  'channel.shoutout.receive': 'gave a shoutout[ to {viewer_count:viewer}]',
  'channel.subscription.end': 'is no longer subscribed',
  'channel.suspicious_user.message': 'wrote in chat and is marked as suspicious',
  'channel.suspicious_user.update': 'has another mark of suspicion[: {low_trust_status:words}]',
  'channel.unban': 'is no longer banned',
  'channel.unban_request.create': 'asks for an end of the ban',
  'channel.unban_request.resolve': 'asked for an end of the ban[: {status:words}]',
  'channel.update': 'The channel has a new title or category[: {title}][, {category_name}]',
  'channel.vip.add': 'is a VIP now',
  'channel.vip.remove': 'is no longer a VIP',
  'channel.warning.acknowledge': 'has acknowledged a warning',
  'channel.warning.send': 'was warned[: {reason}]',
  'user.update': 'has changed the account',
  'user.whisper.message': 'sent a whisper',
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
      .trim() || 'unknown event';
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
  if (data.is_anonymous === true || data.chatter_is_anonymous === true) return 'Somebody';
  const named = ['user', 'chatter_user', 'from_user', 'from_broadcaster_user'];
  return named.map((prefix) => nameOf(data, prefix)).find(Boolean) ?? 'Somebody';
}

/**
 * @param {string} type Twitch's subscription type
 * @param {object} data Twitch's event object
 * @returns {{text: string, alone: boolean, message: unknown} | null} `alone` when the text needs no name before it; null
 *   for a type without a sentence
 */
function sentenceOf(type, data) {
  const values = [data.notice_type, data.type, data.action, data.is_permanent, data.is_achieved];
  const key = [...values.map((value) => `${type} ${value}`), type].find((each) => Object.hasOwn(SENTENCES, each));
  if (key === undefined) return null;
  const [template, path] = SENTENCES[key].split(' | ');
  const text = template.replace(PART, (_, before, place, as, after) => {
    const value = spoken(at(data, place), as);
    return value === null ? '' : before + value + after;
  });
  return { text, alone: /^[A-Z]/.test(text), message: path === undefined ? null : at(data, path.slice(1, -1)) };
}

function at(data, path) {
  return path.split('.').reduce((value, name) => value?.[name], data);
}

function spoken(value, as) {
  if (as === 'money') return money(value);
  if (as === 'words') return typeof value === 'string' ? spoken(value.toLowerCase().replace(/_+/g, ' ')) : null;
  if (as === 'goal') return written(value) && `${spoken(value.replace(/_count$/, ''), 'words')}s`;
  if (as !== undefined) return Number.isFinite(value) ? plural(value, as) : null;
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return Number.isFinite(value) ? formatNumber(value) : null;
}
