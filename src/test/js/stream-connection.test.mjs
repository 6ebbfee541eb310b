import assert from 'node:assert/strict';
import { LONGEST_DELAY, backoff } from '../../main/resources/static/stream/backoff.js';
import { test } from 'node:test';
import {
  SILENCE_LIMIT,
  StreamConnection,
} from '../../main/resources/static/stream/stream-connection.js';
import { ManualClock, scriptedEventSource } from './support/stream-fakes.mjs';

const URL = 'http://relay/api/twitch/stream';
const FOLLOW = { type: 'event', event: 'channel.follow', data: { user_name: 'Bo' } };
const STATS = { type: 'stats', data: { live: true, viewers: 3, followers: 2, subs: 1 } };

function opened({ random = () => 0 } = {}) {
  const clock = new ManualClock();
  const EventSource = scriptedEventSource();
  const delivered = [];
  const connection = new StreamConnection(URL, (...what) => delivered.push(what), { ...clock, EventSource, random });
  connection.open();
  return {
    clock,
    connection,
    sources: EventSource,
    messages: () => delivered.filter(([kind]) => kind !== 'state'),
    states: () => delivered.filter(([kind]) => kind === 'state').map(([, state]) => state),
    state: () => delivered.filter(([kind]) => kind === 'state').at(-1)[1],
  };
}

test('is connecting until the relay says hello, then live', () => {
  const { sources, states } = opened();

  sources.last.hello('run-7');

  assert.deepEqual(states(), [{ status: 'connecting' }, { status: 'live', missed: 0 }]);
  assert.equal(sources.last.url, URL);
});

test('delivers stats and events with their ids, and nothing else', () => {
  const { sources, messages } = opened();
  sources.last.hello('run-7');

  sources.last.message('run-7', STATS);
  sources.last.message('run-8', FOLLOW);
  sources.last.message('run-9', { type: 'novelty' });
  sources.last.message('run-9', 'no JSON {');

  assert.deepEqual(messages(), [
    ['stats', STATS, 'run-7'],
    ['event', FOLLOW, 'run-8'],
  ]);
});

test('delivers the control of alerts, which is no message and has no id', () => {
  const { sources, messages } = opened();
  sources.last.hello('run-7');

  sources.last.alerts({ paused: true });
  sources.last.alerts('no JSON {');

  assert.deepEqual(messages(), [['alerts', { paused: true }, '']]);
});

test('a broken connection is opened again after a pause, with the last id', () => {
  const { clock, sources, state } = opened();
  sources.last.hello('run-7');
  sources.last.message('run 8', FOLLOW);

  sources.last.fail();

  assert.equal(sources.last.closed, true);
  assert.deepEqual(state(), { status: 'reconnecting', reason: 'the connection broke or was refused', retryIn: 1000 });
  clock.advance(999);
  assert.equal(sources.opened.length, 1);
  clock.advance(1);
  assert.equal(sources.last.url, `${URL}?lastEventId=run%208`);
  assert.deepEqual(state(), { status: 'reconnecting' });
});

test('what cannot be reached for a minute is stale, until it is live again', () => {
  const { clock, sources, state, states } = opened();
  sources.last.hello('run-7');

  for (let second = 0; second < 60; second++) {
    if (!sources.last.closed) sources.last.fail();
    clock.advance(1_000);
  }
  sources.last.fail();

  assert.equal(state().status, 'stale');
  assert.equal(states().findIndex(({ status }) => status === 'stale') > 20, true);
  clock.advance(1_000);
  sources.last.hello('run-8');
  assert.equal(state().status, 'live');
  sources.last.fail();
  assert.equal(state().status, 'reconnecting');
});

test('the id of hello is resumed from when no message came after it', () => {
  const { clock, sources } = opened();
  sources.last.hello('run-7');

  sources.last.fail();
  clock.advance(1000);

  assert.equal(sources.last.url, `${URL}?lastEventId=run-7`);
});

test('an id of an earlier run is given up once the relay says where it stands', () => {
  const { clock, sources, state } = opened();
  sources.last.hello('run1-7');
  sources.last.fail();
  clock.advance(1000);

  sources.last.hello('run2-0', 'unknown');

  assert.deepEqual(state(), { status: 'live', missed: 'unknown' });
  sources.last.fail();
  clock.advance(1000);
  assert.equal(sources.last.url, `${URL}?lastEventId=run2-0`);
});

