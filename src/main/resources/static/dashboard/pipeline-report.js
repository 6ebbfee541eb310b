/** Routes and sinks of /api/status as rows of a table. Shapes of other versions give dashes, not errors. No DOM. */
import { formatNumber, formatSpan, timeAgo } from '../words/format.js';

/**
 * @typedef {object} Row
 * @property {'ok' | 'wait' | 'bad' | 'off'} level
 * @property {string} name
 * @property {string[]} cells
 * @property {string} problem empty if there is none
 */

export const ROUTE_COLUMNS = ['Route', 'In', 'Out', 'Failed', 'Time'];
export const SINK_COLUMNS = ['Sink', 'Delivered', 'Waiting', 'Retried', 'Dead', 'Oldest'];

/** @returns {Row[]} */
export function routeRows(routes, now) {
  return (routes ?? []).map((route) => {
    const { messages, failed } = route;
    const runs = route.state === 'Started';
    const error = [route.lastError, route.lastErrorAt ? timeAgo(route.lastErrorAt, now) : null].filter(Boolean);
    return {
      level: !runs ? 'bad' : error.length > 0 || failed > 0 ? 'wait' : 'ok',
      name: String(route.id ?? '?'),
      cells: [messages, messages - failed, failed].map(formatNumber).concat(formatTime(route.meanMillis)),
      problem: [runs ? null : String(route.state).toLowerCase(), ...error].filter(Boolean).join(' · '),
    };
  });
}

/** @returns {Row[]} */
export function sinkRows(sinks) {
  return (sinks ?? []).map((sink) => ({
    level: sinkLevel(sink),
    name: String(sink.name ?? '?'),
    cells: [sink.delivered, sink.waiting, sink.retried, sink.dead]
      .map(formatNumber)
      .concat(sink.waiting > 0 && Number.isFinite(sink.oldestSeconds) ? formatSpan(sink.oldestSeconds * 1000) : '–'),
    problem: [sink.state, sink.trouble, sink.reason].filter(Boolean).join(' · '),
  }));
}

function sinkLevel({ state, dead, waiting }) {
  if (dead > 0 || state === 'stopped' || state === 'failing') return 'bad';
  if (state === 'asleep' || state === 'gone') return 'off';
  return waiting > 0 ? 'wait' : 'ok';
}

function formatTime(milliseconds) {
  if (!Number.isFinite(milliseconds)) return '–';
  return milliseconds < 10 ? `${Math.round(milliseconds * 10) / 10} ms` : `${formatNumber(milliseconds)} ms`;
}
