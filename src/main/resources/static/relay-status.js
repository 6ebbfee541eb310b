/** One look at /api/status every five seconds for all who want it, none while nobody can see the page. */
import { relay } from './address.js';

const INTERVAL = 5_000;
const PATIENCE = 4_000;
const SHARED_FOR = 1_000; // the relay itself makes a new answer once a second
const ADDRESS = relay('api/status');

/** @typedef {{status: object} | {failure: {key: string, status?: string}}} Answer `failure` is a message of the section `pages` */

const watchers = new Set();
let asked = null; // the latest request: {at, answer}
let latest = null;
let timer;

/**
 * Calls `fn` with each answer.
 *
 * @param {(answer: Answer) => void} fn
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
  asked = null;
  latest = await recentStatus();
  for (const watcher of [...watchers]) watcher(latest);
}

/** Callers within one second share an answer. @returns {Promise<Answer>} */
export function recentStatus() {
  const now = performance.now();
  if (asked === null || now - asked.at > SHARED_FOR) asked = { at: now, answer: ask() };
  return asked.answer;
}

async function ask() {
  try {
    const answer = await fetch(ADDRESS, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return { failure: { key: 'status.answer', status: String(answer.status) } };
    return { status: await answer.json() };
  } catch (error) {
    return { failure: { key: error.name === 'TimeoutError' ? 'status.late' : 'status.away' } };
  }
}
