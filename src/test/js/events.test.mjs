import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENTS, countOf, isFromSharedChat } from '../../main/resources/static/words/events.js';
import { kindName } from '../../main/resources/static/words/kind-names.js';
import { KINDS } from '../../main/resources/static/words/kinds.js';
import { describeAnyEvent } from '../../main/resources/static/words/sentences.js';

const HOSTILE = '<img src=x onerror=alert(1)>\u202E';
const user = (name) => ({ user_id: '800200', user_login: name.toLowerCase(), user_name: name });
const nobody = { user_id: null, user_login: null, user_name: null, is_anonymous: true };
const line = (kind, who, text, message = null) => ({ kind, who, text, message });

const cases = [
  ['a follow', 'channel.follow', user('Mossy_Kettle'), line('follow', 'Mossy_Kettle', 'followed')],
  [
    'a subscription at the first tier, which goes without saying',
    'channel.subscribe',
    { ...user('TinBadger'), tier: '1000', is_gift: false },
    line('sub', 'TinBadger', 'subscribed'),
  ],
  [
    'a subscription at a higher tier',
    'channel.subscribe',
    { ...user('TinBadger'), tier: '3000', is_gift: false },
    line('sub', 'TinBadger', 'subscribed at tier 3'),
  ],
  [
    'a gifted subscription, told of its recipient',
    'channel.subscribe',
    { ...user('TinBadger'), tier: '2000', is_gift: true },
    line('sub', 'TinBadger', 'received a gifted subscription at tier 2'),
  ],
  [
    'a gift with what the giver gave before',
    'channel.subscription.gift',
    { ...user('Bo'), total: 5, tier: '1000', cumulative_total: 1037, is_anonymous: false },
    line('gift', 'Bo', 'gifted 5 subscriptions, 1,037 so far'),
  ],
  [
    'a first gift, without repeating its own total',
    'channel.subscription.gift',
    { ...user('Bo'), total: 1, tier: '1000', cumulative_total: 1, is_anonymous: false },
    line('gift', 'Bo', 'gifted 1 subscription'),
  ],
  [
    'an anonymous gift, whose names and sum are null',
    'channel.subscription.gift',
    { ...nobody, total: 50, tier: '2000', cumulative_total: null },
    line('gift', 'Anonymous', 'gifted 50 subscriptions at tier 2'),
  ],
  [
    'a cheer with its message',
    'channel.cheer',
    { ...user('QuietFerry'), is_anonymous: false, bits: 250, message: 'Cheer250 nice jump' },
    line('cheer', 'QuietFerry', 'cheered 250 bits', 'Cheer250 nice jump'),
  ],
  [
    'an anonymous cheer of one bit without words',
    'channel.cheer',
    { ...nobody, bits: 1, message: '' },
    line('cheer', 'Anonymous', 'cheered 1 bit'),
  ],
  [
    'a raid by who came',
    'channel.raid',
    { from_broadcaster_user_name: 'AshPier', to_broadcaster_user_name: 'LanternBay', viewers: 1 },
    line('raid', 'AshPier', 'raided with 1 viewer'),
  ],
  [
    'the begin of the stream',
    'stream.online',
    { broadcaster_user_name: 'LanternBay' },
    line('online', null, 'The stream is live'),
  ],
  [
    'the end of the stream',
    'stream.offline',
    { broadcaster_user_name: 'LanternBay' },
    line('offline', null, 'The stream has ended'),
  ],
  [
    'a type it has never heard of',
    'channel.weather_report.begin',
    { broadcaster_user_name: 'LanternBay' },
    line('other', null, 'Weather report begin'),
  ],
  [
    'a hype train by its sentence, with its level',
    'channel.hype_train.begin',
    { broadcaster_user_name: 'LanternBay', level: 3 },
    line('hype', null, 'A hype train has started at level 3'),
  ],
  [
    'a poll without a title',
    'channel.poll.begin',
    { broadcaster_user_name: 'LanternBay' },
    line('other', null, 'A poll has started'),
  ],
  [
    'a donation in whole and small coins',
    'channel.charity_campaign.donate',
    { ...user('Bo'), charity_name: 'Sea Rescue', amount: { value: 123_405, decimal_places: 2, currency: 'EUR' } },
    line('donation', 'Bo', 'donated 1234.05 EUR to Sea Rescue'),
  ],
  [
    'a donation in a currency without small coins',
    'channel.charity_campaign.donate',
    { ...user('Bo'), amount: { value: 5000, decimal_places: 0, currency: 'JPY' } },
    line('donation', 'Bo', 'donated 5000 JPY'),
  ],
  [
    'a donation of less than one',
    'channel.charity_campaign.donate',
    { ...user('Bo'), amount: { value: 5, decimal_places: 2, currency: 'USD' } },
    line('donation', 'Bo', 'donated 0.05 USD'),
  ],
  [
    'a power-up of the channel, which is a kind of its own',
    'channel.bits.use',
    { ...user('Bo'), bits: 250, type: 'custom_power_up', message: null, custom_power_up: { title: 'Foghorn', reward_id: 'p' } },
    line('power', 'Bo', 'used a power-up: Foghorn for 250 bits'),
  ],
  [
    'a cheer that is told as use of bits, without a second alert',
    'channel.bits.use',
    { ...user('Bo'), bits: 1, type: 'cheer', message: { text: 'Cheer1 hi', fragments: [] } },
    line('other', 'Bo', 'cheered 1 bit', 'Cheer1 hi'),
  ],
  [
    'a watch streak with the message',
    'channel.chat.notification',
    {
      chatter_user_name: 'Bo',
      notice_type: 'watch_streak',
      message: { text: 'hello' },
      watch_streak: { streak_count: 5, channel_points_awarded: 450 },
    },
    line('streak', 'Bo', 'shares a watch streak of 5 streams', 'hello'),
  ],
  [
    'a notice of the future by the words of Twitch',
    'channel.chat.notification',
    { chatter_user_name: 'Bo', notice_type: 'parade', system_message: 'Bo is on parade', message: { text: '' } },
    line('other', null, 'Chat shows a notice: Bo is on parade'),
  ],
  [
    'a time-out as other than a ban',
    'channel.ban',
    { ...user('Bo'), is_permanent: false, reason: '' },
    line('other', 'Bo', 'was timed out'),
  ],
  [
    'a resubscription with its months, its streak and the message',
    'channel.subscription.message',
    { ...user('QuietFerry'), tier: '2000', cumulative_months: 14, streak_months: 3, message: { text: 'Still here!' } },
    line('resub', 'QuietFerry', 'resubscribed at tier 2, 14 months so far, 3 in a row', 'Still here!'),
  ],
  [
    'a resubscription that shares neither streak nor message',
    'channel.subscription.message',
    { ...user('QuietFerry'), tier: '1000', cumulative_months: 1, streak_months: null, message: { text: '', emotes: null } },
    line('resub', 'QuietFerry', 'resubscribed, 1 month so far'),
  ],
  [
    'a type it has never heard of, with its user',
    'channel.parade',
    user('QuietFerry'),
    line('other', 'QuietFerry', '· parade'),
  ],
  [
    'an event of another source by its own words',
    'kofi.donation',
    { user_name: 'Ada', text: 'gave 3.00 EUR on Ko-fi', message: 'Good luck!', amount: '3.00', currency: 'EUR' },
    line('donation', 'Ada', 'gave 3.00 EUR on Ko-fi', 'Good luck!'),
  ],
  [
    'an event of another source without words of its own',
    'shop.order',
    { user_name: 'Ada', amount: 1234.5, currency: 'EUR' },
    line('donation', 'Ada', '· shop order, 1234.5 EUR'),
  ],
  ['a type that is a property of every object', '__proto__', {}, line('other', null, 'Proto')],
];

