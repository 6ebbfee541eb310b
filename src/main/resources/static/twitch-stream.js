/**
 * The one client module of the relay, for its widgets and for yours:
 *
 *   import { subscribe } from '/twitch-stream.js';
 *   subscribe('stats', ({ data }) => { counter.textContent = data.followers; });
 *   subscribe('event', ({ event, data }) => { if (event === 'channel.follow') show(data.user_name); });
 *   subscribe('state', ({ status }) => { box.classList.toggle('stale', status !== 'live'); });
 *
 * All subscribers of a page share one link, and all pages of a browser one connection (stream-link.js). Messages are
 * those of the stream, unchanged (twitch-stream.d.ts).
 */
import { openSharedLink } from './stream-link.js';

const KINDS = ['stats', 'event', 'state'];

/**
 * Hands messages from one link to many subscribers, and the latest stats and state at once to those who come late.
 *
 * @param openLink opens the way to the stream; it gets `deliver(kind, value, id)` with values that survive structured
 *     cloning, so that a link may as well lead into a worker
 */
export function createStream(openLink) {
  const subscribers = { stats: new Set(), event: new Set(), state: new Set() };
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

function reportLater(error) {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/**
 * Calls `fn(value, id)` for each message of the kind; `stats` and `state` also at once with the latest there is.
 *
 * @type {import('./twitch-stream.js').subscribe}
 */
export const subscribe = createStream(openSharedLink).subscribe;
