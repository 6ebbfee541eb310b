import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartPath } from '../../main/resources/static/dashboard/chart-path.js';
import { ROUTE_COLUMNS, SINK_COLUMNS, routeRows, sinkRows } from '../../main/resources/static/dashboard/pipeline-report.js';

const NOW = Date.parse('2026-11-24T20:00:00Z');
const route = (changes) => ({ id: 'publish', file: 'publish.camel.yaml', state: 'Started', messages: 40, failed: 0, ...changes });
const rows = (...routes) => routeRows({ routes }, NOW);
const sink = (changes) => ({
  name: 'discord',
  state: 'ready',
  waiting: 0,
  delivered: 12,
  retried: 1,
  dead: 0,
  oldestSeconds: 0,
  reason: null,
  ...changes,
});

test('a route has a cell for each column', () => {
  const [row] = rows(route({ messages: 1_040, failed: 1, meanMillis: 3.14 }));

  assert.equal(row.cells.length, ROUTE_COLUMNS.length - 1);
  assert.deepEqual(row.cells, ['1,040', '1,039', '1', '3.1 ms']);
  assert.equal(row.level, 'wait');
});

test('a route that had no message yet has no time', () => {
  assert.deepEqual(rows(route({ failed: 2 }))[0].cells, ['40', '38', '2', '–']);
});

test('a route that stopped or failed says so, and why', () => {
  const [stopped, failed] = rows(
    route({ state: 'Stopped' }),
    route({ lastError: 'refused', lastErrorAt: '2026-11-24T19:59:00Z' }),
  );

  assert.deepEqual([stopped.level, stopped.problem], ['bad', 'stopped']);
  assert.deepEqual([failed.level, failed.problem], ['wait', 'refused · 1 min ago']);
});

test('a route of the leader is well on a relay that waits for the leadership', () => {
  const [standby] = rows(route({ state: 'Standby', messages: 0 }));

  assert.deepEqual([standby.level, standby.problem], ['ok', '']);
});

test('routes that failed for the same reason share its line, and a finding takes it away', () => {
  const failing = ['poll-streams', 'poll-followers'].map((id) => route({ id, lastError: 'nobody is signed in' }));
  const findings = [{ level: 'problem', subject: 'sign-in', text: 'nobody is signed in: open the page' }];

  assert.deepEqual(rows(...failing).map(({ problem }) => problem), ['nobody is signed in · the same in 1 more', '']);
  assert.deepEqual(routeRows({ routes: failing, findings }, NOW).map(({ level, problem }) => `${level}${problem}`), ['wait', 'wait']);
});

test('a sink shows what is delivered, waits, and is dead', () => {
  const sinks = [
    sink(),
    sink({ waiting: 3, oldestSeconds: 130, state: 'waiting', trouble: 'its peer is in trouble', reason: 'answered 503' }),
    sink({ dead: 2 }),
    sink({ state: 'asleep', reason: 'sinks.discord.webhook-url is not set' }),
  ];
  const [well, behind, dead, asleep] = sinkRows({ sinks });

  assert.equal(well.cells.length, SINK_COLUMNS.length - 1);
  assert.deepEqual([well.level, well.cells], ['ok', ['12', '0', '1', '0', '–']]);
  assert.deepEqual([behind.level, behind.cells.at(-1), behind.problem], ['wait', '2 min', 'waiting']);
  assert.equal(dead.level, 'bad');
  assert.deepEqual([asleep.level, asleep.problem], ['off', 'asleep · sinks.discord.webhook-url is not set']);
});

test('a relay without sinks has no rows', () => {
  assert.deepEqual(sinkRows({}), []);
  assert.deepEqual(routeRows({}, NOW), []);
});

test('a chart begins at the left, ends at the right, and its peak is at the top', () => {
  const { line, area, peak } = chartPath([[0, 0], [50, 10], [100, 5]], 100, 22);

  assert.equal(peak, 10);
  assert.equal(line, 'M0 21L50 1L100 11');
  assert.ok(area.startsWith(line) && area.endsWith('Z'));
});

test('one number is no chart, and a stream without viewers is a flat one', () => {
  assert.equal(chartPath([[0, 5]], 100, 22), null);
  assert.equal(chartPath([[0, 0], [100, 0]], 100, 22).line, 'M0 21L100 21');
});
