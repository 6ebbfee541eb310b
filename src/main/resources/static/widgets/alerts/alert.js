/** An alert: what one event tells, or what several tell together. No DOM. */
import { countOf, describeEvent, describeRecipients } from '../../words/events.js';

/**
 * @typedef {object} Alert
 * @property {string} kind
 * @property {string | null} who
 * @property {string} text
 * @property {string | null} message
 * @property {number} count gifts, bits, raiders, months or follows
 * @property {number} others how many people beside `who` it tells
 * @property {object} data
 * @property {string[]} ids of its events in the stream
 * @property {number} offeredAt when its wait began
 * @property {boolean} apart whether it never becomes one with others
 * @property {number} [since] when it came on air
 * @property {object | null} [variation] how it looks and sounds, if not as others of its kind; chosen when it comes on air
 * @property {number} [span] how long its variation lets it stay, in milliseconds
 * @property {number} [least] how long it stays at least, in milliseconds
 */

/** Lets an alert tell another one, too. */
export function join(alert, one) {
  alert.count += one.count;
  alert.others += 1 + one.others;
  alert.ids.push(...one.ids);
}

/**
 * @param {string} id empty for a message of this page only
 * @param {(type: string, data: object) => object | null} describe has the words of events (words/events.js)
 * @returns {Alert | null} of a message of the stream; null for a type that has no words there
 */
export function alertOf({ event, data }, id, now, describe = describeEvent) {
  const described = describe(event, data);
  return described && {
    ...described,
    data: data ?? {},
    count: countOf(event, data ?? {}),
    others: 0,
    ids: id === '' ? [] : [id],
    offeredAt: now,
    apart: false,
  };
}

/** @returns {Alert} of recipients whose gift never came. They are no givers, so they never become one with givers. */
export function gifted(messages, now, describe) {
  const latest = messages.at(-1);
  const alert = { ...alertOf(latest, latest.id, now, describe), kind: 'gift', ids: messages.map(({ id }) => id), apart: true };
  if (messages.length === 1) return alert;
  return { ...alert, text: describeRecipients(messages.length - 1), count: messages.length };
}
