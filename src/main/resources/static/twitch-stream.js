/**
 * The one client module of the relay, for its widgets and for yours:
 *
 *   import { subscribe } from '/twitch-stream.js';
 *   subscribe('stats', ({ data }) => { counter.textContent = data.followers; });
 *   subscribe('event', ({ event, data }) => { if (event === 'channel.follow') show(data.user_name); });
 *   subscribe('state', ({ status }) => { box.classList.toggle('stale', status !== 'live'); });
 *   subscribe('alerts', ({ paused }) => { box.hidden = paused; });
 *
 * All subscribers of a page share one link, and all pages of a browser one connection (stream-link.js). Messages are
 * those of the stream, unchanged (twitch-stream.d.ts).
 */
import { relay } from './address.js';

const KINDS = ['stats', 'event', 'state', 'alerts'];
const FIRST_STATS_LIMIT = 1_000;
const LINK_AGAIN = 1_000;

/**
 * Hands messages from one link to many subscribers, and the latest stats, state and alerts at once to those who come late.
 *
 * @param openLink opens the way to the stream; it gets `deliver(kind, value, id)` with values that survive structured
 *     cloning, so that a link may as well lead into a worker
 */
export function createStream(openLink) {
  const subscribers = Object.fromEntries(KINDS.map((kind) => [kind, new Set()]));
  const latest = new Map();
  let opened = false;

  function call(fn, args) {
    try {
      fn(...args);
    } catch (error) {
      reportLater(error); // one widget's mistake is not the others' problem
    }
  }

  function deliver(kind, value, id) {
    if (kind !== 'event') latest.set(kind, [value, id]);
    for (const subscriber of [...subscribers[kind]]) {
      subscriber.waiting = false;
      call(subscriber.fn, [value, id]);
    }
  }

  return {
    subscribe(kind, fn) {
      if (!KINDS.includes(kind)) throw new TypeError(`subscribe to ${KINDS.join(', ')}; there is no "${kind}"`);
      const subscriber = { fn, waiting: true };
      subscribers[kind].add(subscriber);
      if (!opened) {
        opened = true;
        openLink(deliver);
      }
      queueMicrotask(() => {
        if (subscriber.waiting && subscribers[kind].has(subscriber) && latest.has(kind)) call(fn, latest.get(kind));
      });
      return () => void subscribers[kind].delete(subscriber);
    },
  };
}

/**
 * The way to the stream, its worker and its connection take some tenths of a second to start, and take a processor from the
 * page that would paint. So the numbers, whose answer pages preload, come first.
 */
async function openLink(deliver) {
  await showFirstStats(deliver);
  const { openSharedLink } = await linkModule(deliver);
  openSharedLink(deliver);
}

/** Ends soon whatever happens. */
async function showFirstStats(deliver) {
  try {
    const answer = await fetch(relay('api/twitch/stats'), { signal: AbortSignal.timeout(FIRST_STATS_LIMIT) });
    if (answer.status === 200) deliver('stats', await answer.json(), ''); // 204: nothing is known yet
  } catch {
    // then they come with the stream
  }
  await new Promise((resolve) => setTimeout(resolve)); // what was told is painted meanwhile
}

async function linkModule(deliver) {
  for (let failures = 0; ; failures++) {
    try {
      return await import(`./stream/stream-link.js${failures === 0 ? '' : `?${failures}`}`); // a browser may remember that it failed
    } catch {
      const retryIn = Math.round(LINK_AGAIN * (1 + Math.random()));
      deliver('state', { status: 'connecting', reason: 'the relay cannot be reached', retryIn });
      await new Promise((resolve) => setTimeout(resolve, retryIn));
    }
  }
}

function reportLater(error) {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/**
 * Calls `fn(value, id)` for each message of the kind; for all kinds but `event` also at once with the latest there is.
 *
 * @type {import('./twitch-stream.js').subscribe}
 */
export const subscribe = createStream(openLink).subscribe;