test('a relay that is not there yet is tried for ever, and it is still connecting', () => {
  const { clock, sources, state } = opened();

  for (let attempt = 0; attempt < 50; attempt++) {
    sources.last.fail();
    clock.advance(LONGEST_DELAY);
  }
  assert.equal(state().status, 'connecting');
  sources.last.hello('run-0');

  assert.equal(state().status, 'live');
});

test('a pause lies between 1 s and a ceiling that doubles up to 30 s', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 9].map((n) => backoff(n, () => 1)),
    [2000, 4000, 8000, 16000, 30000, 30000, 30000],
  );
  assert.deepEqual(
    [0, 9].map((n) => backoff(n, () => 0)),
    [1000, 1000],
  );
  assert.equal(
    backoff(0, () => 0.5),
    1500,
  );
});

test('pauses grow while connections break at once, and start afresh after a healthy one', () => {
  const { clock, sources, state } = opened({ random: () => 1 });
  const pauses = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    sources.last.hello('run-1');
    sources.last.fail();
    pauses.push(state().retryIn);
    clock.advance(state().retryIn);
  }
  sources.last.hello('run-1');
  clock.advance(10_000);

  sources.last.fail();

  assert.deepEqual(pauses, [2000, 4000, 8000]);
  assert.equal(state().retryIn, 2000);
});

test('40 s of silence end a connection that looks open', () => {
  const { clock, sources, state } = opened();
  sources.last.hello('run-7');

  clock.advance(SILENCE_LIMIT - 1);
  assert.equal(state().status, 'live');
  clock.advance(1);

  assert.equal(state().reason, 'nothing was heard for too long');
  clock.advance(1000);
  assert.equal(sources.opened.length, 2);
});

test('an attempt that gets no answer at all is given up after 40 s', () => {
  const { clock, sources } = opened();

  clock.advance(SILENCE_LIMIT + 1000);

  assert.equal(sources.opened[0].closed, true);
  assert.equal(sources.opened.length, 2);
});

for (const [sign, live] of [
  ['a ping', (source) => source.ping()],
  ['a message', (source) => source.message('run-8', FOLLOW)],
  ['a hello', (source) => source.hello('run-8')],
]) {
  test(`${sign} is a sign of life`, () => {
    const { clock, sources } = opened();
    sources.last.hello('run-7');

    for (let i = 0; i < 10; i++) {
      clock.advance(SILENCE_LIMIT - 1);
      live(sources.last);
    }

    assert.equal(sources.opened.length, 1);
    assert.equal(clock.pending, 1);
  });
}

test('bye gives the pause', () => {
  const { clock, sources, state } = opened();
  sources.last.hello('run-7');

  sources.last.bye(4321);

  assert.deepEqual(state(), { status: 'reconnecting', reason: 'the server is restarting', retryIn: 4321 });
  clock.advance(4320);
  assert.equal(sources.opened.length, 1);
  clock.advance(1);
  assert.equal(sources.opened.length, 2);
});

test('what an abandoned source still says is not heard', () => {
  const { clock, sources, messages, states } = opened();
  const first = sources.last;
  first.hello('run-7');
  first.fail();
  clock.advance(1000);
  const before = states().length;

  first.message('run-8', FOLLOW);
  first.fail();
  first.hello('run-1');

  assert.deepEqual(messages(), []);
  assert.equal(states().length, before);
});

test('waking up ends a pause, and leaves a connection alone that is well', () => {
  const { connection, sources } = opened();
  sources.last.hello('run-7');
  connection.wake();
  assert.equal(sources.opened.length, 1);
  sources.last.fail();

  connection.wake();

  assert.equal(sources.opened.length, 2);
});

test('waking up after hours of sleep finds the connection dead', () => {
  const { clock, connection, sources, state } = opened();
  sources.last.hello('run-7');
  clock.jump(3 * 3600_000);

  connection.wake();

  assert.equal(state().status, 'reconnecting');
});

test('a clock that is set back does not put the watchdog to sleep', () => {
  const { clock, sources } = opened();
  sources.last.hello('run-7');
  clock.jump(-3600_000);

  clock.advance(2 * SILENCE_LIMIT);

  assert.equal(sources.opened[0].closed, true);
});

test('after close nothing happens any more', () => {
  const { clock, connection, sources } = opened();
  sources.last.hello('run-7');

  connection.close();
  clock.advance(3600_000);

  assert.equal(sources.opened.length, 1);
  assert.equal(clock.pending, 0);
});
