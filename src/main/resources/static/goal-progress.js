/**
 * What a goal stands at. State goes in and comes out, so that it can be kept and tested. No DOM.
 *
 *   period | counts                                  | starts anew
 *   -------+-----------------------------------------+--------------------------------------------------
 *   total  | the channel's number itself             | never
 *   stream | what was added since the stream began   | at stream.online, or when `live` is true after false
 *   day    | what was added since local midnight     | with the first numbers of another day
 *
 * `start` is the number at which the bar is empty (total), or what counts as done at each new start (stream, day).
 */

/** @typedef {{total: number | null, baseline: number | null, day: string, live: boolean | null, online: string,
 *     celebrated: boolean}} GoalState */

/** @returns {GoalState} */
export const nothingKnown = () => ({
  total: null,
  baseline: null,
  day: '',
  live: null,
  online: '',
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
  const anew = (period === 'day' && state.day !== today) || (period === 'stream' && begun);
  if (state.baseline === null || anew) return { ...next, baseline: total, celebrated: false };
  return next;
}

/** @param {string} id the message's, so that the same one counts once */
export function afterOnline(state, { period }, id) {
  if (period !== 'stream' || state.online === id) return state;
  return { ...state, online: id, live: true, baseline: state.total, celebrated: false };
}

/** @returns {{value: number | null, part: number, reached: boolean}} `part` from 0 to 1 */
export function progress(state, { period, start, target }) {
  if (state.total === null) return { value: null, part: 0, reached: false };
  const value = period === 'total' ? state.total : start + Math.max(0, state.total - (state.baseline ?? state.total));
  const empty = period === 'total' ? start : 0;
  const part = target > empty ? Math.min(1, Math.max(0, (value - empty) / (target - empty))) : Number(value >= target);
  return { value, part, reached: value >= target };
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
