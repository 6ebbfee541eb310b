/** A clock that stands still until told otherwise, with its timers. */
export class ManualClock {
  #now = 1_000_000;
  #timers = new Map();
  #ids = 0;

  now = () => this.#now;
  clearTimeout = (id) => void this.#timers.delete(id);

  setTimeout = (fn, milliseconds) => {
    this.#timers.set(++this.#ids, { fn, at: this.#now + milliseconds });
    return this.#ids;
  };

  get pending() {
    return this.#timers.size;
  }

  /** Lets time pass, timer by timer. */
  advance(milliseconds) {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].fn();
    }
    this.#now = end;
  }

  /** The computer sleeps, or somebody sets the clock: time passes and no timer notices. */
  jump(milliseconds) {
    this.#now += milliseconds;
    for (const timer of this.#timers.values()) timer.at += milliseconds;
  }
}

/** EventSources that connect to nobody and say what the test has them say. */
export function scriptedEventSource() {
  return class ScriptedEventSource extends EventTarget {
    static opened = [];

    static get last() {
      return this.opened.at(-1);
    }

    constructor(url) {
      super();
      this.url = url;
      this.closed = false;
      ScriptedEventSource.opened.push(this);
    }

    close() {
      this.closed = true;
    }

    #say(name, properties) {
      this.dispatchEvent(Object.assign(new Event(name), properties));
    }

    hello(id, missed = 0) {
      this.#say('hello', { data: JSON.stringify({ id, missed }) });
    }

    message(id, message) {
      this.#say('message', { data: typeof message === 'string' ? message : JSON.stringify(message), lastEventId: id });
    }

    alerts(control) {
      this.#say('alerts', { data: typeof control === 'string' ? control : JSON.stringify(control) });
    }

    ping() {
      this.#say('ping', { data: '{}' });
    }

    bye(retry) {
      this.#say('bye', { data: JSON.stringify({ retry }) });
    }

    fail() {
      this.#say('error', {});
    }
  };
}
