/**
 * How long the stream has been on: as the relay knows it (/api/status), or by `stream.online` when that comes while we look.
 * No DOM.
 */
import { relay } from './address.js';

export class Uptime {
  #onChange;
  #ask;
  #began = null;
  #live = false;

  /** @param ask gives the milliseconds since 1970 at which the stream began, or null */
  constructor(onChange, ask = askRelay) {
    this.#onChange = onChange;
    this.#ask = ask;
  }

  /** The latest stats say so. */
  async live(live) {
    if (live === this.#live) return;
    this.#live = live;
    this.#began = null;
    if (!live) return;
    const began = await this.#ask().catch(() => null);
    if (!this.#live || this.#began !== null) return;
    this.#began = began;
    this.#onChange();
  }

  /** A message of the stream. */
  event({ event, data }) {
    if (event !== 'stream.online') return;
    const began = Date.parse(data?.started_at);
    this.#live = true;
    this.#began = Number.isNaN(began) ? Date.now() : began;
    this.#onChange();
  }

  /** @returns {string} `1:02:03`, or nothing where it is not known */
  at(now) {
    return this.#live && this.#began !== null ? clockOf(now - this.#began) : '';
  }
}

async function askRelay() {
  return (await currentStream()).began;
}

/**
 * The stream that is on, as the relay knows it.
 * @returns {Promise<{id: string, began: number | null}>} Twitch's id and milliseconds since 1970; empty and null where it
 *     does not know
 */
export async function currentStream() {
  const answer = await fetch(relay('api/status'), { cache: 'no-store' });
  const { stream } = await answer.json();
  const began = Date.parse(stream?.startedAt);
  return { id: stream?.id ?? '', began: Number.isNaN(began) ? null : began };
}

/** `1:02:03`; hours always, so that the width stays. */
export function clockOf(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
