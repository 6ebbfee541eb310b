/**
 * One alert after another. Alerts last `longest` while nobody waits and `shortest` while somebody does, unless an alert has a
 * span of its own; between two is a pause. Gifts are folded (gift-folding.js), and of more than five follows in ten seconds becomes one alert that rolls:
 *
 *   follows in 10 s | a follow is on air | a follow waits | what a new follow does
 *   ----------------+--------------------+----------------+-----------------------------------------------
 *   up to 5         | any                | any            | waits for its own alert
 *   more            | yes                | any            | the one on air takes it and all that wait, and rolls on
 *   more            | no                 | yes            | those that wait become one, with it
 *   more            | no                 | no             | waits as the first of a rolling one
 *
 * Ten seconds with fewer than six follows heal it. A rolling alert lasts `shortest` after its latest follow, but not
 * longer than twice `longest` while others wait.
 *
 * When the next alert has waited for longer than `patience`, all that wait and are of its kind become one with it. So the
 * queue then has one alert of each kind at most. The time of a pause does not count.
 *
 *   order              | what it does
 *   -------------------+--------------------------------------------------------------------------------------
 *   pause, resume      | between them nothing new comes on air; the alert on air stays to its end
 *   skip               | ends the alert on air; if there is none, drops the next
 *   skip with an event | drops the alert that tells this event, on air or waiting
 *   clear              | ends the alert on air, and drops all that wait
 *   replay             | tells an event again, as the next alert; behind earlier replays that wait
 *
 * No DOM, no clock of its own.
 */
import { alertOf, gifted, join } from './alert.js';
import { isFromSharedChat } from '../../words/events.js';
import { GiftFolding } from './gift-folding.js';

export const PAUSE = 600;
export const STORM_SPAN = 10_000;
export const STORM_ABOVE = 5;
const MOST_WAITING = 300;

export class AlertQueue {
  #shortest;
  #longest;
  #patience;
  #kinds;
  #shared;
  #describe;
  #prepare;
  #gifts = new GiftFolding();
  #waiting = [];
  #current = null;
  #freeAt = 0;
  #follows = [];
  #pausedAt = null;
  #clearedUntil = -1;

  /**
   * @param kinds which are shown at all: follow, sub, resub, gift, cheer, raid, online …
   * @param shared whether events of the other channels of a shared chat are shown, too
   * @param describe see `alertOf`; without it, only types with alerts of their own are shown
   * @param prepare called with each alert that comes on air, to set its variation, `span` and `least`; it has to depend on the
   *     alert only, because all widgets show the same
   */
  constructor({ shortest, longest, patience, kinds, shared = false, describe, prepare = () => {} }) {
    this.#shortest = Math.min(shortest, longest);
    this.#longest = longest;
    this.#patience = patience;
    this.#kinds = new Set(kinds);
    this.#shared = shared;
    this.#describe = describe;
    this.#prepare = prepare;
  }

  /** @returns {readonly Alert[]} those that wait, the next first */
  get waiting() {
    return this.#waiting;
  }

  /** @returns {Alert | null} the alert on air, as of the latest `at` */
  get current() {
    return this.#current;
  }

  get paused() {
    return this.#pausedAt !== null;
  }

