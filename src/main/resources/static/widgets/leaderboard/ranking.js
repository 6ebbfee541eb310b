/**
 * Who gave how much since the stream began. State goes in and comes out as JSON, so that a reload of the page keeps it. No DOM.
 *
 *   comes                                             | does
 *   --------------------------------------------------+-----------------------------------------------------
 *   the begin of a stream, later than the known one   | empties the board
 *   the begin of the same stream, told in another way | nothing: the times differ by seconds
 *   an event from before the stream began             | nothing
 *   an event that was counted before                  | nothing
 *   an event of somebody who stays anonymous          | nothing
 *   any other                                         | adds to its giver, who is known by the user id
 *
 * Test events are added for a moment only (test-events.js), and are not kept. After the end of a stream the board stays.
 */
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';

/** @type {Object<string, {title: string, kind: string, unit: string, type: string, amount: (data: object) => number}>} */
export const BOARDS = {
  bits: { title: 'Top cheerers', kind: 'cheer', unit: 'bits', type: 'channel.cheer', amount: ({ bits }) => bits },
  gifts: { title: 'Top gifters', kind: 'gift', unit: 'gifts', type: 'channel.subscription.gift', amount: ({ total }) => total },
};

export const BEGIN = 'stream.online';

const SAME_STREAM = 60_000;

/** As many as a page ever reads of the past, so that no event of the past counts twice. */
const COUNTED = 500;

export class Ranking {
  #board;
  #began;
  #totals; // {name, amount} by user id
  #counted;
  #tests = []; // {user, name, amount, until}

  /** @param {string} json what `toJSON` gave before; anything else is an empty board */
  constructor(board, json = '') {
    this.#board = BOARDS[board];
    const { began, totals, counted } = remembered(json);
    this.#began = began;
    this.#totals = new Map(totals);
    this.#counted = new Set(counted);
  }

  /** The stream that is on began then. @param {number | null} began milliseconds since 1970 */
  streamBegan(began) {
    if (!Number.isFinite(began) || (this.#began !== null && began < this.#began + SAME_STREAM)) return;
    this.#began = began;
    this.#totals.clear();
    this.#counted.clear();
  }

  /**
   * A message.
   *
   * @param {number | null} time when it came, by the relay's clock; null for a message that comes now
   * @param {number} now by this browser's clock, which may be wrong
   */
  heard(message, time, id, now) {
    const data = message.data ?? {};
    if (message.event === BEGIN && !isTest(message)) this.streamBegan(Date.parse(data.started_at) || (time ?? now));
    if (message.event !== this.#board.type) return;
    const amount = this.#board.amount(data);
    const user = data.user_id ?? data.user_login ?? data.user_name;
    if (!(amount > 0) || !user || data.is_anonymous === true) return;
    const name = String(data.user_name || data.user_login || user);
    if (isTest(message)) {
      this.#tests.push({ user: `test ${user}`, name, amount, until: now + TEST_SHOWN_FOR });
      return;
    }
    if (this.#counted.has(id) || (time !== null && time < (this.#began ?? -Infinity))) return;
    this.#counted.add(id);
    if (this.#counted.size > COUNTED) this.#counted.delete(this.#counted.values().next().value);
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
    return { began: this.#began, totals: [...this.#totals], counted: [...this.#counted] };
  }
}

function remembered(json) {
  const nothing = { began: null, totals: [], counted: [] };
  try {
    const { began, totals, counted } = JSON.parse(json);
    const good =
      (began === null || Number.isFinite(began)) &&
      totals.every(([user, { name, amount }]) => typeof user === 'string' && typeof name === 'string' && amount > 0) &&
      counted.every((id) => typeof id === 'string');
    return good ? { began, totals, counted } : nothing;
  } catch {
    return nothing;
  }
}
