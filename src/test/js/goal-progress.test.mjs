import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterEvent,
  afterOnline,
  afterStats,
  afterStream,
  asksForStream,
  become,
  goalKey,
  isCurrent,
  nothingKnown,
  periodOf,
  progress,
  remembered,
  untilMidnight,
} from '../../main/resources/static/widgets/goal/goal-progress.js';

const goal = (more) => ({ metric: 'followers', period: 'total', start: 0, target: 100, label: '', ...more });
const stats = (followers, live = true) => ({ live, viewers: 0, followers, subs: 0 });
const after = (options, ...steps) => steps.reduce((state, step) => step(state, options), nothingKnown());
const count = (followers, live, day = 'd1') => (state, options) =>
  afterStats(state, options, stats(followers, live), day);
const online = (id, stream) => (state, options) => afterOnline(state, options, id, stream);

test('a total goal is where the channel is, from start to target', () => {
  const options = goal({ start: 1000, target: 1500 });

  assert.deepEqual(progress(after(options, count(1250)), options), { value: 1250, part: 0.5, reached: false });
  assert.deepEqual(progress(after(options, count(1500)), options), { value: 1500, part: 1, reached: true });
  assert.equal(progress(after(options, count(900)), options).part, 0);
});

test('before the first numbers there is nothing to show', () => {
  assert.deepEqual(progress(nothingKnown(), goal()), { value: null, part: 0, reached: false });
});

test('a stream goal counts from stream.online, each once', () => {
  const options = goal({ period: 'stream', target: 10 });
  const first = after(options, count(50), count(54));
  assert.equal(progress(first, options).value, 4);

  const anew = [online('a-1'), count(55), online('a-1')].reduce((state, step) => step(state, options), first);

  assert.equal(progress(anew, options).value, 1);
});

test('a stream that began while nobody looked is noticed by its numbers', () => {
  const options = goal({ period: 'stream' });

  const state = after(options, count(50, true), count(52, false), count(60, true), count(61, true));

  assert.equal(progress(state, options).value, 1);
});

test('a stream that is told twice, or goes on after an end that was none, is one stream', () => {
  const options = goal({ period: 'stream' });
  const going = after(options, count(50), online('a-1', '46'), count(57));
  assert.equal(progress(going, options).value, 7);

  const again = [online('a-2', '46'), count(57, false), count(58, true)].reduce((state, step) => step(state, options), going);
  assert.equal(progress(again, options).value, 8);
  assert.ok(asksForStream(again, options));
  assert.equal(progress(afterStream(again, '46'), options).value, 8);
  assert.ok(!asksForStream(afterStream(again, '46'), options));
  assert.equal(progress(afterStream(again, '47'), options).value, 0);
  assert.equal(progress(afterStream(again, ''), options).value, 0);

  const next = [online('a-3', '47'), count(60)].reduce((state, step) => step(state, options), afterStream(again, '46'));
  assert.equal(progress(next, options).value, 2);
});

test('a page that came while the stream was on learns which one it is', () => {
  const options = goal({ period: 'stream' });
  const state = after(options, count(50));
  assert.ok(asksForStream(state, options));
  assert.ok(!asksForStream(state, goal()));

  const known = afterStream(state, '46');

  assert.equal(known.stream, '46');
  assert.equal(progress(online('a-1', '46')(count(55)(known, options), options), options).value, 5);
});

test('a daily goal starts anew with another day', () => {
  const options = goal({ period: 'day', start: 2 });

  const state = after(options, count(50), count(53), count(54, true, 'd2'), count(56, true, 'd2'));

  assert.equal(progress(state, options).value, 4);
});

test('people who leave do not make it negative', () => {
  const options = goal({ period: 'stream' });

  assert.equal(progress(after(options, count(50), count(48)), options).value, 0);
});

test('memory survives as JSON, and nonsense is no memory', () => {
  const state = after(goal(), count(7));

  assert.deepEqual(remembered(JSON.stringify(state)), state);
  for (const nonsense of [null, 'null', '{', '{"total":"x"}', '3']) assert.deepEqual(remembered(nonsense), nothingKnown());
});

test('other parameters, other memory', () => {
  assert.notEqual(goalKey(goal()), goalKey(goal({ target: 200 })));
  assert.equal(goalKey(goal()), goalKey({ ...goal(), accent: 'gold' }));
});

test('midnight is local', () => {
  const late = new Date(2026, 4, 31, 23, 59, 30).getTime();

  assert.equal(untilMidnight(late), 30_000);
  assert.notEqual(periodOf(late, 'day'), periodOf(late + 30_000, 'day'));
});

