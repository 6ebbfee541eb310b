/**
 * Brings a new queue to the state that it would have if its page had been open all the time. Events and orders have the
 * relay's times, and the queue is a function of both. So a widget that is reloaded, and a dashboard that is opened later,
 * show what other widgets show. No DOM, no clock of its own.
 *
 * @typedef {object} Command an order (twitch-stream.d.ts); `at` is the relay's time in milliseconds
 * @typedef {{paused: boolean, pausedBefore: boolean, commands: Command[]}} Control
 */
import { GIFT_OPEN } from './gift-folding.js';

/** An event that is older than this, pauses not counted, waits no more, and no recipient belongs to it. */
export const WINDOW = GIFT_OPEN;

/** @returns {number} the relay's time from which events and orders matter */
export function horizon({ paused, commands }, now) {
  let end = now;
  let left = WINDOW;
  let stands = paused;
  for (const { at, do: action } of [...commands].reverse()) {
    if (action === 'clear') return at;
    if (!stands && end - at >= left) break;
    if (!stands) left -= end - at;
    end = at;
    if (action === 'pause') stands = false;
    if (action === 'resume') stands = true;
  }
  return end - left;
}

/**
 * @param {AlertQueue} queue a new one
 * @param {Array<{id: string, time: string, message: object}>} events newest first, none of before the horizon
 * @param {number} since the horizon
 * @param {number} ahead how far the browser's clock is ahead of the relay's, in milliseconds
 * @param {number} now by the browser's clock
 */
export function rebuild(queue, { pausedBefore, commands }, events, since, ahead, now) {
  const offered = events.map(({ id, time, message }) => ({
    at: Date.parse(time),
    act: (when) => queue.offer(message, when, id),
  }));
  const ordered = commands
    .filter(({ at }) => at >= since)
    .map((command) => ({ at: command.at, act: (when) => queue.order(command, when) }));
  const inputs = [...offered.reverse(), ...ordered].sort((one, other) => one.at - other.at);
  let clock = since + ahead;
  if (isPausedAt(since, pausedBefore, commands)) queue.pause(clock);
  for (const { at, act } of inputs) {
    clock = runTo(queue, clock, Math.max(clock, at + ahead));
    act(clock);
    queue.at(clock);
  }
  queue.at(runTo(queue, clock, Math.max(clock, now)));
}

function isPausedAt(since, pausedBefore, commands) {
  const latest = commands.filter(({ at, do: action }) => at < since && (action === 'pause' || action === 'resume')).at(-1);
  return latest ? latest.do === 'pause' : pausedBefore;
}

/** Lets time pass as the widget's timer does. @returns {number} `until` */
function runTo(queue, from, until) {
  let clock = from;
  for (;;) {
    const next = Math.max(queue.nextAt, clock);
    if (next >= until) return until;
    clock = next;
    queue.at(clock);
  }
}
