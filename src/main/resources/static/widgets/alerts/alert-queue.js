/**
 * One alert after another. Alerts last `longest` while nobody waits and `shortest` while somebody does; between two is a
 * pause. Gifts are folded (gift-folding.js), and of more than five follows in ten seconds becomes one alert that rolls:
 *
 *   follows in 10 s | a follow is on air | a follow waits | what a new follow does
 *   ----------------+--------------------+----------------+-----------------------------------------------
 *   up to 5         | any                | any            | waits for its own alert
 *   more            | yes                | any            | the one on air takes it and all that wait, and rolls on
 *   more            | no                 | yes            | those that wait become one, with it
 *   more            | no                 | no             | waits as the first of a rolling one
 *
 * Ten seconds with fewer than six follows heal it. A rolling alert lasts `shortest` after its latest follow, but not
 * longer than twice `longest` while others wait. No DOM, no clock of its own.
 */
import { countOf, describeEvent, isFromSharedChat } from '../../words/events.js';
import { GiftFolding } from './gift-folding.js';

export const PAUSE = 600;
export const STORM_SPAN = 10_000;
export const STORM_ABOVE = 5;
const MOST_WAITING = 300;

/** @typedef {{kind: string, who: string | null, text: string, message: string | null, count: number, data: object}} Alert */

export class AlertQueue {
  #shortest;
  #longest;
  #kinds;
  #shared;
  #gifts = new GiftFolding();
  #waiting = [];
  #current = null;
  #freeAt = 0;
  #follows = [];

  /**
   * @param kinds which are shown at all: follow, sub, resub, gift, cheer, raid, online …
   * @param shared whether events of the other channels of a shared chat are shown, too
   */
  constructor({ shortest, longest, kinds, shared = false }) {
    this.#shortest = Math.min(shortest, longest);
    this.#longest = longest;
    this.#kinds = new Set(kinds);
    this.#shared = shared;
  }

  get waiting() {
    return this.#waiting.length;
  }

  /** A message of the stream. */
  offer(message, now) {
    const { event, data } = message;
    if (!this.#shared && isFromSharedChat(data)) return;
    if (event === 'channel.subscription.gift') this.#gifts.gift(message, now);
    if (event === 'channel.subscribe' && data?.is_gift === true) return this.#gifts.recipient(message, now);
    const alert = alertOf(message);
    if (!this.#kinds.has(alert.kind)) return;
    if (alert.kind === 'follow' && this.#isStorm(now)) this.#roll(alert, now);
    else this.#enqueue(alert);
  }

  /** Moves on. @returns {Alert | null} what is to be on air now; the same object while it is the same alert */
  at(now) {
    for (const messages of this.#gifts.given(now)) {
      if (this.#kinds.has('gift')) this.#enqueue(gifted(messages));
    }
    if (this.#current && now >= this.#endOfCurrent()) {
      this.#freeAt = now + PAUSE;
      this.#current = null;
    }
    if (!this.#current && now >= this.#freeAt && this.#waiting.length > 0) {
      this.#current = this.#waiting.shift();
      this.#current.since = now;
    }
    return this.#current;
  }

  /** When to call `at` next; Infinity if only a message can change anything. */
  get nextAt() {
    const own = this.#current ? this.#endOfCurrent() : this.#waiting.length > 0 ? this.#freeAt : Infinity;
    return Math.min(own, this.#gifts.nextAt);
  }

  #endOfCurrent() {
    const { since, rolledAt } = this.#current;
    const others = this.#waiting.length > 0;
    if (rolledAt === undefined) return since + (others ? this.#shortest : this.#longest);
    const quiet = Math.max(since, rolledAt) + this.#shortest;
    return others ? Math.min(quiet, since + 2 * this.#longest) : quiet;
  }

  #isStorm(now) {
    this.#follows = [...this.#follows.filter((time) => time > now - STORM_SPAN), now].slice(-STORM_ABOVE - 1);
    return this.#follows.length > STORM_ABOVE;
  }

  #roll(alert, now) {
    const isFollow = ({ kind }) => kind === 'follow';
    const others = this.#waiting.filter(isFollow);
    const onAir = this.#current && isFollow(this.#current) ? this.#current : null;
    const rolling = onAir ?? others.shift() ?? alert;
    this.#waiting = this.#waiting.filter((one) => !isFollow(one) || one === rolling);
    for (const one of [...others, alert]) if (one !== rolling) rolling.count += one.count;
    rolling.who = alert.who;
    rolling.rolledAt = now;
    if (rolling === alert) this.#enqueue(alert);
  }

  #enqueue(alert) {
    this.#waiting.push(alert);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }
}

function alertOf({ event, data }) {
  return { ...describeEvent(event, data), data: data ?? {}, count: countOf(event, data ?? {}) };
}

/** Recipients whose gift never came. */
function gifted(messages) {
  const alert = alertOf(messages.at(-1));
  if (messages.length === 1) return { ...alert, kind: 'gift' };
  const text = `and ${messages.length - 1} more received gifted subscriptions`;
  return { ...alert, kind: 'gift', text, count: messages.length };
}
