/**
 * Routes and sinks of /api/status as rows of a table. Shapes of other versions give dashes, not errors. A cause that a finding
 * tells is not told again, and routes that failed for the same reason share its line. No DOM.
 */
import { formatNumber, formatSpan, timeAgo } from '../words/format.js';
import { isTold } from './findings-view.js';

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
export function routeRows(status, now) {
  const told = new Set();
  return (status.routes ?? []).map((route) => {
    const { messages, failed, lastError } = route;
    const runs = route.state === 'Started' || route.state === 'Standby';
    const tell = runs && lastError && !told.has(lastError) && !isTold(status, lastError);
    if (tell) told.add(lastError);
    const alike = (status.routes ?? []).filter((one) => one.lastError === lastError && one.state === 'Started').length - 1;
    const error = [
      lastError,
      alike > 0 ? `the same in ${alike} more` : null,
      route.lastErrorAt ? timeAgo(route.lastErrorAt, now) : null,
    ];
    return {
      level: !runs ? 'bad' : lastError || failed > 0 ? 'wait' : 'ok',
      name: String(route.id ?? '?'),
      cells: [messages, messages - failed, failed].map(formatNumber).concat(formatTime(route.meanMillis)),
      problem: runs ? (tell ? error.filter(Boolean).join(' · ') : '') : String(route.state).toLowerCase(),
    };
  });
}

/** Findings tell what is wrong with a sink, but not why one is asleep, because that may be intended. @returns {Row[]} */
export function sinkRows(status) {
  return (status.sinks ?? []).map((sink) => ({
    level: sinkLevel(sink),
    name: String(sink.name ?? '?'),
    cells: [sink.delivered, sink.waiting, sink.retried, sink.dead]
      .map(formatNumber)
      .concat(sink.waiting > 0 && Number.isFinite(sink.oldestSeconds) ? formatSpan(sink.oldestSeconds * 1000) : '–'),
    problem: sink.state === 'ready' ? '' : [sink.state, isOff(sink) ? sink.reason : null].filter(Boolean).join(' · '),
  }));
}

function isOff({ state }) {
  return state === 'asleep' || state === 'gone';
}

function sinkLevel(sink) {
  const { state, dead, waiting } = sink;
  if (dead > 0 || state === 'stopped' || state === 'failing') return 'bad';
  if (isOff(sink)) return 'off';
  return waiting > 0 ? 'wait' : 'ok';
}

function formatTime(milliseconds) {
  if (!Number.isFinite(milliseconds)) return '–';
  return milliseconds < 10 ? `${Math.round(milliseconds * 10) / 10} ms` : `${formatNumber(milliseconds)} ms`;
}
