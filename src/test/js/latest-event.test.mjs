import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATEST, latestOf, remembered } from '../../main/resources/static/widgets/latest/latest-event.js';

for (const [of, event, data, expected] of [
  ['follower', 'channel.follow', { user_name: 'Bo' }, { name: 'Bo', amount: '' }],
  ['subscriber', 'channel.subscribe', { user_name: 'Bo', is_gift: true }, { name: 'Bo', amount: '' }],
  ['subscriber', 'channel.subscription.message', { user_name: 'Flo', cumulative_months: 14 }, { name: 'Flo', amount: '14 months' }],
  ['gifter', 'channel.subscription.gift', { user_name: 'Ann', total: 1 }, { name: 'Ann', amount: '1 sub' }],
  ['gifter', 'channel.subscription.gift', { user_name: null, user_login: null, total: 5 }, { name: 'Anonymous', amount: '5 subs' }],
  ['cheerer', 'channel.cheer', { user_name: 'Cy', bits: 12_000 }, { name: 'Cy', amount: '12,000 bits' }],
  ['cheerer', 'channel.cheer', { user_name: 'Cy', bits: 'many' }, { name: 'Cy', amount: '' }],
  ['raid', 'channel.raid', { from_broadcaster_user_name: 'Bay', viewers: 321 }, { name: 'Bay', amount: '321 viewers' }],
  ['raid', 'channel.raid', null, { name: 'Somebody', amount: '' }],
]) {
  test(`${of}: ${event} of ${JSON.stringify(data)}`, () => assert.deepEqual(latestOf(of, { event, data }), expected));
}

test('what was kept comes back, and nonsense is nothing', () => {
  assert.deepEqual(remembered('{"name":"Bo","amount":"5 subs"}'), { name: 'Bo', amount: '5 subs' });
  for (const json of [null, '', '{', 'null', '7', '{"name":1}', '{"name":"Bo"}']) assert.equal(remembered(json), null);
});

test('each has a kind and event types', () => {
  for (const { kind, types } of Object.values(LATEST)) assert.ok(kind && Object.keys(types).length > 0);
});
