/** The events that the relay has kept. No DOM. */
import { relay } from '../address.js';

const HISTORY = relay('api/twitch/events');
const MOST = 500; // refused by a relay whose history is set to less; then its default has to do
const PATIENCE = 4_000;

/**
 * @param {number} limit
 * @param {string[]} types of events; all without them
 * @returns {Promise<Array<{id: string, time: string, message: object}>>} newest first
 */
export async function readHistory(limit = MOST, types = []) {
  const read = (parameters) => {
    const wanted = types.length > 0 ? [...parameters, `events=${types.join(',')}`] : parameters;
    const url = wanted.length > 0 ? `${HISTORY}?${wanted.join('&')}` : HISTORY;
    return fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  };
  let answer = await read([`limit=${limit}`]);
  if (answer.status === 400) answer = await read([]);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
