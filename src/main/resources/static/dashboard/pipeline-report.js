/**
 * Routes and sinks of /api/status as rows of a table. Shapes of other versions give dashes, not errors. A cause that a finding
 * tells is not told again, and routes that failed for the same reason share its line. No DOM.
 */
import { formatNumber, formatSpan, timeAgo } from '../words/format.js';
import { isTold } from './findings-view.js';
import { numberFormat, wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/**
 * @typedef {object} Row
 * @property {'ok' | 'wait' | 'bad' | 'off'} level
 * @property {string} name
 * @property {string[]} cells
 * @property {string} problem empty if there is none
 */

export const ROUTE_COLUMNS = ['route', 'in', 'out', 'failed', 'time'].map((column) => say(`column.${column}`));
export const SINK_COLUMNS = ['sink', 'delivered', 'waiting', 'retried', 'dead', 'oldest'].map((column) => say(`column.${column}`));

/** @returns {Row[]} */
export function routeRows(status, now) {
  const told = new Set();
  return (status.routes ?? []).map((route) => {
    const { messages, failed, lastError } = route;
    const runs = route.state === 'Started';
    const tell = runs && lastError && !told.has(lastError) && !isTold(status, lastError);
    if (tell) told.add(lastError);
    const alike = (status.routes ?? []).filter((one) => one.lastError === lastError && one.state === 'Started').length - 1;
    const error = [
      lastError,
      alike > 0 ? say('routes.alike', { n: alike }) : null,
      route.lastErrorAt ? timeAgo(route.lastErrorAt, now) : null,
    ];
    return {
      level: !runs ? 'bad' : lastError || failed > 0 ? 'wait' : 'ok',
      name: String(route.id ?? '?'),
      cells: [messages, messages - failed, failed].map(formatNumber).concat(formatTime(route.meanMillis)),
      problem: runs ? (tell ? error.filter(Boolean).join(' · ') : '') : stateName(String(route.state).toLowerCase()),
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
    problem: sink.state === 'ready' ? '' : [stateName(sink.state), isOff(sink) ? sink.reason : null].filter(Boolean).join(' · '),
  }));
}

/** A state of a later relay is told by its name. */
const stateName = (state) => (say.has(`state-of.${state}`) ? say(`state-of.${state}`) : state);

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
  return say('milliseconds', { time: numberFormat({ maximumFractionDigits: milliseconds < 10 ? 1 : 0 }).format(milliseconds) });
}
