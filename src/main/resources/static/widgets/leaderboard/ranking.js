/**
 * Who gave how much since the stream began. State goes in and comes out as JSON, so that a reload of the page keeps it. No DOM.
 *
 *   comes                                             | does
 *   --------------------------------------------------+-----------------------------------------------------
 *   the begin of another stream                       | empties the board
 *   an event that does not count (stream-tally.js)    | nothing
 *   an event of somebody who stays anonymous          | nothing
 *   any other                                         | adds to its giver, who is known by the user id
 *
 * Test events are added for a moment only (test-events.js), and are not kept. After the end of a stream the board stays.
 */
import { StreamTally } from '../stream-tally.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';

/** @type {Object<string, {kind: string, type: string, amount: (data: object) => number}>} */
export const BOARDS = {
  bits: { kind: 'cheer', type: 'channel.cheer', amount: ({ bits }) => bits },
  gifts: { kind: 'gift', type: 'channel.subscription.gift', amount: ({ total }) => total },
};

export class Ranking {
  #board;
  #tally;
  #totals; // {name, amount} by user id
  #tests = []; // {user, name, amount, until}

  /** @param {string} json what `toJSON` gave before; anything else is an empty board */
  constructor(board, json = '') {
    this.#board = BOARDS[board];
    const { tally, totals } = remembered(json);
    this.#tally = tally;
    this.#totals = new Map(totals);
  }

  /** The stream that is on began then. @param {number | null} began milliseconds since 1970 */
  streamBegan(began) {
    if (this.#tally.begin(began)) this.#totals.clear();
  }

  /**
   * A message.
   *
   * @param {number | null} time when it came, by the relay's clock; null for a message that comes now
   * @param {number} now by this browser's clock, which may be wrong
   */
  heard(message, time, id, now) {
    const data = message.data ?? {};
    if (this.#tally.heard(message, time, now)) this.#totals.clear();
    if (message.event !== this.#board.type) return;
    const amount = this.#board.amount(data);
    const user = data.user_id ?? data.user_login ?? data.user_name;
    if (!(amount > 0) || !user || data.is_anonymous === true) return;
    const name = String(data.user_name || data.user_login || user);
    if (isTest(message)) {
      this.#tests.push({ user: `test ${user}`, name, amount, until: now + TEST_SHOWN_FOR });
      return;
    }
    if (!this.#tally.counts(id, time)) return;
    const before = this.#totals.get(user)?.amount ?? 0;
    this.#totals.set(user, { name, amount: before + amount });
  }

  /** @returns {Array<{user: string, name: string, amount: number}>} the largest first; of equal ones who came first */
  best(count, now) {
    this.#tests = this.#tests.filter(({ until }) => until > now);
    const real = [...this.#totals].map(([user, { name, amount }]) => ({ user, name, amount }));
    return [...real, ...this.#tests].sort((one, other) => other.amount - one.amount).slice(0, count);
  }

  /** When a test event leaves next; Infinity if none does. */
  get nextAt() {
    return Math.min(...this.#tests.map(({ until }) => until));
  }

  toJSON() {
    return { ...this.#tally.toJSON(), totals: [...this.#totals] };
  }
}

function remembered(json) {
  try {
    const { began, counted, totals } = JSON.parse(json);
    const good = totals.every(([user, { name, amount }]) => typeof user === 'string' && typeof name === 'string' && amount > 0);
    if (good) return { tally: new StreamTally({ began, counted }), totals };
  } catch {
    // then nothing was kept
  }
  return { tally: new StreamTally(), totals: [] };
}