for (const [what, type, data, expected] of cases) {
  test(`tells ${what}`, () => assert.deepEqual(describeAnyEvent(type, data), expected));
}

test('falls back to the login, then to Somebody', () => {
  assert.equal(describeAnyEvent('channel.follow', { user_name: '', user_login: 'bo' }).who, 'bo');
  assert.equal(describeAnyEvent('channel.follow', { user_name: null }).who, 'Somebody');
});

test('passes hostile text through as the text it is', () => {
  const told = describeAnyEvent('channel.cheer', { ...user(HOSTILE), user_name: HOSTILE, bits: 1, message: HOSTILE });

  assert.equal(told.who, HOSTILE);
  assert.equal(told.message, HOSTILE);
});

test('never fails on a shape that Twitch does not send', () => {
  const types = [...new Set(cases.map(([, type]) => type)), '', '...', 'constructor'];
  const shapes = [
    null,
    undefined,
    'text',
    7,
    [],
    {},
    { user_name: {}, bits: 'many', total: null, message: 4, tier: [] },
  ];

  for (const type of types) {
    for (const shape of shapes) {
      const { kind, text } = describeAnyEvent(type, shape);
      assert.ok(kind && text, `${type} with ${JSON.stringify(shape)}`);
      assert.doesNotMatch(text, /NaN|null|undefined|object/);
    }
  }
});

test('an event of another channel of a shared chat is known by its source', () => {
  const own = { broadcaster_user_id: '700100' };

  assert.equal(isFromSharedChat({ ...own, source_broadcaster_user_id: '700300' }), true);
  for (const source of ['700100', '', null, undefined]) {
    assert.equal(isFromSharedChat({ ...own, source_broadcaster_user_id: source }), false);
  }
  assert.equal(isFromSharedChat(null), false);
});

test('each event type has a kind with name, color and icon', () => {
  for (const [type, { kind }] of Object.entries(EVENTS)) {
    for (const what of ['color', 'icon']) assert.ok(KINDS[kind][what], `${type}: ${what}`);
    assert.notEqual(kindName(kind), `kind.${kind}`);
  }
});

test('what there are several of is counted', () => {
  assert.equal(countOf('channel.subscription.message', { cumulative_months: 14 }), 14);
  assert.equal(countOf('channel.cheer', { bits: 250 }), 250);
  for (const type of ['channel.cheer', 'channel.follow', 'channel.poll.begin', '__proto__']) {
    assert.equal(countOf(type, { bits: 'many' }), 1);
  }
});
