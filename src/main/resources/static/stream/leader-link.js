/**
 * The stream shared without a worker: the page that holds the lock runs the hub and is a page like the others to it;
 * when it dies the browser gives the lock to the next, which goes on after the last id that it heard.
 */
import { HubLink } from './hub-link.js';
import { readHistory } from './history.js';
import { connectToRelay } from './stream-access.js';
import { StreamHub, SWEEP_INTERVAL } from './stream-hub.js';

/** @returns {HubLink | null} null where this browser cannot */
export function joinLeader(name, page, onSilence) {
  if (!navigator.locks || typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(name);
  const me = String(Math.random());
  let hub = null;
  const ports = new Map();
  const self = { post: (message) => link.heard(message) };

  function portOf(from) {
    if (!ports.has(from)) ports.set(from, { post: (message) => channel.postMessage({ to: from, message }) });
    return ports.get(from);
  }

  const send = (message) => (hub ? hub.heard(self, message) : channel.postMessage({ from: me, message }));
  const leader = new AbortController();
  const link = new HubLink(page, send, () => {
    leader.abort();
    channel.close();
    onSilence();
  });

  channel.addEventListener('message', ({ data: { from, to, message } }) => {
    if (to === me) link.heard(message);
    else if (to === 'all') link.call(); // a new leader asks who is there
    else if (from && hub) {
      hub.heard(portOf(from), message);
      if (message.say === 'gone') ports.delete(from);
    }
  });

  function lead() {
    hub = new StreamHub(connectToRelay, readHistory);
    const timer = setInterval(() => hub.sweep(), SWEEP_INTERVAL);
    link.call();
    channel.postMessage({ to: 'all' });
    return new Promise((resolve) => {
      leader.signal.addEventListener('abort', () => {
        clearInterval(timer);
        hub.close();
        hub = null;
        resolve();
      });
    });
  }

  // an abort while waiting for the lock rejects: then somebody else leads, or nobody, and we have another way
  navigator.locks.request(name, { signal: leader.signal }, lead).catch(() => {});
  link.call();
  return link;
}
