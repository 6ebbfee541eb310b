/** How a page or a worker of this relay reaches the stream. */
import { relay } from '../address.js';
import { fillingGaps } from './gap-filler.js';
import { StreamConnection } from './stream-connection.js';

const STREAM = relay('api/twitch/stream');
const HISTORY = relay('api/twitch/events');
const MOST = 500; // refused by a relay whose history is set to less; then its default has to do
const PATIENCE = 4_000;

/** @returns {StreamConnection} not open yet */
export function connectToRelay(deliver) {
  return new StreamConnection(STREAM, fillingGaps(deliver, readHistory));
}

/** @returns {Promise<Array<{id: string, time: string, message: object}>>} newest first */
export async function readHistory(limit = MOST) {
  const read = (url) => fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  let answer = await read(`${HISTORY}?limit=${limit}`);
  if (answer.status === 400) answer = await read(HISTORY);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
