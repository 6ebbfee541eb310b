/** The shared worker: holds the one event stream of this browser for all pages of the relay. */
import { readHistory } from './history.js';
import { connectToRelay } from './stream-access.js';
import { StreamHub, SWEEP_INTERVAL } from './stream-hub.js';

const hub = new StreamHub(connectToRelay, readHistory);

addEventListener('connect', ({ ports: [channel] }) => {
  const port = { post: (message) => channel.postMessage(message) };
  channel.addEventListener('message', ({ data }) => hub.heard(port, data));
  channel.addEventListener('close', () => hub.heard(port, { say: 'gone' })); // where browsers tell
  channel.start();
});

setInterval(() => hub.sweep(), SWEEP_INTERVAL);
