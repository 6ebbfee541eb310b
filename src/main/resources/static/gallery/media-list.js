/** The files of the media folder. They are asked for again and again, so that a file shows as soon as it lies there. */
import { relay } from '../address.js';

const PACE = 3_000;

/**
 * @typedef {object} MediaFile
 * @property {string} name
 * @property {'picture' | 'video' | 'sound' | 'variations' | null} kind null for a file that the relay refuses
 * @property {number} bytes
 * @property {string | null} refused why, as a sentence
 */

const watchers = new Set();
let latest;

/**
 * @param {(contents: {files: MediaFile[], more: number} | null) => void} fn gets each new list; null if the relay gives none
 * @returns {() => void} ends it
 */
export function watchMedia(fn) {
  watchers.add(fn);
  if (latest !== undefined) fn(latest);
  if (watchers.size === 1) look();
  return () => watchers.delete(fn);
}

async function look() {
  if (watchers.size === 0) return;
  if (!document.hidden) tell(await contents());
  setTimeout(look, PACE);
}

async function contents() {
  try {
    const answer = await fetch(relay('api/media'), { cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function tell(now) {
  if (latest !== undefined && JSON.stringify(now) === JSON.stringify(latest)) return;
  latest = now;
  for (const fn of watchers) fn(now);
}
