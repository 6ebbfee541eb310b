/**
 * What a page keeps for later about this channel. The demo and a real channel, or two real ones, may have the same address,
 * and the names of one are false for the other. No DOM.
 */
import { memory } from '../memory.js';
import { recentStatus } from '../relay-status.js';

/**
 * @param {string} name of what is kept
 * @returns {Promise<{text: string | null, keep: (text: string) => void}>} `text` is what was kept before. Nothing is kept
 *     while the relay does not know its channel
 */
export async function channelMemory(name, ask = recentStatus, storage = memory) {
  const { status } = await ask();
  const channel = status?.token?.channel;
  if (!channel) return { text: null, keep() {} };
  const key = `relay-${name}:${channel}`;
  return { text: storage.getItem(key), keep: (text) => storage.setItem(key, text) };
}
