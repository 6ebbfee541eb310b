/**
 * Which events count since the stream began, each once. State goes in and comes out as JSON, so that a reload keeps it. No DOM.
 *
 *   comes                                             | does
 *   --------------------------------------------------+-----------------------------------------------------
 *   the begin of a stream, later than the known one   | begins anew
 *   the begin of the same stream, told in another way | nothing: the times differ by seconds
 *   an event from before the stream began             | does not count
 *   an event that was counted before                  | does not count
 */
import { isTest } from './test-events.js';

const SAME_STREAM = 60_000;

/** As many as a page ever reads of the past, so that no event of the past counts twice. */
export const COUNTED = 500;

export const BEGIN = 'stream.online';

export class StreamTally {
  #began;
  #counted;

  /** @param {object} [kept] what `toJSON` gave before */
  constructor({ began = null, counted = [] } = {}) {
    const good = (began === null || Number.isFinite(began)) && counted.every((id) => typeof id === 'string');
    if (!good) throw new TypeError('not what was kept');
    this.#began = began;
    this.#counted = new Set(counted);
  }

  /** When the stream began, in milliseconds since 1970; null where nobody knows. */
  get began() {
    return this.#began;
  }

  /** The stream that is on began then. @param {number | null} began @returns {boolean} whether all begins anew */
  begin(began) {
    if (!Number.isFinite(began) || (this.#began !== null && began < this.#began + SAME_STREAM)) return false;
    this.#began = began;
    this.#counted.clear();
    return true;
  }

  /** A message, which may be the begin of a stream. @param {number} now @returns {boolean} whether all begins anew */
  heard(message, time, now) {
    if (message.event !== BEGIN || isTest(message)) return false;
    return this.begin(Date.parse(message.data?.started_at) || (time ?? now));
  }

  /** @param {number | null} time when it came; null for an event that comes now @returns {boolean} whether it counts, once */
  counts(id, time) {
    if (this.#counted.has(id) || (time !== null && time < (this.#began ?? -Infinity))) return false;
    this.#counted.add(id);
    if (this.#counted.size > COUNTED) this.#counted.delete(this.#counted.values().next().value);
    return true;
  }

  toJSON() {
    return { began: this.#began, counted: [...this.#counted] };
  }
}
