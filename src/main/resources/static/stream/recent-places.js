/**
 * The latest places of the stream, oldest first, with the events that are there. An id is `<run>-<n>`; within a run the
 * numbers grow. So two places compare even if one of them was a `stats` that only one page heard. No DOM.
 */
const REMEMBERED = 500;

export class RecentPlaces {
  #places = []; // {id, event?}
  #position = '';

  /** The id of the latest place, `''` if there is none. */
  get position() {
    return this.#position;
  }

  mark(id, event) {
    if (!id) return;
    this.#position = id;
    if (!event && this.#places.at(-1)?.id === id) return;
    this.#places.push({ id, event });
    if (this.#places.length > REMEMBERED) this.#places.shift();
  }

  clear() {
    this.#places = [];
    this.#position = '';
  }

  /** @returns {Array<{id: string, event: object}> | null} the events after that place; null if it lies before all of these */
  after(id) {
    let place = this.#places.findLastIndex((one) => one.id === id);
    if (place < 0) place = this.#places.findLastIndex((one) => isAfter(id, one.id));
    return place < 0 ? null : this.#places.slice(place + 1).filter(({ event }) => event);
  }
}

/** Whether the first id is of the same run as the second, and later. */
export function isAfter(id, other) {
  const [run, n] = parts(id);
  const [otherRun, otherN] = parts(other);
  return run === otherRun && n > otherN;
}

function parts(id) {
  const dash = id.lastIndexOf('-');
  return [id.slice(0, dash), Number(id.slice(dash + 1))];
}
