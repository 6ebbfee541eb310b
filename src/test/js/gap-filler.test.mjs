import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillingGaps } from '../../main/resources/static/stream/gap-filler.js';

const live = (missed = 0) => ({ status: 'live', missed });
const soon = () => new Promise(setImmediate);

function filler() {
  const told = [];
  let history = async () => [];
  const deliver = fillingGaps(
    (kind, value, id) => kind === 'event' && told.push(id),
    (limit) => history(limit),
  );
  const event = (id) => ({ id, message: { type: 'event', event: 'channel.follow', data: {} } });
  return {
    told,
    deliver,
    live: (missed, id) => deliver('state', live(missed), id),
    event: (id) => deliver('event', event(id).message, id),
    remember: (...ids) => (history = async () => ids.map(event)),
    historyIs: (fn) => (history = fn),
    made: event,
  };
}

test('after a restart, what happened before our return is told, oldest first and once', async () => {
  const { told, live, event, remember } = filler();
  live(0, 'a-0');
  await soon();
  event('a-1');

  remember('b-3', 'b-2', 'b-1');
  live('unknown', 'b-3');
  await soon();
  event('b-3');
  event('b-4');

  assert.deepEqual(told, ['a-1', 'b-1', 'b-2', 'b-3', 'b-4']);
});

test('a page that comes reads one event, however much history there is', async () => {
  const { live, historyIs } = filler();
  const limits = [];
  historyIs(async (limit) => {
    limits.push(limit);
    return [];
  });

  live(0, 'a-7');
  await soon();

  assert.deepEqual(limits, [1]);
});

test('what was told already marks where the hole begins', async () => {
  const { told, live, event, remember } = filler();
  live(0, 'a-0');
  await soon();
  event('a-5');

  remember('a-7', 'a-6', 'a-5', 'a-4');
  live('unknown', 'a-7');
  await soon();

  assert.deepEqual(told, ['a-5', 'a-6', 'a-7']);
});

test('a history from before the first hello is not news, also when a restarted relay still has it', async () => {
  const { told, live, remember } = filler();
  remember('a-2', 'a-1');
  live(0, 'a-2');
  await soon();

  remember('b-1', 'a-2', 'a-1');
  live('unknown', 'b-1');
  await soon();

  assert.deepEqual(told, ['b-1']);
});

test('a history that could not be read as we came is not told as news', async () => {
  const { told, live, event, historyIs, remember } = filler();
  historyIs(async () => {
    throw new Error('status 503');
  });
  live(0, '0-0');
  await soon();

  remember('3-2', '3-1');
  live('unknown', '3-2');
  await soon();
  event('3-3');
  remember('4-1', '3-3', '3-2', '3-1');
  live('unknown', '4-1');
  await soon();

  assert.deepEqual(told, ['3-3', '4-1']);
});

test('what was heard since a history that could not be read makes all of another history news', async () => {
  const { told, live, event, historyIs, remember } = filler();
  historyIs(async () => {
    throw new Error('status 503');
  });
  live(0, 'a-0');
  await soon();
  event('a-1');

  remember('b-2', 'b-1');
  live('unknown', 'b-2');
  await soon();

  assert.deepEqual(told, ['a-1', 'b-1', 'b-2']);
});

test('a second hole while the first is filled is filled, too', async () => {
  const { told, live, historyIs, remember, made } = filler();
  live(0, 'a-0');
  await soon();
  let answer;
  historyIs(() => new Promise((resolve) => (answer = resolve)));
  live('unknown', 'b-1');
  await soon();
  live('unknown', 'c-1');
  remember('c-1', 'b-1');
  answer([made('b-1')]);
  await soon();

  assert.deepEqual(told, ['b-1', 'c-1']);
});

test('what comes while history is read waits for its turn', async () => {
  const { told, live, event, historyIs, made } = filler();
  live(0, 'a-0');
  await soon();
  let answer;
  historyIs(() => new Promise((resolve) => (answer = resolve)));

  live('unknown', 'b-2');
  event('b-3');
  await soon();
  assert.deepEqual(told, []);
  answer([made('b-3'), made('b-2')]);
  await soon();

  assert.deepEqual(told, ['b-2', 'b-3']);
});

test('without a history life goes on', async () => {
  const { told, live, event, historyIs } = filler();
  historyIs(async () => {
    throw new Error('status 502');
  });
  live(0, 'a-0');
  live('unknown', 'b-0');
  event('b-1');
  await soon();

  assert.deepEqual(told, ['b-1']);
});

test('a first hello is nobody’s return', async () => {
  const { told, live, remember } = filler();
  remember('a-2', 'a-1');

  live('unknown', 'a-2');
  await soon();

  assert.deepEqual(told, []);
});
