/**
 * Opens a page's way to the stream. All pages of a browser share one connection, because OBS and browsers allow six per
 * HTTP/1.1 origin and the seventh page would wait for ever:
 *
 *   1. a SharedWorker holds the connection; also on plain HTTP in a LAN
 *   2. without it, the page that gets a Web Lock holds it and tells the others over a BroadcastChannel
 *   3. without that (Web Locks need https or localhost), the page's own connection; its state says `alone: true`
 *
 * Whatever falls silent is replaced, and the page goes on after the last id it heard.
 */
import { backoff } from './backoff.js';
import { HubLink } from './hub-link.js';
import { SeenIds } from './seen-ids.js';

const WORKER = new URL('stream-worker.js', import.meta.url);
const PROTOCOL = 2; // a page of a newer relay must not talk to a worker that an older one left running
const NAME = `twitch-relay-${PROTOCOL}`;

/** @param deliver gets `(kind, value, id)`; each event once, by whatever way it comes */
export function openSharedLink(deliver) {
  const page = new Page(deliver);
  throughWorker(page, 0);
  const wake = () => page.link.wake();
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', () => document.hidden || wake());
  addEventListener('pagehide', () => page.link.leave?.());
  addEventListener('pageshow', ({ persisted }) => persisted && wake());
}

/** What stays when the way changes: the place in the stream, and what has been told. */
class Page {
  last = '';
  /** The way in use: `wake()`, and `leave()` if somebody would miss the page. */
  link = { wake() {} };
  #told = new SeenIds();
  #deliver;

  constructor(deliver) {
    this.#deliver = deliver;
  }

  deliver(kind, value, id) {
    if (kind === 'event' && !this.#told.add(id)) return;
    if (id) this.last = id;
    this.#deliver(kind, value, id);
  }

  away(reason, retryIn) {
    const status = this.last === '' ? 'connecting' : 'reconnecting';
    this.deliver('state', { status, reason, ...(retryIn === undefined ? {} : { retryIn }) });
  }
}

/** @param {number} failures in a row */
function throughWorker(page, failures) {
  let worker;
  try {
    worker = new SharedWorker(WORKER, { type: 'module', name: NAME });
  } catch {
    return throughLeader(page);
  }
  const { port } = worker;
  const silent = (answered) => {
    port.close();
    page.away('the shared connection of this browser fell silent');
    if (answered) throughWorker(page, 0);
    else throughLeader(page);
  };
  const link = new HubLink(page, (message) => port.postMessage(message), silent);
  worker.addEventListener('error', async () => {
    link.close();
    if (await isThere(WORKER)) return throughLeader(page);
    const pause = Math.round(backoff(failures, Math.random));
    page.away('the relay cannot be reached', pause);
    setTimeout(() => throughWorker(page, failures + 1), pause);
  });
  port.addEventListener('message', ({ data }) => link.heard(data));
  port.addEventListener('close', () => link.fail()); // the worker died, where browsers tell
  port.start();
  page.link = link;
  link.call();
}

/** What only these two ways need is fetched only for them. */
async function throughLeader(page) {
  const { joinLeader } = await persistently(page, (again) => import(`./leader-link.js${again}`));
  const link = joinLeader(NAME, page, () => alone(page));
  if (link) page.link = link;
  else alone(page);
}

async function alone(page) {
  const { connectToRelay } = await persistently(page, (again) => import(`./stream-access.js${again}`));
  const connection = connectToRelay((kind, value, id) =>
    page.deliver(kind, kind === 'state' ? { ...value, alone: true } : value, id),
  );
  page.link = connection;
  connection.open(page.last);
}

async function persistently(page, load) {
  for (let failures = 0; ; failures++) {
    try {
      return await load(failures === 0 ? '' : `?${failures}`); // a browser may remember that it failed
    } catch {
      const pause = Math.round(backoff(failures, Math.random));
      page.away('the relay cannot be reached', pause);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

async function isThere(url) {
  try {
    return (await fetch(url, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
