import { Moment, nextLook } from './moment.js';
import { subscribeWithPast } from './past-events.js';
import { isTest } from './test-events.js';
import { currentStream } from './uptime.js';
import { WidgetElement } from './widget-element.js';

/** Test events may lie before the latest real ones. */
const PAST_EVENTS = 20;
const LONGEST_TIMER = 2 ** 31 - 1;

/** A panel that is there while something goes on. It has no timer while nothing does. */
export const MOMENT_STYLE = `
  .panel { transition: opacity 0.4s, visibility 0.4s; }
  .panel.gone { opacity: 0; visibility: hidden; }
`;

/**
 * A widget for something that goes on for a while (moment.js). A widget gives `panel`, and the methods `types()`, `told(message)` and
 * `paint(told, now)`.
 */
export class MomentElement extends WidgetElement {
  /** @type {HTMLElement} */
  panel;
  #moment;
  #ahead = 0;
  #timer;

  connected() {
    this.#moment = new Moment();
    this.panel.classList.add('gone');
    this.onLeave(() => clearTimeout(this.#timer));
    this.onLeave(subscribeWithPast(this.types(), PAST_EVENTS, (message) => this.offer(message)).end);
    this.#askForClock();
  }

  /** @returns {string[]} the event types that tell it, all of them */
  types() {
    return this.constructor.needs(this.options);
  }

  /** Takes a message of the stream, or a made-up one. @returns {boolean} whether it is one of the types */
  offer(message) {
    if (!this.types().includes(message.event)) return false;
    this.#moment.heard(this.told(message), isTest(message), this.#now());
    this.#lookIn(0);
    return true;
  }

  /** What Twitch says of times is by a right clock, and the relay's is nearer to it than a browser's that is a day wrong. */
  async #askForClock() {
    const { ahead } = await currentStream().catch(() => ({ ahead: 0 }));
    this.#ahead = ahead;
    if (this.isConnected) this.#lookIn(0);
  }

  #now() {
    return Date.now() + this.#ahead;
  }

  #lookIn(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), Math.min(LONGEST_TIMER, milliseconds));
  }

  #look() {
    const now = this.#now();
    const told = this.#moment.at(now);
    this.panel.classList.toggle('gone', told === null);
    if (told === null) return;
    this.paint(told, now);
    this.#lookIn(Math.max(20, nextLook(told, now)));
  }
}
