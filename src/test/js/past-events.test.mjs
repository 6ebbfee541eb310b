import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PastEvents } from '../../main/resources/static/widgets/past-events.js';

const raid = (name, origin) => ({ type: 'event', event: 'channel.raid', data: { name }, ...(origin ? { origin } : {}) });
const kept = (id, name, origin) => ({ id, time: '2026-01-02T03:04:05Z', message: raid(name, origin) });
const THEN = Date.parse('2026-01-02T03:04:05Z');

function events(read) {
  const told = [];
  const past = new PastEvents(['channel.raid'], ({ data }, time) => told.push([data.name, time]), read);
  return { past, told };
}

test('the past comes first, oldest first, and with its times', async () => {
  const { past, told } = events(async () => [kept('r-2', 'b'), kept('r-1', 'a')]);

  await past.recall();
  past.heard(raid('c'), 'r-3');

  assert.deepEqual(told, [['a', THEN], ['b', THEN], ['c', null]]);
});

test('what comes while the past is being read waits, and is told once', async () => {
  let answer;
  const { past, told } = events(() => new Promise((resolve) => (answer = resolve)));

  const recalled = past.recall();
  await Promise.resolve();
  past.heard(raid('b'), 'r-2');
  past.heard(raid('c'), 'r-3');
  assert.deepEqual(told, []);
  answer([kept('r-2', 'b'), kept('r-1', 'a')]);
  await recalled;

  assert.deepEqual(told, [['a', THEN], ['b', THEN], ['c', null]]);
});

test('the past that is read again tells only what is new', async () => {
  const past = [kept('r-1', 'a')];
  const { past: both, told } = events(async () => [...past]);

  await both.recall();
  past.unshift(kept('r-2', 'between'));
  await both.recall();

  assert.deepEqual(told.map(([name]) => name), ['a', 'between']);
});

test('two readings at once let wait until both are over', async () => {
  const answers = [];
  const { past, told } = events(() => new Promise((resolve) => answers.push(resolve)));
  const first = past.recall();
  const second = past.recall();
  await Promise.resolve();
  past.heard(raid('c'), 'r-3');

  answers[0]([kept('r-1', 'a')]);
  await first;
  assert.deepEqual(told.map(([name]) => name), ['a']);
  answers[1]([kept('r-2', 'b'), kept('r-1', 'a')]);
  await second;

  assert.deepEqual(told.map(([name]) => name), ['a', 'b', 'c']);
});

test('a relay that cannot tell the past loses nothing of the present', async () => {
  const { past, told } = events(() => Promise.reject(new Error('away')));

  const recalled = past.recall();
  past.heard(raid('now'), 'r-9');
  await recalled;

  assert.deepEqual(told, [['now', null]]);
});

test('other types, and test events of the past, are not told', async () => {
  const { past, told } = events(async () => [kept('r-1', 'old test', 'test')]);

  await past.recall();
  past.heard({ type: 'event', event: 'channel.follow', data: {} }, 'r-2');
  past.heard(raid('a test now', 'test'), 'r-3');

  assert.deepEqual(told, [['a test now', null]]);
});
