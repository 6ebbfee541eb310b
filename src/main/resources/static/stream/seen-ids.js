/** The latest ids, for telling what has been heard already. No DOM. */
export class SeenIds {
  #ids = new Set();
  #limit;

  constructor(limit = 2_000) {
    this.#limit = limit;
  }

  has(id) {
    return this.#ids.has(id);
  }

  /** @returns {boolean} whether it was a new one */
  add(id) {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > this.#limit) this.#ids.delete(this.#ids.values().next().value);
    return true;
  }
}
