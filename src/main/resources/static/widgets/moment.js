/**
 * The one thing of its kind that goes on: a hype train, a poll, an ad break. Twitch tells it in several events, which may change
 * places on their way. No DOM, no clock of its own.
 *
 *   an event                                     | does
 *   ---------------------------------------------+--------------------------------------------------------------
 *   of one that began before the known one       | nothing: it comes late
 *   of the known one, from an earlier step of it | nothing
 *   any other                                    | is what goes on, until its time is over
 *   a test event                                 | is shown for a moment (test-events.js), before what goes on
 */
import { TEST_SHOWN_FOR } from './test-events.js';

/**
 * How long to wait for the event that tells an end. Without it, what is over would stay: a relay that was away may have missed
 * it.
 */
export const LATE_END = 15_000;

/**
 * @typedef {object} Told what a widget understood of an event; it adds what it shows
 * @property {string} id the same in all events of one thing
 * @property {number} began milliseconds since 1970
 * @property {number} step larger in each later event
 * @property {number} until when it leaves
 * @property {number | null} endsAt the time that a countdown shows; null for none
 */

export class Moment {
  /** @type {Told | null} */
  #real = null;
  #test = null;

  /**
   * @param {Told | null} told null for what is no such event
   * @param {boolean} isTest
   * @param {number} now by the relay's clock
   */
  heard(told, isTest, now) {
    if (told === null) return;
    if (isTest) this.#test = { ...told, until: Math.min(told.until, now + TEST_SHOWN_FOR) };
    else if (this.#real === null || isLater(told, this.#real)) this.#real = told;
  }

  /** @returns {Told | null} what is shown now */
  at(now) {
    return [this.#test, this.#real].find((one) => one !== null && one.until > now) ?? null;
  }
}

function isLater(one, known) {
  return one.id === known.id ? one.step >= known.step : one.began >= known.began;
}

/** When to look at it again: at each full second of its countdown, and when it leaves. */
export function nextLook({ endsAt, until }, now) {
  const second = endsAt !== null && endsAt > now ? (endsAt - now) % 1_000 || 1_000 : Infinity;
  return Math.min(second, until - now);
}
