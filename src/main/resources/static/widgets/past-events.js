/**
 * Events of some types: those that the relay has kept, and then each new one, in order and each once. No DOM.
 *
 *   an event                                     | is told
 *   ---------------------------------------------+----------------------------------------------------------------
 *   is in the relay's history                    | with the time at which it came
 *   comes on the stream                          | with the time null: it comes now
 *   comes while the history is being read        | after the history
 *   comes between two, before the stream is open | with the history, which is read again when the stream opens
 *   is a test event in the history               | not told: its moment is over (test-events.js)
 */
import { readHistory } from '../stream/history.js';
import { SeenIds } from '../stream/seen-ids.js';
import { isTest } from './test-events.js';
import { subscribe } from '../twitch-stream.js';

/**
 * @param {string[]} types
 * @param {number} limit the number of past events that are of interest
 * @param {(message: object, time: number | null, id: string) => void} fn `time` is in milliseconds since 1970
 * @returns {{past: Promise<void>, end: () => void}} `past` resolves when the past has been told
 */
export function subscribeWithPast(types, limit, fn) {
  const events = new PastEvents(types, fn, () => readHistory(limit, types));
  const leave = [
    subscribe('event', (message, id) => events.heard(message, id)),
    subscribe('state', ({ status }) => status === 'live' && events.recall()),
  ];
  return { past: events.recall(), end: () => leave.forEach((end) => end()) };
}

export class PastEvents {
  #types;
  #tell;
  #read;
  #told = new SeenIds();
  #waiting = [];
  #reads = 0;
  #latestRead = Promise.resolve();

  /** @param {() => Promise<Array<{id: string, time: string, message: object}>>} read newest first; may fail */
  constructor(types, tell, read) {
    this.#types = types;
    this.#tell = tell;
    this.#read = read;
  }

  /** A message of the stream. */
  heard(message, id) {
    if (this.#reads > 0) this.#waiting.push([message, null, id]);
    else this.#once(message, null, id);
  }

  /** Reads the history. */
  recall() {
    this.#reads++;
    this.#latestRead = this.#latestRead.then(() => this.#recallNow());
    return this.#latestRead;
  }

  async #recallNow() {
    const past = await this.#read().catch(() => []);
    for (const { id, time, message } of past.reverse()) {
      if (!isTest(message)) this.#once(message, Date.parse(time), id);
    }
    if (--this.#reads > 0) return;
    for (const waiting of this.#waiting.splice(0)) this.#once(...waiting);
  }

  #once(message, time, id) {
    if (this.#types.includes(message.event) && this.#told.add(id)) this.#tell(message, time, id);
  }
}
