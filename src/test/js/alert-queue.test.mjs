import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertQueue } from '../../main/resources/static/widgets/alerts/alert-queue.js';
import { sayAlert } from '../../main/resources/static/widgets/alerts/alert-text.js';
import { WAIT_FOR_GIFT } from '../../main/resources/static/widgets/alerts/gift-folding.js';

const KINDS = ['follow', 'sub', 'gift', 'cheer', 'raid'];
const message = (event, data) => ({ type: 'event', event, data });
const follow = (name = 'Bo') => message('channel.follow', { user_name: name });
const cheer = (bits) => message('channel.cheer', { user_name: 'Cy', bits, message: 'hi' });
const gift = (total, tier = '1000', name = 'Ann') =>
  message('channel.subscription.gift', { user_name: name, is_anonymous: name === null, total, tier });
const given = (n, tier = '1000') => message('channel.subscribe', { user_name: `r${n}`, tier, is_gift: true });
const many = (count, tier) => Array.from({ length: count }, (_, n) => given(n, tier));
const text = (alert) => sayAlert(alert).map((piece) => piece.text).join('');

/** Offers each message at its time, looks at the clock as the widget does, and notes what came on air. */
function onAir(timed, { until = 1_000_000, ...options } = {}) {
  const queue = new AlertQueue({ shortest: 3000, longest: 7000, kinds: KINDS, ...options });
  const shown = [];
  const look = (now) => {
    const alert = queue.at(now);
    if (alert && shown.at(-1)?.alert !== alert) shown.push({ alert, at: now });
  };
  const coming = [...timed];
  for (;;) {
    const now = Math.min(coming[0]?.[0] ?? Infinity, queue.nextAt);
    if (now === Infinity || now > until) return shown.map(({ alert, at }) => ({ at, kind: alert.kind, text: text(alert), count: alert.count }));
    while (coming.length > 0 && coming[0][0] <= now) queue.offer(coming.shift()[1], now);
    look(now);
  }
}
const at = (start, step, messages) => messages.map((one, n) => [start + n * step, one]);
const texts = (shown) => shown.map((alert) => alert.text);

