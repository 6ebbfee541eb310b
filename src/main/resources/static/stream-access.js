/** How a page or a worker of this relay reaches the stream. Addresses are relative to this file: a path prefix does no harm. */
import { fillingGaps } from './gap-filler.js';
import { StreamConnection } from './stream-connection.js';

const STREAM = new URL('api/twitch/stream', import.meta.url).href;
const HISTORY = new URL('api/twitch/events', import.meta.url).href;
const MOST = 500; // refused by a relay whose history is set to less; then its default has to do
const PATIENCE = 4_000;

/** @returns {StreamConnection} not open yet */
export function connectToRelay(deliver) {
  return new StreamConnection(STREAM, fillingGaps(deliver, readHistory));
}

async function readHistory() {
  const read = (url) => fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  let answer = await read(`${HISTORY}?limit=${MOST}`);
  if (answer.status === 400) answer = await read(HISTORY);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
