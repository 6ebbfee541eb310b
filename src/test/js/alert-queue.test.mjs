import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertQueue } from '../../main/resources/static/widgets/alerts/alert-queue.js';
import { sayAlert } from '../../main/resources/static/widgets/alerts/alert-text.js';
import { describeAnyEvent } from '../../main/resources/static/words/sentences.js';
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

/** Offers each message, and carries out each order, at its time, looks at the clock as the widget does, and notes what came on air. */
function onAir(timed, { until = 1_000_000, ...options } = {}) {
  const queue = new AlertQueue({ shortest: 3000, longest: 7000, kinds: KINDS, ...options });
  const shown = [];
  const look = (now) => {
    const alert = queue.at(now);
    if (alert && shown.at(-1)?.alert !== alert) shown.push({ alert, at: now });
  };
  const coming = timed.map((one, n) => [...one, `t-${n + 1}`]).sort(([a], [b]) => a - b);
  for (;;) {
    const now = Math.min(coming[0]?.[0] ?? Infinity, queue.nextAt);
    if (now === Infinity || now > until) return shown.map(({ alert, at }) => ({ at, kind: alert.kind, text: text(alert), count: alert.count }));
    while (coming.length > 0 && coming[0][0] <= now) {
      const [, one, id] = coming.shift();
      if (one.do) queue.order(one, now);
      else queue.offer(one, now, id);
    }
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

const order = (action, more) => ({ do: action, ...more });

test('during a pause nothing new comes on air, the alert on air stays to its end, and afterwards all come in their order', () => {
  const shown = onAir([
    [0, cheer(1)],
    [1_000, order('pause')],
    [2_000, cheer(2)],
    [3_000, follow('a')],
    [61_000, order('resume')],
  ]);

  assert.deepEqual(shown.map(({ at, text }) => [at, text]), [
    [0, 'Cy cheered 1 bit'],
    [61_000, 'Cy cheered 2 bits'],
    [64_600, 'a followed'],
  ]);
});

test('an alert on air is not cut short by alerts that wait for the end of a pause', () => {
  const queue = new AlertQueue({ shortest: 3000, longest: 7000, kinds: KINDS });
  queue.offer(cheer(1), 0, 't-1');
  queue.at(0);
  queue.order(order('pause'), 1_000);
  queue.offer(cheer(2), 2_000, 't-2');

  assert.equal(queue.nextAt, 7_000);
  assert.equal(queue.at(7_000), null);
  assert.equal(queue.nextAt, Infinity);
});

test('skip ends the alert on air, or drops the next if there is none', () => {
  assert.deepEqual(onAir([[0, cheer(1)], [0, cheer(2)], [500, order('skip')]]).map(({ at }) => at), [0, 1_100]);
  assert.deepEqual(
    texts(onAir([[0, order('pause')], [1, follow('a')], [2, follow('b')], [3, order('skip')], [4, order('resume')]])),
    ['b followed'],
  );
  assert.deepEqual(onAir([[0, order('skip')]]), []);
});

test('skip with an event drops its alert, on air or waiting, and no other', () => {
  const three = [[0, follow('a')], [0, follow('b')], [0, follow('c')]];

  assert.deepEqual(texts(onAir([...three, [100, order('skip', { id: 't-2' })]])), ['a followed', 'c followed']);
  assert.deepEqual(onAir([...three, [100, order('skip', { id: 't-1' })]]).map(({ at }) => at), [0, 700, 4_300]);
  assert.deepEqual(texts(onAir([...three, [100, order('skip', { id: 't-9' })]])).length, 3);
});

test('skip drops an alert that tells several events by each of them', () => {
  const storm = at(100, 10, Array.from({ length: 20 }, (_, n) => follow(`f${n}`)));

  assert.deepEqual(texts(onAir([[0, cheer(5)], ...storm, [400, order('skip', { id: 't-7' })]])), ['Cy cheered 5 bits']);
});

test('clear drops what is on air and what waits, also an event that comes late, and nothing that is newer', () => {
  const shown = onAir([
    [0, cheer(1)],
    [0, cheer(2)],
    [500, order('clear', { until: 't-4' })],
    [600, cheer(3)],
    [700, cheer(4)],
  ]);

  assert.deepEqual(texts(shown), ['Cy cheered 1 bit', 'Cy cheered 4 bits']);
});

test('a clear forgets recipients that wait for their gift', () => {
  assert.deepEqual(onAir([...at(0, 10, many(3)), [100, order('clear', { until: 't-3' })]]), []);
});

test('a replay is the next alert, behind replays that wait, and never becomes one with others', () => {
  const again = (name, id) => order('replay', { id, message: follow(name) });
  const shown = onAir(
    [[0, cheer(1)], [1, follow('a')], [2, again('x', 'h-1')], [3, again('y', 'h-2')], [4, again('r', 'h-3')]],
    { kinds: ['cheer', 'follow'] },
  );

  assert.deepEqual(texts(shown), ['Cy cheered 1 bit', 'x followed', 'y followed', 'r followed', 'a followed']);
  const raid = message('channel.raid', { from_broadcaster_user_name: 'Bay', viewers: 3 });
  assert.deepEqual(onAir([[0, order('replay', { id: 'h-1', message: raid })]], { kinds: ['follow'] }), []);
});

test('what waits too long becomes one alert for each kind, told by the name of who gave most', () => {
  const shown = onAir(
    at(0, 100, [...Array.from({ length: 20 }, (_, n) => cheer(n + 1)), ...Array.from({ length: 10 }, () => gift(2))]),
    { patience: 20_000 },
  );

  assert.deepEqual(texts(shown).slice(0, 6), [1, 2, 3, 4, 5, 6].map((bits) => `Cy cheered ${bits} bit${bits > 1 ? 's' : ''}`));
  assert.deepEqual(texts(shown).slice(6), [
    'Cy and 13 others cheered 189 bits',
    'Ann and 9 others gifted 20 subscriptions',
  ]);
});

test('a crowd of resubscriptions counts people, because a sum of months tells nothing', () => {
  const resub = (months) =>
    message('channel.subscription.message', { user_name: `m${months}`, tier: '1000', cumulative_months: months, message: { text: 'Hi' } });
  const shown = onAir([[0, cheer(1)], ...at(1, 1, [resub(3), resub(40), resub(5)])], {
    kinds: ['cheer', 'resub'],
    patience: 1_000,
  });

  assert.deepEqual(shown.map(({ text, count }) => [text, count]), [
    ['Cy cheered 1 bit', 1],
    ['m40 and 2 others resubscribed', 3],
  ]);
});

test('a storm of every kind for ten minutes keeps no alert waiting for more than two', () => {
  const raid = message('channel.raid', { from_broadcaster_user_name: 'Bay', viewers: 3 });
  const sub = message('channel.subscribe', { user_name: 'Bo', tier: '1000', is_gift: false });
  const kinds = [follow(), cheer(1), gift(2), raid, sub];
  const queue = new AlertQueue({ shortest: 3000, longest: 7000, patience: 60_000, kinds: KINDS });
  const waits = [];
  let shown = null;
  for (let now = 0; now < 720_000; now += 50) {
    if (now < 600_000) queue.offer(kinds[(now / 50) % kinds.length], now, `t-${now / 50}`);
    const alert = queue.at(now);
    if (alert && alert !== shown) waits.push(now - alert.offeredAt);
    shown = alert;
  }

  assert.ok(Math.max(...waits) < 120_000, `${Math.max(...waits)} ms`);
  assert.equal(shown, null);
  assert.equal(queue.waiting.length, 0);
});

test('the time of a pause is no wait', () => {
  const shown = onAir(
    [[0, order('pause')], ...at(1_000, 1_000, [cheer(1), cheer(2), cheer(3)]), [3_600_000, order('resume')]],
    { patience: 60_000, until: 4_000_000 },
  );

  assert.deepEqual(shown.map(({ count }) => count), [1, 2, 3]);
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
  assert.deepEqual(onAir([[0, power]], { describe: describeAnyEvent }), []);
  const asked = { kinds: ['power', 'streak'], describe: describeAnyEvent };
  assert.deepEqual(texts(onAir([[0, power], [1, streak]], asked)), [
    'Bo used a power-up for 9 bits',
    'Bo shares a watch streak of 3 streams',
  ]);
});
