/**
 * What a goal stands at. State goes in and comes out, so that it can be kept and tested. No DOM.
 *
 *   period | counts                                  | starts anew
 *   -------+-----------------------------------------+--------------------------------------------------
 *   total  | the channel's number itself             | never
 *   stream | what was added since the stream began   | at stream.online, or when `live` is true after false, with another
 *          |                                         | stream than before
 *   day    | what was added since local midnight     | with the first numbers of another day
 *
 * `start` is the number at which the bar is empty (total), or what counts as done at each new start (stream, day).
 */

/** @typedef {{total: number | null, baseline: number | null, day: string, live: boolean | null, online: string,
 *     stream: string, begunAt: number | null, celebrated: boolean}} GoalState `stream` is Twitch's id of the stream that the
 *     baseline belongs to; `begunAt` the total at which a stream began that may be that one, until it is known which it is */

/** @returns {GoalState} */
export const nothingKnown = () => ({
  total: null,
  baseline: null,
  day: '',
  live: null,
  online: '',
  stream: '',
  begunAt: null,
  celebrated: false,
});

/** What was kept from earlier, if it is what we would keep; anything else is nothing. */
export function remembered(json) {
  try {
    const kept = JSON.parse(json);
    const number = (value) => value === null || Number.isFinite(value);
    return kept && number(kept.total) && number(kept.baseline) ? { ...nothingKnown(), ...kept } : nothingKnown();
  } catch {
    return nothingKnown();
  }
}

/** Goals of different parameters do not share a memory; look and hints are not part of it. */
export function goalKey({ metric, period, start, target, label }) {
  return `relay-goal:${JSON.stringify([metric, period, start, target, label])}`;
}

/** @returns {GoalState} */
export function afterStats(state, { metric, period }, stats, today) {
  const total = stats[metric];
  if (!Number.isFinite(total)) return state;
  const next = { ...state, total, live: stats.live, day: today };
  const begun = state.live === false && stats.live === true;
  // an end that was none: the same stream goes on, and only its id tells
  if (period === 'stream' && begun && state.stream) return { ...next, begunAt: total };
  const anew = (period === 'day' && state.day !== today) || (period === 'stream' && begun);
  if (state.baseline === null || anew) return { ...next, baseline: total, celebrated: false };
  return next;
}

/**
 * @param {string} id the message's, so that the same one counts once
 * @param {string} stream Twitch's id of the stream, which may be told under several message ids
 */
export function afterOnline(state, { period }, id, stream = '') {
  if (period !== 'stream' || state.online === id) return state;
  if (stream && state.stream === stream) return { ...state, online: id, live: true, begunAt: null };
  return { ...state, online: id, stream, live: true, baseline: state.total, begunAt: null, celebrated: false };
}

/** Whether somebody has to say which stream is on. */
export const asksForStream = (state, { period }) =>
  period === 'stream' && state.live === true && (state.begunAt !== null || !state.stream);

/** @param {string} stream Twitch's id of the stream that is on; empty where nobody knows */
export function afterStream(state, stream) {
  if (state.begunAt === null) return state.stream || !stream ? state : { ...state, stream };
  if (stream && stream === state.stream) return { ...state, begunAt: null };
  return { ...state, stream, baseline: state.begunAt, begunAt: null, celebrated: false };
}

/** @returns {{value: number | null, part: number, reached: boolean}} `part` from 0 to 1 */
export function progress(state, { period, start, target }) {
  if (state.total === null) return { value: null, part: 0, reached: false };
  const value = period === 'total' ? state.total : start + Math.max(0, state.total - (state.baseline ?? state.total));
  const empty = period === 'total' ? start : 0;
  const part = target > empty ? Math.min(1, Math.max(0, (value - empty) / (target - empty))) : Number(value >= target);
  return { value, part, reached: value >= target };
}

/**
 * Whether a remembered state may be shown before the page's first numbers. A count of another day, or of a stream that may
 * be over, would be false.
 */
export const isCurrent = (state, { period }, today) => period === 'total' || (period === 'day' && state.day === today);

/**
 * Decides whether a goal celebrates. It celebrates once, and only if its number reached the target while the page was open.
 * The page's first numbers never celebrate, because they may become known by a sign-in.
 *
 * @param {boolean} looked whether this page has shown a number before
 * @returns {{next: GoalState, party: boolean}}
 */
export function become(state, options, looked) {
  const { reached } = progress(state, options);
  return { next: { ...state, celebrated: state.celebrated || reached }, party: looked && reached && !state.celebrated };
}

/** Milliseconds to the next local midnight, for the daily goal of a channel where nothing happens. */
export function untilMidnight(now) {
  const next = new Date(now);
  next.setHours(24, 0, 0, 0);
  return next - now;
}

/** The local date. */
export function dayOf(now) {
  const date = new Date(now);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-');
}
