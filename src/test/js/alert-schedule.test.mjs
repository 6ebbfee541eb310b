import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../main/resources/static/widgets/alerts/alert-history.js'; // so that a page has it at once
import { AlertQueue } from '../../main/resources/static/widgets/alerts/alert-queue.js';
import { AlertSchedule } from '../../main/resources/static/widgets/alerts/alert-schedule.js';
import { sayAlert } from '../../main/resources/static/widgets/alerts/alert-text.js';
import { ManualClock } from './support/stream-fakes.mjs';

const follow = (name) => ({ type: 'event', event: 'channel.follow', data: { user_name: name } });
const control = (commands = [], more) => ({ paused: false, muted: false, pausedBefore: false, commands, ...more });
/** What is under way has ended: answers, and the module that a page loads. */
async function soon() {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

/** A page: `say` is the stream, `shown` what has been on air. */
function page({ reloaded = false, whole = false, history = [], answer } = {}) {
  const clock = new ManualClock();
  const heard = {};
  const asked = [];
  const shown = [];
  const queue = new AlertQueue({ shortest: 3_000, longest: 7_000, patience: 60_000, kinds: ['follow'] });
  const changed = () => {
    const text = queue.current && sayAlert(queue.current).map((piece) => piece.text).join('');
    if (text && shown.at(-1) !== text) shown.push(text);
  };
  const schedule = new AlertSchedule(queue, changed, { whole, accepts: ({ origin }) => origin !== 'replay' }, {
    ...clock,
    isReloaded: () => reloaded,
    subscribe: (kind, fn) => {
      heard[kind] = fn;
      return () => delete heard[kind];
    },
    ask: async (path) => {
      asked.push(path);
      if (answer === undefined) throw new Error('status 502');
      return path.startsWith('api/alerts') ? { time: clock.now(), ...answer } : history;
    },
  });
  schedule.start();
  const say = (kind, ...what) => heard[kind]?.(...what);
  const live = (state) => {
    say('state', { status: 'live' });
    if (state) say('alerts', state);
  };
  return { clock, queue, schedule, asked, shown, say, live, heard };
}

test('a page that is opened while nothing is paused begins empty and asks for nothing', async () => {
  const { live, say, asked, shown } = page();
  live(control([{ at: 1, do: 'skip' }]));
  say('event', follow('a'), 't-1');
  await soon();

  assert.deepEqual(asked, []);
  assert.deepEqual(shown, ['a followed']);
});

test('orders are carried out once, at the moment they come', () => {
  const { live, say, clock, shown, queue } = page();
  live(control());
  const pause = { at: 10, do: 'pause' };
  say('alerts', control([pause], { paused: true }));
  say('event', follow('a'), 't-1');
  say('event', follow('b'), 't-2');
  const skip = { at: 11, do: 'skip' };
  say('alerts', control([pause, skip], { paused: true }));
  say('alerts', control([pause, skip], { paused: true, muted: true }));
  clock.advance(60_000);
  assert.deepEqual(shown, []);

  say('alerts', control([pause, skip, { at: 12, do: 'resume' }]));

  assert.deepEqual(shown, ['b followed']);
  assert.equal(queue.paused, false);
});

test('a mute is no order of the queue', () => {
  const { live, say, schedule } = page();
  live(control());
  assert.equal(schedule.muted, false);

  say('alerts', control([], { muted: true }));

  assert.equal(schedule.muted, true);
});

for (const [how, options, state] of [
  ['reloaded', { reloaded: true }, control()],
  ['opened during a pause', {}, control([{ at: 999_500, do: 'pause' }], { paused: true })],
  ['the view of the dashboard', { whole: true }, control()],
]) {
  test(`a page that is ${how} has what waits, and no event twice`, async () => {
    const before = [
      { id: 't-2', time: new Date(999_900).toISOString(), message: follow('b') },
      { id: 't-1', time: new Date(999_800).toISOString(), message: follow('a') },
      { id: 't-0', time: new Date(999_700).toISOString(), message: { ...follow('lost'), origin: 'replay' } },
    ];
    const { live, say, queue, clock, shown } = page({ ...options, history: before, answer: state });
    live(state);
    say('event', follow('b'), 't-2');
    say('event', follow('c'), 't-3');
    await soon();

    const names = [queue.current, ...queue.waiting].filter((one) => one).map(({ who }) => who);
    assert.deepEqual(names, ['a', 'b', 'c']);
    if (state.paused) say('alerts', control([...state.commands, { at: 1_000_001, do: 'resume' }]));
    clock.advance(30_000);
    assert.deepEqual(shown, ['a followed', 'b followed', 'c followed']);
  });
}

test('an order that comes while the page asks is carried out afterwards, and once', async () => {
  const pause = { at: 999_500, do: 'pause' };
  const skip = { at: 1_000_001, do: 'skip' };
  const state = control([pause], { paused: true });
  const { live, say, queue } = page({
    history: [{ id: 't-1', time: new Date(999_900).toISOString(), message: follow('a') }],
    answer: control([pause, skip], { paused: true }),
  });
  live(state);
  say('event', follow('b'), 't-2');
  say('alerts', control([pause, skip, { at: 1_000_002, do: 'skip' }], { paused: true }));
  await soon();

  assert.deepEqual(queue.waiting.map(({ who }) => who), []);
});

test('where the past cannot be had, the pause still counts and what comes is shown', async () => {
  const { live, say, queue } = page({ reloaded: true });
  live(control([], { paused: true }));
  say('event', follow('a'), 't-1');
  await soon();

  assert.equal(queue.paused, true);
  assert.deepEqual(queue.waiting.map(({ who }) => who), ['a']);
});

test('after a lost connection a pause counts, and a skip that meant an earlier alert does not', () => {
  const { live, say, queue, shown } = page();
  live(control());
  say('event', follow('a'), 't-1');
  say('state', { status: 'reconnecting' });
  live(control([{ at: 10, do: 'skip' }, { at: 11, do: 'pause' }], { paused: true }));

  assert.equal(queue.current.who, 'a');
  assert.equal(queue.paused, true);
  say('alerts', control([{ at: 10, do: 'skip' }, { at: 11, do: 'pause' }, { at: 12, do: 'skip' }], { paused: true }));
  assert.equal(queue.current, null);
  assert.deepEqual(shown, ['a followed']);
});

test('a relay that controls no alerts shows each event', () => {
  const { live, say, shown } = page({ reloaded: true });
  live();

  say('event', follow('a'), 't-1');

  assert.deepEqual(shown, ['a followed']);
});

test('a preview takes no orders, and a page that has left hears nothing', () => {
  const { schedule, heard } = page();
  schedule.stop();
  assert.deepEqual(heard, {});

  schedule.start(false);
  assert.deepEqual(Object.keys(heard), ['event']);
});
