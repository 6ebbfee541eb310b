import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Subathon, typesOf } from '../../main/resources/static/widgets/countdown/subathon.js';

const HOUR = 3_600_000;
const BEGAN = 1_000 * HOUR;
const PRICES = { sub: 300, tier2: 600, tier3: 1_500, gift: 200, bits: 60, follow: 0 };
let n = 0;

const timer = (more = {}, json = '') => {
  const made = new Subathon({ prices: PRICES, length: HOUR, most: Infinity, began: undefined, ...more }, json);
  made.streamBegan(BEGAN);
  return made;
};
const hear = (subathon, event, data, { time = null, id = `r-${++n}`, now = BEGAN + 1, origin } = {}) =>
  subathon.heard({ event, data, origin }, time, id, now);
const minutes = (subathon, now = BEGAN + 1) => (subathon.endsAt(now) - BEGAN) / 60_000;

for (const [what, event, data, seconds] of [
  ['a sub', 'channel.subscribe', { tier: '1000', is_gift: false }, 300],
  ['a sub of tier 2', 'channel.subscribe', { tier: '2000' }, 600],
  ['a resub of tier 3', 'channel.subscription.message', { tier: '3000' }, 1_500],
  ['a sub that was a gift', 'channel.subscribe', { tier: '1000', is_gift: true }, 0],
  ['five gifts', 'channel.subscription.gift', { total: 5, tier: '1000' }, 1_000],
  ['150 bits', 'channel.cheer', { bits: 150 }, 90],
  ['a follow that costs nothing', 'channel.follow', {}, 0],
  ['nonsense', 'channel.cheer', { bits: 'many' }, 0],
  ['nothing', 'channel.subscription.gift', undefined, 0],
  ['another event', 'channel.raid', { viewers: 5 }, 0],
]) {
  test(`${what} adds ${seconds} seconds`, () => {
    const subathon = timer();

    assert.equal(hear(subathon, event, data), seconds);
    assert.equal(minutes(subathon), 60 + seconds / 60);
  });
}

test('an event counts once, and a reload keeps what was added', () => {
  const subathon = timer();
  hear(subathon, 'channel.cheer', { bits: 100 }, { id: 'c-1' });
  hear(subathon, 'channel.cheer', { bits: 100 }, { id: 'c-1' });

  const again = timer({}, JSON.stringify(subathon));
  hear(again, 'channel.cheer', { bits: 100 }, { id: 'c-1', time: BEGAN + 1 });

  assert.equal(minutes(again), 61);
});

test('the time never goes beyond the longest', () => {
  const subathon = timer({ most: 2 * HOUR });

  hear(subathon, 'channel.subscription.gift', { total: 100 });

  assert.equal(minutes(subathon), 120);
});

test('what is over is over', () => {
  const subathon = timer();

  assert.equal(hear(subathon, 'channel.cheer', { bits: 500 }, { now: BEGAN + HOUR }), 0);
  assert.equal(hear(subathon, 'channel.cheer', { bits: 500 }, { time: BEGAN + HOUR + 5, now: BEGAN + 9 * HOUR }), 0);
  assert.equal(minutes(subathon, BEGAN + 9 * HOUR), 60);
});

test('of the past, what came before the begin does not count, and what came in time does', () => {
  const subathon = timer();
  const now = BEGAN + 9 * HOUR;

  hear(subathon, 'channel.cheer', { bits: 500 }, { time: BEGAN - 5, now });
  hear(subathon, 'channel.cheer', { bits: 100 }, { time: BEGAN + 5, now });

  assert.equal(minutes(subathon, now), 61);
});

test('before the stream the time does not pass', () => {
  const subathon = new Subathon({ prices: PRICES, length: HOUR, most: Infinity, began: undefined });

  assert.deepEqual([subathon.endsAt(5), subathon.endsAt(50), subathon.beginsAt], [5 + HOUR, 50 + HOUR, Infinity]);
});

test('a new stream begins anew, and a timer with a begin of its own goes on', () => {
  const next = { started_at: new Date(BEGAN + 10 * HOUR).toISOString() };
  const [ofTheStream, ofItsOwn] = [timer(), timer({ began: BEGAN })];
  for (const one of [ofTheStream, ofItsOwn]) {
    hear(one, 'channel.cheer', { bits: 100 });
    hear(one, 'stream.online', next);
  }

  assert.equal(ofTheStream.endsAt(BEGAN + 10 * HOUR), BEGAN + 11 * HOUR);
  assert.equal(minutes(ofItsOwn), 61);
});

test('a test event extends it for a moment', () => {
  const subathon = timer();

  assert.equal(hear(subathon, 'channel.cheer', { bits: 100 }, { origin: 'test' }), 60);

  assert.equal(minutes(subathon), 61);
  assert.equal(minutes(subathon, BEGAN + 20_000), 60);
});

test('nonsense in the memory is no memory', () => {
  for (const json of ['{', 'null', '{"began":1,"counted":[1],"added":5}', '{"began":1,"counted":[],"added":"5"}']) {
    assert.equal(minutes(timer({}, json)), 60, json);
  }
});

test('it needs only the events that change it', () => {
  const free = { sub: 0, tier2: 0, tier3: 0, gift: 0, bits: 0, follow: 0 };

  assert.deepEqual(typesOf(free), []);
  assert.deepEqual(typesOf({ ...free, tier3: 5 }), ['channel.subscribe', 'channel.subscription.message']);
  assert.deepEqual(typesOf({ ...free, bits: 1, follow: 2 }), ['channel.cheer', 'channel.follow']);
});
