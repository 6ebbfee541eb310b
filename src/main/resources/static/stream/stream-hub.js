/**
 * One connection for many pages; runs in the shared worker, or in the page that leads. Remembers nothing once the last
 * page is gone. No DOM: a port is whatever has `post(message)`.
 *
 * A page says         `{say: 'here', last}` when it comes and every few seconds, `{say: 'wake'}`, `{say: 'gone'}`
 * the hub answers     `{kind: 'beat'}` to each `here`
 * and tells all       `{kind: 'stats' | 'event' | 'state' | 'alerts', value, id}`
 *
 * A port that says `here` for the first time, or again after it was given up, gets what it missed since `last`, then the
 * latest stats, alerts and state. So pages need not know whether the hub is the same one as before.
 *
 *   a new port's `last`                            | what it missed comes from
 *   -----------------------------------------------+---------------------------------------------------------------
 *   none                                           | nowhere: it begins now
 *   a place that this hub passed, or between two   | memory
 *   a place before this hub's first, same run      | the relay's history; until that is read, the port's news wait
 *   a place of another run, or before all history  | nowhere: the state says `missed: "unknown"`
 *
 * The third is usual when a hub begins: of pages that heard the last hub, one had heard more than the other when it died.
 */
import { RecentPlaces, isAfter } from './recent-places.js';

const FORGOTTEN_AFTER = 6; // sweeps, not time: after a computer's sleep nobody has spoken for long

export const SWEEP_INTERVAL = 30_000; // a hidden page's timers may run once a minute only

export class StreamHub {
  #connect;
  #readHistory;
  #connection = null;
  #ports = new Map(); // {quiet: sweeps since it spoke, held: messages that wait or null}
  #recent = new RecentPlaces();
  #latest = new Map();

  /**
   * @param connect makes a closed StreamConnection that delivers to the function it is given
   * @param {() => Promise<Array<{id: string, message: object}>>} readHistory newest first; may fail
   */
  constructor(connect, readHistory) {
    this.#connect = connect;
    this.#readHistory = readHistory;
  }

  get size() {
    return this.#ports.size;
  }

  heard(port, { say, last = '' }) {
    if (say === 'gone') return this.#forget(port);
    if (say === 'wake') return void this.#connection?.wake();
    if (say !== 'here') return;
    const known = this.#ports.get(port);
    if (known) known.quiet = 0;
    else this.#ports.set(port, { quiet: 0, held: null });
    port.post({ kind: 'beat' });
    if (!known) this.#join(port, last);
  }

  /** Call every `SWEEP_INTERVAL`: who has not spoken for some sweeps is gone without having said so. */
  sweep() {
    for (const [port, entry] of [...this.#ports]) if (++entry.quiet >= FORGOTTEN_AFTER) this.#forget(port);
  }

  close() {
    for (const port of [...this.#ports.keys()]) this.#forget(port);
  }

  #join(port, last) {
    if (!this.#connection) {
      this.#recent.mark(last);
      // what a closed connection still has to say is nobody's business
      const connection = this.#connect((...what) => connection === this.#connection && this.#deliver(...what));
      this.#connection = connection;
      connection.open(last);
      return;
    }
    const missed = last === '' ? [] : this.#recent.after(last);
    if (missed) this.#welcome(port, missed, 0);
    else this.#catchUp(port, last);
  }

  async #catchUp(port, last) {
    const entry = this.#ports.get(port);
    entry.held = [];
    const history = await this.#readHistory().catch(() => []);
    if (this.#ports.get(port) !== entry) return; // it left meanwhile
    const missed = history.filter(({ id, message }) => message?.type === 'event' && isAfter(id, last)).reverse();
    const complete = history.some(({ id }) => id === last || isAfter(last, id));
    const { held } = entry;
    entry.held = null;
    const news = new Set(held.map(({ id, kind }) => kind === 'event' && id));
    this.#welcome(
      port,
      missed.filter(({ id }) => !news.has(id)).map(({ id, message }) => ({ id, event: message })),
      complete ? 0 : 'unknown',
    );
    for (const message of held) port.post(message);
  }

  /** @param {0 | 'unknown'} hole whether something may have been missed that does not come */
  #welcome(port, missed, hole) {
    for (const { id, event } of missed) port.post({ kind: 'event', value: event, id });
    for (const kind of ['stats', 'alerts']) {
      if (!this.#latest.has(kind)) continue;
      const [value, id] = this.#latest.get(kind);
      port.post({ kind, value, id });
    }
    if (!this.#latest.has('state')) return;
    const [state] = this.#latest.get('state');
    const value = state.status === 'live' ? { ...state, missed: hole } : state;
    port.post({ kind: 'state', value, id: this.#recent.position });
  }

  #deliver(kind, value, id) {
    if (kind !== 'event') this.#latest.set(kind, [value, id]);
    this.#recent.mark(id, kind === 'event' ? value : undefined);
    const message = { kind, value, id };
    for (const [port, { held }] of [...this.#ports]) {
      if (held) held.push(message);
      else port.post(message);
    }
  }

  #forget(port) {
    this.#ports.delete(port);
    if (this.#ports.size > 0 || !this.#connection) return;
    this.#connection.close();
    this.#connection = null;
    this.#recent.clear();
    this.#latest.clear();
  }
}
