import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createStream } from '../../main/resources/static/twitch-stream.js';

function stream() {
  let deliver;
  const openLink = mock.fn((fn) => (deliver = fn));
  const { subscribe } = createStream(openLink);
  return { openLink, subscribe, deliver: (...what) => deliver(...what) };
}
const recorder = () => {
  const heard = [];
  return [heard, (...what) => heard.push(what)];
};
const soon = () => new Promise(setImmediate);

test('all subscribers share one link, opened for the first of them', () => {
  const { openLink, subscribe } = stream();
  assert.equal(openLink.mock.callCount(), 0);

  for (const kind of ['stats', 'event', 'state', 'alerts']) subscribe(kind, () => {});

  assert.equal(openLink.mock.callCount(), 1);
});

test('each gets its own kind, with the id', () => {
  const { subscribe, deliver } = stream();
  const [heard, fn] = recorder();
  subscribe('event', fn);

  deliver('stats', 'numbers', '1');
  deliver('event', 'follow', '2');

  assert.deepEqual(heard, [['follow', '2']]);
});

test('a late subscriber gets the latest stats, state and alerts, but no old event', async () => {
  const { subscribe, deliver } = stream();
  subscribe('event', () => {});
  deliver('alerts', 'paused', '');
  deliver('stats', 'old', '1');
  deliver('stats', 'latest', '2');
  deliver('event', 'gone', '3');
  const [stats, onStats] = recorder();
  const [events, onEvent] = recorder();
  const [alerts, onAlerts] = recorder();

  subscribe('stats', onStats);
  subscribe('event', onEvent);
  subscribe('alerts', onAlerts);
  assert.deepEqual(stats, [], 'not before subscribe has returned');
  await soon();

  assert.deepEqual(stats, [['latest', '2']]);
  assert.deepEqual(alerts, [['paused', '']]);
  assert.deepEqual(events, []);
});

test('the latest is not told twice when a new one comes first', async () => {
  const { subscribe, deliver } = stream();
  subscribe('event', () => {});
  deliver('stats', 'old', '1');
  const [heard, fn] = recorder();

  subscribe('stats', fn);
  deliver('stats', 'new', '2');
  await soon();

  assert.deepEqual(heard, [['new', '2']]);
});

test('who has left hears nothing', async () => {
  const { subscribe, deliver } = stream();
  const [heard, fn] = recorder();
  subscribe('event', () => {});
  deliver('stats', 'before', '1');

  subscribe('stats', fn)();
  deliver('stats', 'after', '2');
  await soon();

  assert.deepEqual(heard, []);
});

test('the same function may subscribe twice, and each of them leaves alone', () => {
  const { subscribe, deliver } = stream();
  const [heard, fn] = recorder();
  const leave = subscribe('event', fn);
  subscribe('event', fn);

  leave();
  deliver('event', 'follow', '1');

  assert.equal(heard.length, 1);
});

test('one that throws does not keep the others from hearing', (t) => {
  const reported = t.mock.method(console, 'error', () => {});
  const { subscribe, deliver } = stream();
  const [heard, fn] = recorder();
  subscribe('event', () => {
    throw new Error('mistake of a widget');
  });
  subscribe('event', fn);

  deliver('event', 'follow', '1');

  assert.equal(heard.length, 1);
  assert.equal(reported.mock.callCount(), 1);
});

test('a kind that does not exist is refused by name', () => {
  assert.throws(() => stream().subscribe('events', () => {}), /there is no "events"/);
});
