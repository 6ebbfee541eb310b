/**
 * A timer that events extend. State goes in and comes out as JSON, so that a reload keeps it. No DOM, no clock of its own.
 *
 *   an event                                      | adds
 *   ----------------------------------------------+----------------------------------------------------------
 *   that does not count (stream-tally.js)         | nothing
 *   after the end                                 | nothing: what is over is over
 *   channel.subscribe of a gift                   | nothing: the gift itself counts, with its number
 *   channel.subscribe, … .message                 | the seconds of its tier
 *   channel.subscription.gift                     | the seconds of a gift for each
 *   channel.cheer                                 | the seconds of 100 bits, in proportion
 *   channel.follow                                | the seconds of a follow
 *   a test event                                  | the same, for a moment (test-events.js)
 */
import { StreamTally } from '../stream-tally.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';

/** @typedef {Object<string, number>} Prices seconds by name: `sub`, `tier2`, `tier3`, `gift`, `bits` and `follow` */

/** What an event adds, in seconds. */
const ADDS = {
  'channel.subscribe': (data, prices) => (data.is_gift === true ? 0 : ofTier(data, prices)),
  'channel.subscription.message': (data, prices) => ofTier(data, prices),
  'channel.subscription.gift': ({ total }, { gift }) => (total > 0 ? total * gift : 0),
  'channel.cheer': ({ bits: cheered }, { bits }) => (cheered > 0 ? (cheered * bits) / 100 : 0),
  'channel.follow': (data, { follow }) => follow,
};

const ofTier = ({ tier }, { sub, tier2, tier3 }) => ({ 2000: tier2, 3000: tier3 })[tier] ?? sub;

/** @param {Prices} prices @returns {string[]} the event types that change the timer */
export function typesOf(prices) {
  const sample = { total: 1, bits: 100 };
  return Object.keys(ADDS).filter((type) => [1000, 2000, 3000].some((tier) => ADDS[type]({ ...sample, tier }, prices) > 0));
}

export class Subathon {
  #prices;
  #length;
  #most;
  #fixed;
  #tally;
  #added;
  #tests = []; // {seconds, until}

  /**
   * @param {Prices} prices
   * @param {number} length milliseconds from the begin to the end, while nothing has come
   * @param {number} most milliseconds from the begin to the end at most
   * @param {number | undefined} began milliseconds since 1970; undefined for the begin of the stream
   * @param {string} json what `toJSON` gave before; anything else is nothing
   */
  constructor({ prices, length, most, began }, json = '') {
    this.#prices = prices;
    this.#length = length;
    this.#most = most;
    this.#fixed = began !== undefined;
    const { tally, added } = remembered(json);
    this.#tally = tally;
    this.#added = added;
    if (this.#fixed && this.#tally.begin(began)) this.#added = 0;
  }

  /** The stream that is on began then. */
  streamBegan(began) {
    if (!this.#fixed && this.#tally.begin(began)) this.#added = 0;
  }

  /**
   * A message.
   *
   * @param {number | null} time when it came; null for a message that comes now
   * @param {number} now by the relay's clock
   * @returns {number} the seconds that it has added
   */
  heard(message, time, id, now) {
    const data = message.data ?? {};
    if (!this.#fixed && this.#tally.heard(message, time, now)) this.#added = 0;
    const seconds = ADDS[message.event]?.(data, this.#prices) ?? 0;
    if (!(seconds > 0) || (time ?? now) >= this.#realEnd(now)) return 0;
    if (isTest(message)) this.#tests.push({ seconds, until: now + TEST_SHOWN_FOR });
    else if (this.#tally.counts(id, time)) this.#added += seconds;
    else return 0;
    return seconds;
  }

  /** When the time is over. A timer that has not begun waits: its time does not pass. @returns {number} milliseconds since 1970 */
  endsAt(now) {
    this.#tests = this.#tests.filter(({ until }) => until > now);
    const tests = this.#tests.reduce((sum, { seconds }) => sum + seconds, 0);
    return this.#realEnd(now) + tests * 1_000;
  }

  /** When its time begins to pass, in milliseconds since 1970; Infinity where nobody knows. */
  get beginsAt() {
    return this.#tally.began ?? Infinity;
  }

  toJSON() {
    return { ...this.#tally.toJSON(), added: this.#added };
  }

  #realEnd(now) {
    return Math.min(now, this.beginsAt) + Math.min(this.#most, this.#length + this.#added * 1_000);
  }
}

function remembered(json) {
  try {
    const { began, counted, added } = JSON.parse(json);
    if (Number.isFinite(added)) return { tally: new StreamTally({ began, counted }), added };
  } catch {
    // then nothing was kept
  }
  return { tally: new StreamTally(), added: 0 };
}
