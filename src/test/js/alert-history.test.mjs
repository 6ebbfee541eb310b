import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WINDOW, horizon, rebuild } from '../../main/resources/static/widgets/alerts/alert-history.js';
import { AlertQueue } from '../../main/resources/static/widgets/alerts/alert-queue.js';
import { sayAlert } from '../../main/resources/static/widgets/alerts/alert-text.js';

const NOW = Date.parse('2026-11-29T20:00:00.000Z');
const KINDS = ['follow', 'sub', 'gift', 'cheer', 'raid'];
const MINUTE = 60_000;

/** Times are seconds, and the present is 0. */
const command = (at, action, more) => ({ at: NOW + at * 1_000, do: action, ...more });
const follow = (at, n) => ({
  id: `t-${n}`,
  time: new Date(NOW + at * 1_000).toISOString(),
  message: { type: 'event', event: 'channel.follow', data: { user_name: `f${n}` } },
});
const control = (commands, more) => ({ paused: false, pausedBefore: false, commands, ...more });
const newQueue = () => new AlertQueue({ shortest: 3_000, longest: 7_000, patience: 60_000, kinds: KINDS });
const words = (alert) => alert && sayAlert(alert).map(({ text }) => text).join('');

/** As after a reload: what is on air, and what waits. */
function rebuilt(events, state, { ahead = 0 } = {}) {
  const queue = newQueue();
  rebuild(queue, state, events, horizon(state, NOW), ahead, NOW + ahead);
  return { queue, onAir: words(queue.at(NOW + ahead)), waiting: queue.waiting.map(words) };
}

test('the horizon is ten minutes without pauses ago, or the latest clear', () => {
  const ago = (state) => (NOW - horizon(state, NOW)) / MINUTE;
  const minutes = (at, action) => command(at * 60, action);

  assert.equal(WINDOW, 10 * MINUTE);
  assert.equal(ago(control([])), 10);
  assert.equal(ago(control([minutes(-4, 'skip')])), 10);
  assert.equal(ago(control([minutes(-60, 'pause')], { paused: true })), 70);
  assert.equal(ago(control([minutes(-60, 'pause'), minutes(-55, 'resume'), minutes(-4, 'pause'), minutes(-2, 'resume')])), 12);
  assert.equal(ago(control([minutes(-60, 'pause'), minutes(-5, 'resume')])), 65);
  assert.equal(ago(control([minutes(-30, 'resume')], { pausedBefore: true })), 10);
  assert.equal(ago(control([minutes(-3, 'clear'), minutes(-2, 'skip')])), 3);
  assert.equal(ago(control([], { paused: true, pausedBefore: true })), 10);
});

test('without orders the alert on air is the one that would be, and began when it would have', () => {
  const { queue, onAir, waiting } = rebuilt([follow(-5, 1), follow(-4, 2), follow(-1, 3)], control([]));

  assert.equal(onAir, 'f2 followed');
  assert.equal(queue.current.since, NOW - 1_400);
  assert.deepEqual(waiting, ['f3 followed']);
});

test('of alerts that are over nothing is left', () => {
  assert.deepEqual(rebuilt([follow(-500, 1), follow(-90, 2)], control([])).onAir, null);
});

test('events and orders work in the order of their times', () => {
  const commands = [command(-60, 'pause'), command(-20, 'skip'), command(-10, 'skip', { id: 't-4' })];
  const { onAir, waiting } = rebuilt(
    [follow(-15, 5), follow(-30, 4), follow(-35, 3), follow(-40, 2), follow(-59, 1)],
    control(commands, { paused: true }),
  );

  assert.equal(onAir, null);
  assert.deepEqual(waiting, ['f2 followed', 'f3 followed', 'f5 followed']);
});

test('what waited before a pause still waits, however long the pause is', () => {
  const state = control([command(-7_200, 'pause')], { paused: true });

  assert.deepEqual(rebuilt([follow(-7_205, 1), follow(-7_204, 2), follow(-7_203, 3), follow(-60, 4)], state).waiting, [
    'f3 followed',
    'f4 followed',
  ]);
});

test('a pause from before the known orders counts', () => {
  assert.deepEqual(rebuilt([follow(-9, 1)], control([command(-5, 'skip')], { paused: true, pausedBefore: true })).waiting, []);
  assert.deepEqual(rebuilt([follow(-9, 1)], control([], { paused: true, pausedBefore: true })).waiting, ['f1 followed']);
});

test('a browser whose clock is wrong shows the same', () => {
  for (const ahead of [-86_400_000, 3_600_000]) {
    const { queue, onAir } = rebuilt([follow(-5, 1), follow(-1, 2)], control([]), { ahead });

    assert.equal(onAir, 'f2 followed');
    assert.equal(queue.current.since, NOW + ahead - 400);
  }
});

test('a page that is reloaded at any moment goes on as a page that stayed', () => {
  const events = [0, 1, 2, 4, 8, 8.1, 8.2, 8.3, 8.4, 8.5, 8.6, 20, 21, 22, 40].map((at, n) => follow(at, n + 1));
  const orders = [command(3, 'pause'), command(9, 'skip'), command(12, 'resume'), command(21.5, 'skip', { id: 't-13' })];
  const stayed = (until) => {
    const queue = newQueue();
    const inputs = [
      ...events.map((one) => [Date.parse(one.time), (now) => queue.offer(one.message, now, one.id)]),
      ...orders.map((one) => [one.at, (now) => queue.order(one, now)]),
    ].sort(([one], [other]) => one - other);
    for (let now = NOW; now <= until; now += 100) {
      while (inputs.length > 0 && inputs[0][0] <= now) inputs.shift()[1](now);
      queue.at(now);
    }
    return [words(queue.current), ...queue.waiting.map(words)];
  };
  for (let at = 0; at < 60_000; at += 700) {
    const until = NOW + at;
    const state = control(orders.filter((one) => one.at <= until), { paused: at >= 3_000 && at < 12_000 });
    const queue = newQueue();
    const past = events.filter((one) => Date.parse(one.time) <= until);
    rebuild(queue, state, past, horizon(state, until), 0, until);

    assert.deepEqual([words(queue.at(until)), ...queue.waiting.map(words)], stayed(until), `after ${at} ms`);
  }
});
