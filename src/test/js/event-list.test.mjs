import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventList } from '../../main/resources/static/dashboard/event-list.js';

const ids = (list) => list.items.map((item) => item.id);
const history = (...all) => all.map((id) => ({ id, time: `time of ${id}`, message: {} }));

test('the newest comes first and the oldest fall off', () => {
  const list = new EventList(2);

  for (const id of ['a', 'b', 'c']) list.add(id, 0, {});

  assert.deepEqual(ids(list), ['c', 'b']);
});

test('an id is taken once', () => {
  const list = new EventList(5);

  assert.equal(list.add('a', 0, {}), true);
  assert.equal(list.add('a', 0, {}), false);
  assert.deepEqual(ids(list), ['a']);
});

test('what arrives while history is on its way stays above it, once', () => {
  const list = new EventList(9);

  list.asked();
  list.add('c', 0, {});
  list.add('d', 0, {});
  list.merge(history('c', 'b', 'a'));

  assert.deepEqual(ids(list), ['d', 'c', 'b', 'a']);
});

test('history fills a hole, sets order and times, and keeps what it has forgotten below', () => {
  const list = new EventList(9);
  list.add('a', 0, {});
  list.add('d', 0, {});

  list.asked();
  list.merge(history('d', 'c', 'b'));

  assert.deepEqual(ids(list), ['d', 'c', 'b', 'a']);
  assert.equal(list.items[0].time, 'time of d');
});

test('a relay that starts again with an empty history takes nothing away', () => {
  const list = new EventList(9);
  list.add('run1-7', 0, {});

  list.asked();
  list.merge([]);

  assert.deepEqual(ids(list), ['run1-7']);
});
