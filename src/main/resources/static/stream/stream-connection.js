/**
 * Keeps one event stream open, whatever happens to it. No DOM: the surroundings (EventSource, timers, clock, chance)
 * come in, so that the same class works in a page, in a worker and in a test.
 *
 * A browser's own reconnect is not used. It gives up for good after any answer but 200, does not know the id that
 * `hello` carries, and comes back after the same delay as everybody else. So every loss takes one way here: close,
 * wait, open again with the last id.
 */
import { backoff } from './backoff.js';

export const SILENCE_LIMIT = 40_000; // the server pings after 15 s; two pings lost and some patience
export const STALE_AFTER = 60_000; // what a widget shows may be wrong by then
const HEALTHY_AFTER = 10_000; // a stream that breaks sooner does not reset the backoff

const inThisBrowser = () => ({
  EventSource: globalThis.EventSource,
  setTimeout: (fn, ms) => globalThis.setTimeout(fn, ms),
  clearTimeout: (id) => globalThis.clearTimeout(id),
  now: () => Date.now(), // goes on while the computer sleeps
  random: Math.random,
});

export class StreamConnection {
  #url;
  #deliver;
  #env;
  #source = null;
  #lastEventId = '';
  #attempt = 0;
  #everLive = false;
  #awaySince = null;
  #state = { status: 'connecting' };
  #lastLife = 0;
  #liveSince = 0;
  #timer;

  /**
   * @param {string} url address of the event stream
   * @param {(kind: 'stats' | 'event' | 'state' | 'alerts', value: object, id: string) => void} deliver with a
   *     state comes the id that the next attempt would go on after; alerts have none
   */
  constructor(url, deliver, env = {}) {
    this.#url = url;
    this.#deliver = deliver;
    this.#env = { ...inThisBrowser(), ...env };
  }

  /** @param {string} [lastEventId] goes on after this one */
  open(lastEventId = '') {
    if (lastEventId !== '') this.#lastEventId = lastEventId;
    this.#connect();
  }

  close() {
    this.#drop();
  }

  /** Something changed for the better (network back, page visible again): do not sit out a long pause. */
  wake() {
    if (this.#state.status === 'live') this.#watch();
    else if (this.#state.retryIn !== undefined) this.#connect();
  }

  #connect() {
    this.#drop();
    this.#become({ status: this.#away() });
    const source = (this.#source = new this.#env.EventSource(this.#address()));
    const on = (name, react) =>
      source.addEventListener(name, (event) => {
        if (source === this.#source) react(event);
      });
    on('open', () => this.#alive());
    on('ping', () => this.#alive());
    on('hello', (event) => this.#greeted(parse(event.data)));
    on('message', (event) => this.#received(event));
    on('alerts', (event) => this.#controlled(parse(event.data)));
    on('bye', (event) => this.#dismissed(parse(event.data)));
    on('error', () => this.#lost('the connection broke or was refused'));
    this.#alive();
    this.#watch();
  }

  #address() {
    if (this.#lastEventId === '') return this.#url;
    return `${this.#url}${this.#url.includes('?') ? '&' : '?'}lastEventId=${encodeURIComponent(this.#lastEventId)}`;
  }

  #alive() {
    this.#lastLife = this.#env.now();
  }

  #greeted(hello) {
    this.#alive();
    if (typeof hello?.id === 'string') this.#lastEventId = hello.id;
    this.#live(hello?.missed ?? 0);
  }

  #received(event) {
    this.#alive();
    const message = parse(event.data);
    if (event.lastEventId) this.#lastEventId = event.lastEventId;
    if (this.#state.status !== 'live') this.#live(0);
    if (message?.type === 'stats' || message?.type === 'event') {
      this.#deliver(message.type, message, event.lastEventId);
    }
  }

  #controlled(alerts) {
    this.#alive();
    if (alerts) this.#deliver('alerts', alerts, '');
  }

  #live(missed) {
    this.#everLive = true;
    this.#awaySince = null;
    this.#liveSince = this.#env.now();
    this.#become({ status: 'live', missed });
  }

  /** The server shuts down as planned and spreads its clients over time: keep to the delay it gave us. */
  #dismissed(bye) {
    const delay = Number.isFinite(bye?.retry) ? bye.retry : undefined;
    this.#lost('the server is restarting', delay);
  }

  #lost(reason, delay) {
    if (this.#state.status === 'live' && this.#env.now() - this.#liveSince >= HEALTHY_AFTER) this.#attempt = 0;
    const retryIn = Math.round(delay ?? backoff(this.#attempt++, this.#env.random));
    this.#drop();
    this.#become({ status: this.#away(), reason, retryIn });
    this.#timer = this.#env.setTimeout(() => this.#connect(), retryIn);
  }

  /** One timer looks how long ago the last sign of life was, so a message costs nothing but a clock reading. */
  #watch() {
    this.#env.clearTimeout(this.#timer);
    const now = this.#env.now();
    this.#lastLife = Math.min(this.#lastLife, now); // somebody may have set the clock back
    const left = this.#lastLife + SILENCE_LIMIT - now;
    if (left <= 0) this.#lost('nothing was heard for too long');
    else this.#timer = this.#env.setTimeout(() => this.#watch(), left);
  }

  #away() {
    if (!this.#everLive) return 'connecting';
    this.#awaySince ??= this.#env.now();
    return this.#env.now() - this.#awaySince >= STALE_AFTER ? 'stale' : 'reconnecting';
  }

  #drop() {
    this.#env.clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #become(state) {
    this.#state = state;
    this.#deliver('state', state, this.#lastEventId);
  }
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // not from this relay; a widget has no use for it
  }
}
