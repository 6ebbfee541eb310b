/**
 * Runs an alert queue on this page: gives it the stream's events and the orders of whoever controls alerts, and calls it
 * when its next alert is due. All pages get the same, so all widgets with the same options show the same.
 *
 *   page                                    | its queue begins
 *   ----------------------------------------+------------------------------------------------------------------
 *   is reloaded, or opened during a pause   | as if it had been open all the time (alert-history.js)
 *   the dashboard's view, `whole`           | likewise
 *   is opened otherwise                     | empty: the first alert is the next event
 *
 * After a lost connection the queue goes on as it is. Events that were missed come then. Of the orders that were missed, a
 * plain `skip` is left out, because it meant an alert that is over.
 */
import { relay } from '../../address.js';
import { subscribe } from '../../twitch-stream.js';

const SHORTEST_WAIT = 20;
const PATIENCE = 4_000;
const MOST_EVENTS = 500; // refused by a relay whose history is set to less; then its default has to do

const THIS_PAGE = {
  subscribe,
  ask,
  isReloaded,
  now: () => Date.now(),
  setTimeout: (fn, milliseconds) => globalThis.setTimeout(fn, milliseconds),
  clearTimeout: (id) => globalThis.clearTimeout(id),
};

export class AlertSchedule {
  #queue;
  #changed;
  #accepts;
  #whole;
  #env;
  #timer;
  #muted = false;
  #latest = -Infinity; // the time of the latest order that was carried out; it names the order
  #begun = false;
  #away = true;
  #held = null; // what comes while the queue is rebuilt
  #leave = [];

  /**
   * @param {AlertQueue} queue a new one
   * @param {() => void} changed called after anything may have changed
   * @param {(message: object) => boolean} [options.accepts] which events count
   * @param {boolean} [options.whole] begins with what waits already, however the page was opened
   */
  constructor(queue, changed, { accepts = () => true, whole = false } = {}, env = THIS_PAGE) {
    this.#queue = queue;
    this.#changed = changed;
    this.#accepts = accepts;
    this.#whole = whole;
    this.#env = env;
  }

  get muted() {
    return this.#muted;
  }

  /** @param {boolean} [controlled] false for a preview, which nobody pauses */
  start(controlled = true) {
    this.#leave.push(this.#env.subscribe('event', (message, id) => this.#hear(() => this.offer(message, id), id)));
    if (!controlled) return;
    this.#leave.push(this.#env.subscribe('alerts', (control) => this.#controlled(control)));
    this.#leave.push(this.#env.subscribe('state', ({ status }) => (this.#away ||= status !== 'live')));
  }

  stop() {
    for (const leave of this.#leave.splice(0)) leave();
    this.#env.clearTimeout(this.#timer);
  }

  /** A message of the stream, or without id a message of this page only. */
  offer(message, id) {
    if (!this.#accepts(message)) return;
    this.#queue.offer(message, this.#env.now(), id);
    this.#move();
  }

  #controlled(control) {
    const returned = this.#away;
    this.#away = false;
    if (this.#begun) return this.#hear(() => this.#carryOut(control, returned));
    this.#begun = true;
    if (this.#whole || control.paused || this.#env.isReloaded()) this.#rebuild(control);
    else this.#beginWith(control);
  }

  #carryOut(control, returned) {
    for (const command of control.commands) {
      const isLate = returned && command.do === 'skip' && command.id === undefined;
      if (command.at > this.#latest && !isLate) this.#queue.order(command, this.#env.now());
    }
    this.#beginWith(control);
  }

  #beginWith({ paused, muted, commands }) {
    const now = this.#env.now();
    if (paused) this.#queue.pause(now);
    else this.#queue.resume(now);
    this.#muted = muted;
    this.#latest = Math.max(this.#latest, commands.at(-1)?.at ?? -Infinity);
    this.#move();
  }

  /** Asks for the control again, because only that answer has the relay's time. */
  async #rebuild(first) {
    this.#held = [];
    try {
      const { horizon, rebuild } = await import('./alert-history.js'); // most pages never need it
      const control = await this.#env.ask('api/alerts');
      const since = horizon(control, control.time);
      const events = await this.#env.ask(`api/twitch/events?since=${new Date(since).toISOString()}`, MOST_EVENTS);
      const accepted = events.filter(({ message }) => this.#accepts(message));
      const now = this.#env.now();
      rebuild(this.#queue, control, accepted, since, now - control.time, now);
      this.#finish(control, new Set(events.map(({ id }) => id)));
    } catch {
      this.#finish(first, new Set()); // then it begins empty
    }
  }

  #finish(control, known) {
    const held = this.#held;
    this.#held = null;
    this.#beginWith(control);
    for (const act of held) act(known);
  }

  #hear(act, id) {
    if (this.#held) this.#held.push((known) => known.has(id) || act());
    else act();
  }

  #move() {
    this.#env.clearTimeout(this.#timer);
    const now = this.#env.now();
    this.#queue.at(now);
    this.#changed();
    const { nextAt } = this.#queue;
    if (nextAt < Infinity) this.#timer = this.#env.setTimeout(() => this.#move(), Math.max(SHORTEST_WAIT, nextAt - now));
  }
}

function isReloaded() {
  return performance.getEntriesByType('navigation')[0]?.type === 'reload';
}

/** @param {number} [limit] of a list */
async function ask(path, limit) {
  const read = (address) => fetch(relay(address), { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  let answer = await read(limit ? `${path}&limit=${limit}` : path);
  if (limit && answer.status === 400) answer = await read(path);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
