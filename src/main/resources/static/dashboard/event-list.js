/**
 * The latest events, newest first, each id once, never more than the limit. Two sources feed it: the stream, message by
 * message, and the relay's history, which knows the order and the time of everything. No DOM.
 */
export class EventList {
  #items = [];
  #limit;

  constructor(limit) {
    this.#limit = limit;
  }

  /** @returns {ReadonlyArray<{id: string, time: string | number, message: object}>} */
  get items() {
    return this.#items;
  }

  /** A message from the stream. @returns {boolean} whether it was a new one */
  add(id, time, message) {
    if (this.#items.some((item) => item.id === id)) return false;
    this.#items = [{ id, time, message, sinceAsked: true }, ...this.#items].slice(0, this.#limit);
    return true;
  }

  /** Call when history is asked for: what comes from the stream after that may be newer than the answer. */
  asked() {
    for (const item of this.#items) item.sinceAsked = false;
  }

  /** History's answer. Its order and times win; what it does not hold is newer than it, or older. */
  merge(history) {
    const known = new Set(history.map((item) => item.id));
    const rest = this.#items.filter((item) => !known.has(item.id));
    const newer = rest.filter((item) => item.sinceAsked);
    const older = rest.filter((item) => !item.sinceAsked);
    this.#items = [...newer, ...history, ...older].slice(0, this.#limit);
  }
}