/** The same shuffle each time. */
function shuffled(list, seed) {
  const copy = [...list];
  let state = seed;
  for (let i = copy.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = state % (i + 1);
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

test('ten mixed events are ten alerts, one after another', () => {
  const ten = [follow('a'), cheer(1), gift(1), follow('b'), cheer(2), cheer(3), follow('c'), cheer(4), follow('d'), cheer(5)];

  const shown = onAir(at(0, 0, ten));

  assert.equal(shown.length, 10);
  assert.deepEqual(shown.slice(0, 3).map((one) => one.at), [0, 3600, 7200]);
});

test('an alert lasts its longest while nobody waits, and only its shortest when somebody comes', () => {
  assert.deepEqual(onAir([[0, cheer(1)], [1000, cheer(2)]]).map((one) => one.at), [0, 3600]);
  assert.deepEqual(onAir([[0, cheer(1)], [5000, cheer(2)]]).map((one) => one.at), [0, 5600]);
});

for (const seed of [1, 2, 3, 4, 5]) {
  test(`a gift of 50 and its 50 recipients are one alert, order ${seed}`, () => {
    const shown = onAir(at(0, 200, shuffled([gift(50), ...many(50)], seed)));

    assert.deepEqual(texts(shown), ['Ann gifted 50 subscriptions']);
  });
}

test('a gift that comes last, or whose recipients come minutes later, is one alert', () => {
  assert.equal(onAir([...at(0, 100, many(5)), [50_000, gift(5)]]).length, 1);
  assert.equal(onAir([[0, gift(5)], ...at(300_000, 100, many(5))]).length, 1);
});

test('two givers at once are two alerts', () => {
  const mixed = shuffled([gift(5, '1000', 'Ann'), gift(3, '1000', 'Ben'), ...many(8)], 9);

  assert.deepEqual(texts(onAir(at(0, 100, mixed))).sort(), ['Ann gifted 5 subscriptions', 'Ben gifted 3 subscriptions']);
});

test('tiers are not mixed up', () => {
  const shown = onAir([[0, gift(1, '2000')], [1, given(1, '1000')], [2, given(2, '2000')]]);

  assert.deepEqual(texts(shown), ['Ann gifted 1 subscription at tier 2', 'r1 received a gifted subscription']);
});

test('an anonymous gift is folded like any', () => {
  assert.deepEqual(texts(onAir(at(0, 100, [...many(2), gift(2, '1000', null)]))), ['Anonymous gifted 2 subscriptions']);
});

test('recipients whose gift never comes are one alert after a minute', () => {
  const shown = onAir(at(0, 100, many(3)));

  assert.deepEqual(texts(shown), ['r2 and 2 more received gifted subscriptions']);
  assert.equal(shown[0].at, WAIT_FOR_GIFT);
});

test('somebody who subscribes in the middle of a gift has an own alert', () => {
  const own = message('channel.subscribe', { user_name: 'Own', tier: '1000', is_gift: false });

  assert.deepEqual(texts(onAir(at(0, 100, [given(1), gift(2), own, given(2)]))), [
    'Ann gifted 2 subscriptions',
    'Own subscribed',
  ]);
});

test('five follows in ten seconds are five alerts', () => {
  assert.equal(onAir(at(0, 2000, Array.from({ length: 5 }, () => follow()))).length, 5);
});

test('thirty follows in ten seconds are one alert that rolls', () => {
  const shown = onAir(at(0, 333, Array.from({ length: 30 }, (_, n) => follow(`f${n}`))));

  assert.deepEqual(texts(shown), ['f29 and 29 others followed']);
});

test('a storm behind another alert is one alert too, and heals', () => {
  const storm = at(100, 10, Array.from({ length: 20 }, (_, n) => follow(`f${n}`)));

  const shown = onAir([[0, cheer(5)], ...storm, [60_000, follow('late')]]);

  assert.deepEqual(texts(shown), ['Cy cheered 5 bits', 'f19 and 19 others followed', 'late followed']);
});

test('a storm without end does not starve the others', () => {
  const storm = at(0, 500, Array.from({ length: 240 }, () => follow()));

  const shown = onAir([...storm, [20_100, cheer(7)]].sort(([a], [b]) => a - b));

  assert.ok(shown.find(({ kind }) => kind === 'cheer').at < 25_000);
  assert.ok(shown.length <= 4, `${shown.length} alerts`);
});

test('kinds that were not asked for are not shown', () => {
  assert.deepEqual(onAir(at(0, 10, [follow(), gift(1), cheer(3)]), { kinds: ['cheer'] }).map(({ kind }) => kind), ['cheer']);
});

test('a template takes name, count and message, and a name is never taken for one', () => {
  const alert = { kind: 'cheer', who: '{count}<b>', text: '', message: '{name}', count: 5 };

  const said = sayAlert(alert, '{name} gave {count}: {message}!');

  assert.equal(said.map((piece) => piece.text).join(''), '{count}<b> gave 5: {name}!');
  assert.deepEqual(said.map((piece) => piece.part), ['name', null, 'count', null, 'message', null]);
});

test('an event of another channel of a shared chat is no alert, unless it is asked for', () => {
  const foreign = message('channel.cheer', {
    user_name: 'Cy',
    bits: 5,
    broadcaster_user_id: '700100',
    source_broadcaster_user_id: '700300',
  });

  assert.deepEqual(texts(onAir([[0, foreign], [10, cheer(1)]])), ['Cy cheered 1 bit']);
  assert.deepEqual(texts(onAir([[0, foreign]], { shared: true })), ['Cy cheered 5 bits']);
});

test('power-ups and watch streaks are alerts where they are asked for', () => {
  const power = message('channel.bits.use', { user_name: 'Bo', bits: 9, type: 'power_up' });
  const streak = message('channel.chat.notification', {
    chatter_user_name: 'Bo',
    notice_type: 'watch_streak',
    watch_streak: { streak_count: 3 },
  });

  assert.deepEqual(onAir([[0, power], [1, streak]]), []);
  assert.deepEqual(texts(onAir([[0, power], [1, streak]], { kinds: ['power', 'streak'] })), [
    'Bo used a power-up for 9 bits',
    'Bo shares a watch streak of 3 streams',
  ]);
});
