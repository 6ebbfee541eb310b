/**
 * Replaces numbers that Twitch has not told by null. A stats message has 0 for a number that Twitch refuses, and for the
 * viewers of a stream that Twitch does not list yet. On air such a 0 would be false, and a goal would count from it.
 * /api/status tells such a 0 from a real 0. No DOM.
 *
 *   in the message                      | in /api/status              | told
 *   ------------------------------------+-----------------------------+----------
 *   a number above 0                    | is not asked                | the number
 *   followers or subs 0                 | the poll is refused         | null
 *   viewers 0 while live                | no viewers of this stream   | null
 *   0                                   | none of these               | 0
 *   0                                   | cannot be read, or not yet  | null
 */
import { recentStatus } from '../relay-status.js';
import { subscribe } from '../twitch-stream.js';

const POLLS = { followers: 'poll-followers', subs: 'poll-subscriptions' };
const ASK_AGAIN_AFTER = 10_000;

/** Calls `fn` with `live` and with numbers or null, for each stats message. @returns {() => void} ends it */
export function subscribeToNumbers(fn) {
  const numbers = new KnownNumbers(fn);
  return subscribe('stats', ({ data }) => numbers.heard(data));
}

export class KnownNumbers {
  #tell;
  #ask;
  #now;
  #stats;
  #real = new Set(); // names of zeros that Twitch has told
  #askedAt = -Infinity;

  /**
   * @param {(numbers: object) => void} tell is called when a message comes, and again when the status makes a 0 known
   * @param ask see {@link recentStatus}
   */
  constructor(tell, ask = recentStatus, now = () => performance.now()) {
    this.#tell = tell;
    this.#ask = ask;
    this.#now = now;
  }

  /** The latest stats of the stream. */
  async heard(stats) {
    this.#stats = stats;
    const zeros = zerosOf(stats);
    for (const name of this.#real) if (!zeros.includes(name)) this.#real.delete(name);
    this.#tellAgain();
    if (zeros.every((name) => this.#real.has(name)) || this.#now() - this.#askedAt < ASK_AGAIN_AFTER) return;
    this.#askedAt = this.#now();
    const { status } = await this.#ask();
    if (!status) return;
    const real = zerosOf(this.#stats).filter((name) => isTold(name, status));
    if (real.every((name) => this.#real.has(name))) return;
    this.#real = new Set(real);
    this.#tellAgain();
  }

  #tellAgain() {
    const unknown = zerosOf(this.#stats).filter((name) => !this.#real.has(name));
    this.#tell({ ...this.#stats, ...Object.fromEntries(unknown.map((name) => [name, null])) });
  }
}

/** While the stream is offline, 0 viewers is true. */
function zerosOf(stats) {
  return ['followers', 'subs', ...(stats.live ? ['viewers'] : [])].filter((name) => stats[name] === 0);
}

function isTold(name, { polls, stream }) {
  if (name === 'viewers') return stream?.viewers?.length > 0;
  return !polls?.[POLLS[name]]?.refusal;
}