  /** A message of the stream. @param {string} [id] its id in the stream; an event without one is of this page only */
  offer(message, now, id = '') {
    if (id !== '' && placeOf(id) <= this.#clearedUntil) return;
    const { event, data } = message;
    if (!this.#shared && isFromSharedChat(data)) return;
    if (event === 'channel.subscription.gift') this.#gifts.gift(message, now);
    if (event === 'channel.subscribe' && data?.is_gift === true) return this.#gifts.recipient({ ...message, id }, now);
    const alert = alertOf(message, id, now, this.#describe);
    if (!this.#kinds.has(alert?.kind)) return;
    if (alert.kind === 'follow' && this.#isStorm(now)) this.#roll(alert, now);
    else this.#enqueue(alert);
  }

  /** Carries out an order (twitch-stream.d.ts). */
  order({ do: action, id, until, message }, now) {
    if (action === 'pause') this.pause(now);
    else if (action === 'resume') this.resume(now);
    else if (action === 'skip') this.#skip(id, now);
    else if (action === 'clear') this.#clear(until, now);
    else if (action === 'replay') this.#replay(message, id, now);
  }

  pause(now) {
    this.#pausedAt ??= now;
  }

  resume(now) {
    if (!this.paused) return;
    for (const alert of this.#waiting) alert.offeredAt += now - Math.max(this.#pausedAt, alert.offeredAt);
    this.#pausedAt = null;
  }

  #skip(id, now) {
    if (id === undefined ? this.#current : this.#current?.ids.includes(id)) this.#end(now);
    else if (id === undefined) this.#waiting.shift();
    else this.#waiting = this.#waiting.filter(({ ids }) => !ids.includes(id));
  }

  /** An event from before the order may come after it. */
  #clear(until, now) {
    this.#clearedUntil = Math.max(this.#clearedUntil, placeOf(until));
    if (this.#current) this.#end(now);
    this.#waiting = [];
    this.#gifts.clear();
  }

  #replay(message, id, now) {
    const alert = alertOf(message, id, now, this.#describe);
    if (!this.#kinds.has(alert?.kind)) return;
    const place = this.#waiting.findIndex(({ again }) => !again);
    this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, { ...alert, apart: true, again: true });
  }

  /** Moves on. @returns {Alert | null} what is to be on air now; the same object while it is the same alert */
  at(now) {
    for (const messages of this.#gifts.given(now)) {
      if (this.#kinds.has('gift')) this.#enqueue(gifted(messages, now, this.#describe));
    }
    if (this.#current && now >= this.#endOfCurrent()) this.#end(now);
    if (!this.#current && now >= this.#freeAt && this.#mayBegin()) {
      const next = this.#waiting[0];
      if (now - next.offeredAt > this.#patience) this.#gather(next);
      this.#current = this.#waiting.shift();
      this.#current.since = now;
      this.#prepare(this.#current);
    }
    return this.#current;
  }

  /** When to call `at` next; Infinity if only a message or an order can change anything. */
  get nextAt() {
    const own = this.#current ? this.#endOfCurrent() : this.#mayBegin() ? this.#freeAt : Infinity;
    return Math.min(own, this.#gifts.nextAt);
  }

  #mayBegin() {
    return this.#waiting.length > 0 && !this.paused;
  }

  #end(now) {
    this.#freeAt = now + PAUSE;
    this.#current = null;
  }

  #endOfCurrent() {
    const { since, rolledAt, span, least = 0 } = this.#current;
    const others = this.#mayBegin();
    const usual = others ? this.#shortest : this.#longest;
    if (rolledAt === undefined) return since + Math.max(span ?? usual, least);
    const quiet = Math.max(since, rolledAt) + this.#shortest;
    return others ? Math.min(quiet, since + 2 * this.#longest) : quiet;
  }

  #isStorm(now) {
    this.#follows = [...this.#follows.filter((time) => time > now - STORM_SPAN), now].slice(-STORM_ABOVE - 1);
    return this.#follows.length > STORM_ABOVE;
  }

  #roll(alert, now) {
    const isFollow = ({ kind, apart }) => kind === 'follow' && !apart;
    const others = this.#waiting.filter(isFollow);
    const onAir = this.#current && isFollow(this.#current) ? this.#current : null;
    const rolling = onAir ?? others.shift() ?? alert;
    this.#waiting = this.#waiting.filter((one) => !isFollow(one) || one === rolling);
    for (const one of [...others, alert]) if (one !== rolling) join(rolling, one);
    rolling.who = alert.who;
    rolling.rolledAt = now;
    if (rolling === alert) this.#enqueue(alert);
  }

  /** All that wait and are of one kind become one, told by the name of who gave most. */
  #gather(first) {
    const crowd = this.#waiting.filter(({ kind, apart }) => kind === first.kind && !apart);
    if (first.apart || crowd.length < 2) return;
    const most = crowd.reduce((best, one) => (one.count > best.count ? one : best));
    const { who } = most;
    const [told, ...rest] = crowd;
    for (const one of rest) join(told, one);
    const count = told.kind === 'resub' ? 1 + told.others : told.count; // a sum of months would tell nothing
    Object.assign(told, { who, count, message: null, data: {} });
    this.#waiting = this.#waiting.filter((one) => !rest.includes(one));
  }

  #enqueue(alert) {
    this.#waiting.push(alert);
    if (this.#waiting.length > MOST_WAITING) this.#gather(this.#waiting.find(({ apart }) => !apart) ?? alert);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }
}

/** The number in an id, which grows over all runs of the relay. */
function placeOf(id) {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}
