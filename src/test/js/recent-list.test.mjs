import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentList, typesOf } from '../../main/resources/static/widgets/events/recent-list.js';

const follow = (name, origin) => ({ event: 'channel.follow', data: { user_name: name }, ...(origin ? { origin } : {}) });
const names = (list, now) => list.at(now).map(({ who }) => who);

test('sub stands for resubscriptions, too', () => {
  assert.deepEqual(typesOf(['sub']), ['channel.subscribe', 'channel.subscription.message']);
  assert.deepEqual(typesOf(['raid', 'online']), ['channel.raid', 'stream.online']);
});

test('the newest rows are shown, oldest first', () => {
  const list = new RecentList(2, Infinity);

  for (const name of ['a', 'b', 'c']) list.add(follow(name), 0, name);

  assert.deepEqual(names(list, 1), ['b', 'c']);
  assert.equal(list.nextAt, Infinity);
});

test('a gift is one row, and its recipients are none', () => {
  const list = new RecentList(5, Infinity);

  list.add({ event: 'channel.subscribe', data: { user_name: 'Recipient', is_gift: true } }, 0, '1');
  list.add({ event: 'channel.subscription.gift', data: { user_name: 'Ann', total: 5 } }, 0, '2');
  list.add({ event: 'channel.subscribe', data: { user_name: 'Bo', is_gift: false } }, 0, '3');

  assert.deepEqual(names(list, 1), ['Ann', 'Bo']);
});

test('a row leaves when it is old', () => {
  const list = new RecentList(5, 10_000);
  list.add(follow('a'), 0, '1');
  list.add(follow('b'), 4_000, '2');

  assert.equal(list.nextAt, 10_000);
  assert.deepEqual(names(list, 10_000), ['b']);
  assert.equal(list.nextAt, 14_000);
});

test('a test event leaves soon, and the row that it pushed out comes back', () => {
  const list = new RecentList(2, Infinity);
  for (const name of ['a', 'b']) list.add(follow(name), 0, name);

  list.add(follow('test', 'test'), 0, 't');

  assert.deepEqual(names(list, 1), ['b', 'test']);
  assert.deepEqual(names(list, list.nextAt), ['a', 'b']);
});

test('a long evening takes no more memory than the list', () => {
  const list = new RecentList(3, Infinity);

  for (let n = 0; n < 1_000; n++) {
    list.add(follow(`f${n}`), n, String(n));
    list.at(n);
  }

  assert.deepEqual(names(list, 2_000), ['f997', 'f998', 'f999']);
});
