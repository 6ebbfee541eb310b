/**
 * A page's end of the way to a hub: says `here` with the last id again and again, and notices when no answer comes.
 * Counts unanswered calls instead of measuring time, so that sleep and throttled timers are not taken for silence. No DOM.
 */
export const CALL_INTERVAL = 15_000;
export const FIRST_CALL_INTERVAL = 4_000;
export const UNANSWERED_LIMIT = 3;

export class HubLink {
  #page;
  #send;
  #onSilence;
  #env;
  #timer;
  #unanswered = 0;
  #answered = false;
  #closed = false;

  /**
   * @param page has `last` (id) and `deliver(kind, value, id)`
   * @param send gives a message to the hub
   * @param {(everAnswered: boolean) => void} onSilence called once
   */
  constructor(page, send, onSilence, env = globalThis) {
    this.#page = page;
    this.#send = send;
    this.#onSilence = onSilence;
    this.#env = env;
  }

  call() {
    if (this.#closed) return;
    this.#env.clearTimeout(this.#timer);
    if (this.#unanswered >= UNANSWERED_LIMIT) return this.fail();
    this.#unanswered++;
    this.#send({ say: 'here', last: this.#page.last });
    this.#timer = this.#env.setTimeout(() => this.call(), this.#answered ? CALL_INTERVAL : FIRST_CALL_INTERVAL);
  }

  heard({ kind, value, id }) {
    if (this.#closed) return;
    this.#unanswered = 0;
    this.#answered = true;
    if (kind !== 'beat') this.#page.deliver(kind, value, id);
  }

  /** The network is back, or somebody looks at the page again. */
  wake() {
    this.#send({ say: 'wake' });
    this.call();
  }

  /** The page goes; it may come back and call again. */
  leave() {
    this.#env.clearTimeout(this.#timer);
    this.#send({ say: 'gone' });
  }

  fail() {
    if (this.#closed) return;
    this.close();
    this.#onSilence(this.#answered);
  }

  close() {
    this.#closed = true;
    this.#env.clearTimeout(this.#timer);
  }
}
