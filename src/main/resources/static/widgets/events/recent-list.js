/**
 * The rows of an event list. No DOM, no clock of its own.
 *
 *   an event                                     | is
 *   ---------------------------------------------+----------------------------------------------------
 *   of a kind that is not shown                  | no row
 *   of a recipient of a gifted subscription      | no row: the gift is one, with the number of recipients
 *   a test event                                 | a row for a moment (test-events.js)
 *   any other                                    | a row until it is too old, or newer rows take its place
 */
import { EVENTS, describeEvent } from '../../words/events.js';
import { KINDS } from '../../words/kinds.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';

export const ALWAYS = ['follow', 'sub', 'gift', 'cheer', 'raid'];
export const IF_ASKED_FOR = ['online', 'offline'];

/** @typedef {{id: string, until: number, kind: string, who: string | null, text: string, message: string | null}} Row */

/** @returns {string[]} the event types whose kinds are in `show` */
export function typesOf(show) {
  return Object.keys(EVENTS).filter((type) => isShown(EVENTS[type].kind, show));
}

const isShown = (kind, show) => show.includes(kind) || show.includes(KINDS[kind].like);

export class RecentList {
  #rows = [];
  #count;
  #fade;

  /**
   * @param {number} count of rows at most
   * @param {number} fade milliseconds after which a row leaves; Infinity is never
   */
  constructor(count, fade) {
    this.#count = count;
    this.#fade = fade;
  }

  /** An event of a type that is shown. @param {number} at milliseconds; when it came */
  add({ event, data, origin }, at, id) {
    if (event === 'channel.subscribe' && data?.is_gift === true) return;
    const until = at + Math.min(this.#fade, isTest({ origin }) ? TEST_SHOWN_FOR : Infinity);
    this.#rows = [...this.#rows, { id, until, ...describeEvent(event, data) }];
  }

  /** @returns {Row[]} what is shown now, oldest first. Rows that have left do not come back */
  at(now) {
    this.#rows = this.#rows.filter(({ until }) => until > now);
    const shown = this.#rows.slice(-this.#count);
    // when a row leaves before its time, as a test event does, the row that it has pushed out comes back
    const leave = shown.filter(({ until }) => until < Infinity).length;
    this.#rows = this.#rows.slice(-this.#count - leave);
    return shown;
  }

  /** When a row leaves next; Infinity if none does. */
  get nextAt() {
    return Math.min(...this.#rows.map(({ until }) => until));
  }
}
