/**
 * The time since the stream began. The begin comes from /api/status, or from `stream.online` while the page is open. The
 * relay's clock counts, because a browser's clock may be a day wrong. No DOM.
 */
import { recentStatus } from '../relay-status.js';

/** A smaller difference between the clocks may be the time that the answer took. */
const LEAST_DIFFERENCE = 2_000;

export class Uptime {
  #onChange;
  #ask;
  #began = null;
  #ahead = null;
  #live = false;

  /** @param ask see {@link currentStream} */
  constructor(onChange, ask = currentStream) {
    this.#onChange = onChange;
    this.#ask = ask;
  }

  /** The latest stats say so. */
  async live(live) {
    if (live === this.#live) return;
    this.#live = live;
    this.#began = null;
    if (live) await this.#askRelay();
  }

  /** A message of the stream. */
  async event({ event, data }) {
    if (event !== 'stream.online') return;
    const began = Date.parse(data?.started_at);
    this.#live = true;
    this.#began = Number.isNaN(began) ? null : began;
    if (this.#began === null || this.#ahead === null) await this.#askRelay();
    else this.#onChange();
  }

  async #askRelay() {
    const { began, ahead } = await this.#ask().catch(() => ({ began: null, ahead: 0 }));
    this.#ahead = ahead;
    if (this.#live) this.#began ??= began;
    this.#onChange();
  }

  /**
   * @param {number} now by this browser's clock
   * @returns {string} `1:02:03`, or nothing where it is not known
   */
  at(now) {
    const known = this.#live && this.#began !== null && this.#ahead !== null;
    return known ? clockOf(now + this.#ahead - this.#began) : '';
  }
}

/**
 * The stream that is on, as the relay knows it.
 * @returns {Promise<{id: string, began: number | null, ahead: number}>} Twitch's id and milliseconds since 1970, empty and
 *     null where the relay does not know; `ahead` is how far the relay's clock is before this browser's, in milliseconds
 */
export async function currentStream() {
  const { status, failure } = await recentStatus();
  if (!status) throw new Error(failure.key);
  const began = Date.parse(status.stream?.startedAt);
  const ahead = Date.parse(status.time) - Date.now();
  return {
    id: status.stream?.id ?? '',
    began: Number.isNaN(began) ? null : began,
    ahead: Math.abs(ahead) >= LEAST_DIFFERENCE ? ahead : 0,
  };
}

/** `1:02:03`; hours always, so that the width stays. */
export function clockOf(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
