/**
 * What a goal stands at. State goes in and comes out, so that it can be kept and tested. No DOM.
 *
 *   period | counts                                  | starts anew
 *   -------+-----------------------------------------+--------------------------------------------------
 *   total  | the channel's number itself             | never
 *   stream | what was added since the stream began   | at stream.online, or when `live` is true after false, with another
 *          |                                         | stream than before
 *   day,   | what was added since its local midnight | with the first numbers of another one
 *   week,  |                                         |
 *   month  |                                         |
 *
 * `start` is the number at which the bar is empty (total), or what counts as done at each new start (all others). Nobody tells a
 * sum of bits: there the total is what was added up from each cheer, once.
 */

/** @typedef {{total: number | null, baseline: number | null, day: string, live: boolean | null, online: string,
 *     stream: string, begunAt: number | null, celebrated: boolean, counted: string[]}} GoalState `day` is the day, week or month; `stream` is Twitch's id of the stream that the
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
  counted: [],
});

/** As many events as a page ever reads of the past, so that none of them counts twice. */
const COUNTED = 500;
const CALENDAR = ['day', 'week', 'month'];

/** What was kept from earlier, if it is what we would keep; anything else is nothing. */
export function remembered(json) {
  try {
    const kept = JSON.parse(json);
    const number = (value) => value === null || Number.isFinite(value);
    const good = kept && number(kept.total) && number(kept.baseline) && Array.isArray(kept.counted ?? []);
    return good ? { ...nothingKnown(), ...kept } : nothingKnown();
  } catch {
    return nothingKnown();
  }
}

/** Goals of different parameters do not share a memory; look, hints, milestones and end are not part of it. */
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
  const anew = (CALENDAR.includes(period) && state.day !== today) || (period === 'stream' && begun);
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

/**
 * An event of a goal for bits: a cheer adds to the total, and the begin of a stream may start it anew. Each counts once.
 *
 * @param {string} today the day, week or month in which it came
 */
export function afterEvent(state, options, { event, data }, id, today) {
  if (state.counted.includes(id)) return state;
  const next = { ...state, counted: [...state.counted, id].slice(-COUNTED) };
  if (event === 'stream.online') return afterOnline(next, options, id, data?.id);
  if (!(data?.bits > 0)) return next;
  const before = afterStats(next, options, { live: next.live, bits: next.total ?? 0 }, today);
  return { ...before, total: before.total + data.bits };
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

/** Milliseconds to the next local midnight, for the goal of a day, week or month of a channel where nothing happens. */
export function untilMidnight(now) {
  const next = new Date(now);
  next.setHours(24, 0, 0, 0);
  return next - now;
}

/** The local date of the first day of the day, week or month. A week begins on Monday. */
export function periodOf(now, period) {
  const date = new Date(now);
  if (period === 'week') date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
  if (period === 'month') date.setDate(1);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-');
}
