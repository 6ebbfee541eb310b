/**
 * One connection for many pages; runs in the shared worker, or in the page that leads. Remembers nothing once the last
 * page is gone. No DOM: a port is whatever has `post(message)`.
 *
 * A page says         `{say: 'here', last}` when it comes and every few seconds, `{say: 'wake'}`, `{say: 'gone'}`
 * the hub answers     `{kind: 'beat'}` to each `here`
 * and tells all       `{kind: 'stats' | 'event' | 'state', value, id}`
 *
 * A port that says `here` for the first time, or again after it was given up, gets what it missed since `last`, then the
 * latest stats and state. So pages need not know whether the hub is the same one as before.
 */
const REMEMBERED = 500;
const FORGOTTEN_AFTER = 6; // sweeps, not time: after a computer's sleep nobody has spoken for long

export const SWEEP_INTERVAL = 30_000; // a hidden page's timers may run once a minute only

export class StreamHub {
  #connect;
  #connection = null;
  #ports = new Map();
  #recent = []; // {id, event?}: places in the stream, oldest first
  #latest = new Map();
  #position = '';

  /** @param connect makes a closed StreamConnection that delivers to the function it is given */
  constructor(connect) {
    this.#connect = connect;
  }

  get size() {
    return this.#ports.size;
  }

  heard(port, { say, last = '' }) {
    if (say === 'gone') return this.#forget(port);
    if (say === 'wake') return void this.#connection?.wake();
    if (say !== 'here') return;
    const known = this.#ports.has(port);
    this.#ports.set(port, 0);
    port.post({ kind: 'beat' });
    if (!known) this.#join(port, last);
  }

  /** Call every `SWEEP_INTERVAL`: who has not spoken for some sweeps is gone without having said so. */
  sweep() {
    for (const [port, quiet] of [...this.#ports]) {
      if (quiet + 1 >= FORGOTTEN_AFTER) this.#forget(port);
      else this.#ports.set(port, quiet + 1);
    }
  }

  close() {
    for (const port of [...this.#ports.keys()]) this.#forget(port);
  }

  #join(port, last) {
    if (!this.#connection) {
      this.#mark(last);
      // what a closed connection still has to say is nobody's business
      const connection = this.#connect((...what) => connection === this.#connection && this.#deliver(...what));
      this.#connection = connection;
      connection.open(last);
      return;
    }
    const place = this.#recent.findLastIndex(({ id }) => id === last);
    if (last !== '' && place >= 0) {
      for (const { id, event } of this.#recent.slice(place + 1)) if (event) post(port, 'event', event, id);
    }
    if (this.#latest.has('stats')) post(port, 'stats', ...this.#latest.get('stats'));
    if (!this.#latest.has('state')) return;
    const [state] = this.#latest.get('state');
    const missed = last !== '' && place < 0 ? 'unknown' : 0;
    post(port, 'state', state.status === 'live' ? { ...state, missed } : state, this.#position);
  }

  #deliver(kind, value, id) {
    if (kind !== 'event') this.#latest.set(kind, [value, id]);
    this.#mark(id, kind === 'event' ? value : undefined);
    for (const port of [...this.#ports.keys()]) post(port, kind, value, id);
  }

  #mark(id, event) {
    if (!id) return;
    this.#position = id;
    if (!event && this.#recent.at(-1)?.id === id) return;
    this.#recent.push({ id, event });
    if (this.#recent.length > REMEMBERED) this.#recent.shift();
  }

  #forget(port) {
    this.#ports.delete(port);
    if (this.#ports.size > 0 || !this.#connection) return;
    this.#connection.close();
    this.#connection = null;
    this.#recent = [];
    this.#latest.clear();
    this.#position = '';
  }
}

function post(port, kind, value, id) {
  port.post({ kind, value, id });
}
