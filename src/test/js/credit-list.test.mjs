import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreditList, MOST_NAMES } from '../../main/resources/static/widgets/credits/credit-list.js';

const BEGAN = 3_600_000_000;
const ALL = ['raid', 'gift', 'sub', 'cheer', 'follow'];
let n = 0;

const list = (show = ALL, json = '') => {
  const made = new CreditList(show, json);
  made.streamBegan(BEGAN);
  return made;
};
const user = (name) => ({ user_id: name, user_name: name });
const hear = (credits, event, data, { time = null, id = `r-${++n}`, now = BEGAN, origin } = {}) =>
  credits.heard({ event, data, origin }, time, id, now);
const told = (credits, now = BEGAN) =>
  credits.at(now).map(({ title, names }) => `${title}: ${names.map(({ name, amount }) => `${name} ${amount}`.trim()).join(', ')}`);

test('each person is named once in a section, with all amounts, and who gave most is first', () => {
  const credits = list();
  hear(credits, 'channel.follow', user('Ann'));
  hear(credits, 'channel.follow', user('Ann'));
  hear(credits, 'channel.cheer', { ...user('Bo'), bits: 100 });
  hear(credits, 'channel.cheer', { ...user('Cy'), bits: 150 });
  hear(credits, 'channel.cheer', { ...user('Bo'), bits: 100 });
  hear(credits, 'channel.subscription.gift', { ...user('Di'), total: 5 });
  hear(credits, 'channel.subscribe', { ...user('Ed'), is_gift: true });
  hear(credits, 'channel.subscription.message', user('Fay'));
  hear(credits, 'channel.raid', { from_broadcaster_user_id: '7', from_broadcaster_user_name: 'Gil', viewers: 1 });

  assert.deepEqual(told(credits), [
    'Raids: Gil 1 viewer',
    'Gifts: Di 5 subs',
    'Subscriptions: Ed, Fay',
    'Cheers: Bo 200 bits, Cy 150 bits',
    'New followers: Ann',
  ]);
});

test('only the sections that were asked for, in the order that was asked for', () => {
  const credits = list(['follow', 'raid']);
  for (const event of ['channel.follow', 'channel.cheer']) hear(credits, event, { ...user('Ann'), bits: 5 });
  hear(credits, 'channel.raid', { from_broadcaster_user_name: 'Gil', viewers: 'x' });

  assert.deepEqual(told(credits), ['New followers: Ann', 'Raids: Gil']);
});

test('nobody who stays anonymous, and nothing from before the stream', () => {
  const credits = list();

  assert.ok(!hear(credits, 'channel.cheer', { ...user('Ann'), bits: 5, is_anonymous: true }));
  assert.ok(!hear(credits, 'channel.follow', {}));
  assert.ok(!hear(credits, 'channel.follow', user('Old'), { time: BEGAN - 1 }));
  assert.ok(!hear(credits, 'channel.update', user('Ann')));
  assert.deepEqual(told(credits), []);
});

test('a reload keeps the names, whatever is shown, and counts nothing twice', () => {
  const credits = list(['follow']);
  hear(credits, 'channel.cheer', { ...user('Ann'), bits: 5 }, { id: 'c-1' });

  const again = list(ALL, JSON.stringify(credits));
  hear(again, 'channel.cheer', { ...user('Ann'), bits: 5 }, { id: 'c-1', time: BEGAN + 1 });

  assert.deepEqual(told(again), ['Cheers: Ann 5 bits']);
});

test('another stream empties the list', () => {
  const credits = list();
  hear(credits, 'channel.follow', user('Ann'));

  hear(credits, 'stream.online', { started_at: new Date(BEGAN + 3_600_000).toISOString() });

  assert.deepEqual(told(credits), []);
});

test('a test event is there for a moment', () => {
  const credits = list();
  hear(credits, 'channel.follow', user('Tester'), { origin: 'test' });

  assert.deepEqual(told(credits), ['New followers: Tester']);
  assert.deepEqual(told(credits, BEGAN + 16_000), []);
});

test('a page holds so many names, and tells how many are left out', () => {
  const credits = list(['follow']);
  for (let one = 0; one < MOST_NAMES + 7; one++) hear(credits, 'channel.follow', user(`Fan${one}`));

  const [{ names, more }] = credits.at(BEGAN);

  assert.deepEqual([names.length, more], [MOST_NAMES, 7]);
});

test('nonsense in the memory is no memory', () => {
  for (const json of ['{', 'null', '{"began":1,"counted":[],"people":{}}', '{"began":1,"counted":[],"people":{"raid":3}}']) {
    assert.deepEqual(told(list(ALL, json)), [], json);
  }
});
