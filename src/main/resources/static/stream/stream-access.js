/** How a page or a worker of this relay reaches the stream. */
import { relay } from '../address.js';
import { fillingGaps } from './gap-filler.js';
import { readHistory } from './history.js';
import { StreamConnection } from './stream-connection.js';

const STREAM = relay('api/twitch/stream');

/** @returns {StreamConnection} not open yet */
export function connectToRelay(deliver) {
  return new StreamConnection(STREAM, fillingGaps(deliver, readHistory));
}
