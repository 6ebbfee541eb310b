/**
 * Decides which hint about the connection a widget shows, and when. A loss of some seconds is not shown on air. No DOM.
 *
 *   state                              | hint
 *   -----------------------------------+-----------------------------------------------------------------
 *   away for less than six seconds     | none
 *   away for longer                    | that the widget waits; attempts to reconnect do not restart the time
 *   live                               | none
 *   live on a connection of its own    | once, for twelve seconds, how many widgets can be open
 */
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('widget');

export const AWAY_SHOWN_AFTER = 6_000;
export const ALONE_SHOWN_FOR = 12_000;

const TIMERS = {
  setTimeout: (fn, milliseconds) => globalThis.setTimeout(fn, milliseconds),
  clearTimeout: (id) => globalThis.clearTimeout(id),
};

export class ConnectionHint {
  #say;
  #mayTellAlone;
  #timers;
  #timer;
  #away = null;
  #shown = false;
  #sentence = '';

  /**
   * @param {(sentence: string | null, kind?: 'away' | 'alone') => void} say null takes the hint away
   * @param {boolean} mayTellAlone false in a foreign page's frame, where no page shares a connection and viewers see the hint
   */
  constructor(say, mayTellAlone, timers = TIMERS) {
    this.#say = say;
    this.#mayTellAlone = mayTellAlone;
    this.#timers = timers;
  }

  /** The latest state (twitch-stream.d.ts). */
  heard({ status, alone }) {
    const away = status !== 'live';
    const changed = away !== this.#away;
    if (changed) this.#hide();
    this.#away = away;
    this.#sentence = say(status === 'connecting' ? 'hint.connecting' : 'hint.away');
    if (away && this.#shown) this.#say(this.#sentence, 'away');
    else if (away && changed) this.#later(AWAY_SHOWN_AFTER, () => this.#showAway());
    else if (!away && alone && this.#mayTellAlone) this.#showAlone();
  }

  /** The widget is taken out of its page. */
  leave() {
    this.#timers.clearTimeout(this.#timer);
  }

  #showAway() {
    this.#shown = true;
    this.#say(this.#sentence, 'away');
  }

  #showAlone() {
    this.#mayTellAlone = false;
    this.#say(say('hint.alone'), 'alone');
    this.#later(ALONE_SHOWN_FOR, () => this.#hide());
  }

  #hide() {
    this.#timers.clearTimeout(this.#timer);
    this.#shown = false;
    this.#say(null);
  }

  #later(milliseconds, fn) {
    this.#timer = this.#timers.setTimeout(fn, milliseconds);
  }
}