test('a week begins on Monday, and a month on its first day', () => {
  const at = (...date) => new Date(...date).getTime();

  assert.equal(periodOf(at(2026, 10, 29), 'week'), '2026-11-23');
  assert.equal(periodOf(at(2026, 10, 30), 'week'), '2026-11-30');
  assert.equal(periodOf(at(2027, 0, 1), 'week'), '2026-12-28');
  assert.equal(periodOf(at(2026, 10, 30), 'month'), '2026-11-1');
  assert.equal(periodOf(at(2026, 11, 1), 'month'), '2026-12-1');
});

for (const period of ['week', 'month']) {
  test(`a goal of a ${period} starts anew with another one`, () => {
    const options = goal({ period });

    const state = after(options, count(50), count(54), count(55, true, 'p2'), count(58, true, 'p2'));

    assert.equal(progress(state, options).value, 3);
  });
}

const cheer = (bits, id, day = 'd1') => (state, options) =>
  afterEvent(state, options, { event: 'channel.cheer', data: { bits } }, id, day);
const begin = (id, stream) => (state, options) =>
  afterEvent(state, options, { event: 'stream.online', data: { id: stream } }, id, 'd1');

test('bits are added up, each cheer once, over a reload too', () => {
  const options = goal({ metric: 'bits' });

  const state = after(options, cheer(100, 'c-1'), cheer(50, 'c-2'), cheer(50, 'c-2'), cheer('many', 'c-3'));
  const again = cheer(50, 'c-2')(remembered(JSON.stringify(state)), options);

  assert.equal(progress(state, options).value, 150);
  assert.equal(progress(again, options).value, 150);
});

test('the first cheer of a day counts for that day', () => {
  const options = goal({ metric: 'bits', period: 'day' });

  const state = after(options, cheer(100, 'c-1', 'd1'), cheer(30, 'c-2', 'd2'), cheer(5, 'c-3', 'd2'));

  assert.equal(progress(state, options).value, 35);
});

test('bits of a stream count from its begin, and a begin that is read again after a reload changes nothing', () => {
  const options = goal({ metric: 'bits', period: 'stream' });
  const evening = [cheer(7, 'c-1'), begin('o-1', '46'), cheer(100, 'c-2'), begin('o-2', '47'), cheer(30, 'c-3')];

  const state = after(options, ...evening);
  const again = evening.reduce((known, step) => step(known, options), remembered(JSON.stringify(state)));

  assert.equal(progress(state, options).value, 30);
  assert.equal(progress(again, options).value, 30);
});

/** Lets a page live through stats and reloads, and tells each value that it shows, with ! where the goal celebrates. */
function evening(options, steps) {
  let memory = null;
  let state = nothingKnown();
  let looked = false;
  return steps.map((step) => {
    if (step === 'reload') {
      state = remembered(memory);
      looked = false;
      return isCurrent(state, options, 'd1') ? (progress(state, options).value ?? '–') : '–';
    }
    const { followers, live = true, day = 'd1' } = step;
    const { next, party } = become(afterStats(state, options, { live, followers }, day), options, looked);
    looked ||= followers !== null;
    state = next;
    memory = JSON.stringify(state);
    return `${progress(state, options).value ?? '–'}${party ? '!' : ''}`;
  });
}

const UNKNOWN = { followers: null };
const known = (followers, more) => ({ followers, ...more });

for (const [what, steps, total, stream, day] of [
  ['first start: nothing is known, then it is', [UNKNOWN, known(1317)], ['–', '1317'], ['–', '0'], ['–', '0']],
  ['not signed in, then signed in, then followers', [UNKNOWN, known(1317), known(1320)], ['–', '1317', '1320'], ['–', '0', '3'], ['–', '0', '3']],
  ['refused, then a sign-in with more permissions', [UNKNOWN, UNKNOWN, known(40), known(60)], ['–', '–', '40', '60!'], ['–', '–', '0', '20'], ['–', '–', '0', '20']],
  ['a restart while Twitch is away', [known(40), known(40), known(41)], ['40', '40', '41'], ['0', '0', '1'], ['0', '0', '1']],
  ['a dead token: the last number stays', [known(40), UNKNOWN, known(45)], ['40', '40', '45'], ['0', '0', '5'], ['0', '0', '5']],
  ['reached while somebody looks, once', [known(40), known(95), known(99), known(101)], ['40', '95!', '99', '101'], ['0', '55!', '59', '61'], ['0', '55!', '59', '61']],
  ['reached while the page was closed', [known(40), 'reload', known(95), known(96)], ['40', 40, '95', '96'], ['0', '–', '55', '56'], ['0', 0, '55', '56']],
  ['another day began while the page was closed', [known(40, { day: 'd0' }), 'reload', known(95)], ['40', 40, '95'], ['0', '–', '55'], ['0', '–', '0']],
]) {
  for (const [period, expected] of Object.entries({ total, stream, day })) {
    test(`${period}: ${what}`, () => {
      assert.deepEqual(evening(goal({ period, target: 50 }), steps), expected);
    });
  }
}
