/** How long the stream has been on. Twitch says when it began only in `stream.online`; history and memory may hold that. No DOM. */

/** @returns {number | null} milliseconds since 1970; null for what has no time */
export function beginning(message, time) {
  const began = Date.parse(message?.data?.started_at ?? time);
  return Number.isNaN(began) ? null : began;
}

/** The newest `stream.online` of the relay's history (newest first), unless an end came after it. */
export function beginningIn(history) {
  const last = history.find(({ message }) => message?.event === 'stream.online' || message?.event === 'stream.offline');
  return last?.message.event === 'stream.online' ? beginning(last.message, last.time) : null;
}

/** `1:02:03`; hours always, so that the width stays. */
export function clockOf(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
