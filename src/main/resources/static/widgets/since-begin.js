/** What a widget hears of the stream that is on: all since its begin, also what was before a reload. */
import { channelMemory } from './channel-memory.js';
import { subscribeWithPast } from './past-events.js';
import { BEGIN, COUNTED } from './stream-tally.js';
import { currentStream } from './uptime.js';

/**
 * @typedef {object} Kept
 * @property {string | null} text what was kept before
 * @property {(text: string) => void} keep
 */

/**
 * The begin of the stream decides which events of the past count, so it is told first.
 *
 * @param {import('./widget-element.js').WidgetElement} widget whose leaving ends it
 * @param {string} name of what is kept
 * @param {string[]} types of events; the begin of a stream is told, too
 * @param {(kept: Kept, ahead: number) => {streamBegan: (began: number | null) => void}} make gives what counts; `ahead` is how far
 *     the relay's clock is before this browser's, in milliseconds
 * @param {(message: object, time: number | null, id: string) => void} heard see past-events.js
 * @returns {Promise<boolean>} when the past is told; false if the widget has left meanwhile
 */
export async function sinceBegin(widget, name, types, make, heard) {
  const unknown = { began: null, ahead: 0 };
  // one answer of the relay tells both
  const [kept, { began, ahead }] = await Promise.all([channelMemory(name), currentStream().catch(() => unknown)]);
  if (!widget.isConnected) return false;
  make(kept, ahead).streamBegan(began);
  const { past, end } = subscribeWithPast([...types, BEGIN], COUNTED, heard);
  widget.onLeave(end);
  await past;
  return widget.isConnected;
}
