/** One look at /api/status every five seconds for all who want it, none while nobody can see the page. */
import { relay } from './address.js';

const INTERVAL = 5_000;
const PATIENCE = 4_000;
const ADDRESS = relay('api/status');

const watchers = new Set();
let latest = null;
let timer;

/**
 * Calls `fn` with `{status}`, or with `{failure}` (a sentence) when the relay gives none.
 *
 * @returns {() => void} ends it
 */
export function watchStatus(fn) {
  if (watchers.size === 0) {
    document.addEventListener('visibilitychange', lookAtStatus);
    timer = setInterval(lookAtStatus, INTERVAL);
    lookAtStatus();
  } else if (latest) {
    fn(latest);
  }
  watchers.add(fn);
  return () => {
    watchers.delete(fn);
    if (watchers.size > 0) return;
    document.removeEventListener('visibilitychange', lookAtStatus);
    clearInterval(timer);
  };
}

/** Now, for whoever knows that something has changed. */
export async function lookAtStatus() {
  if (document.hidden) return;
  latest = await ask();
  for (const watcher of [...watchers]) watcher(latest);
}

async function ask() {
  try {
    const answer = await fetch(ADDRESS, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return { failure: `the answer to /api/status is ${answer.status}` };
    return { status: await answer.json() };
  } catch (error) {
    return { failure: error.name === 'TimeoutError' ? 'it takes too long' : 'it is stopped, or the network is down' };
  }
}
