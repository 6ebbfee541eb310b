import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { alertOf } from '../../main/resources/static/widgets/alerts/alert.js';
import { FIELDS, chooseVariation, readVariations } from '../../main/resources/static/widgets/alerts/variations.js';
import { describeAnyEvent } from '../../main/resources/static/words/sentences.js';
import { schema } from './support/variations-schema.mjs';

const alert = (event, data, id = 't-1') => alertOf({ event, data }, id, 0, describeAnyEvent);
const EVENTS = {
  follow: alert('channel.follow', { user_name: 'Ann' }),
  sub1: alert('channel.subscribe', { user_name: 'Ann', tier: '1000', is_gift: false }),
  sub2: alert('channel.subscribe', { user_name: 'Ann', tier: '2000', is_gift: false }),
  sub3: alert('channel.subscribe', { user_name: 'Ann', tier: '3000', is_gift: false }),
  resub: alert('channel.subscription.message', { user_name: 'Ann', tier: '2000', cumulative_months: 14, streak_months: 3 }),
  resubAlone: alert('channel.subscription.message', { user_name: 'Ann', tier: '1000', cumulative_months: 2, streak_months: null }),
  gift: alert('channel.subscription.gift', { user_name: 'Ann', total: 20, tier: '1000' }),
  cheer: alert('channel.cheer', { user_name: 'Ann', bits: 500 }),
  raid: alert('channel.raid', { from_broadcaster_user_name: 'Ann', viewers: 321 }),
  online: alert('stream.online', {}),
  points: alert('channel.channel_points_custom_reward_redemption.add', { user_name: 'Ann', reward: { title: 'Hydrate', cost: 300 } }),
  power: alert('channel.bits.use', { user_name: 'Ann', type: 'power_up', bits: 40 }),
  streak: alert('channel.chat.notification', { chatter_user_name: 'Ann', notice_type: 'watch_streak', watch_streak: { streak_count: 7 } }),
  hype: alert('channel.hype_train.begin', { level: 2 }),
  charity: alert('channel.charity_campaign.donate', {
    user_name: 'Ann',
    amount: { value: 1050, decimal_places: 2, currency: 'EUR' },
  }),
  kofi: alert('kofi.donation', { user_name: 'Ann', text: 'gave 5.00 EUR', amount: '5.00', currency: 'EUR' }),
};

/** Event, variations in their order, and the number of the one that is shown; 0 for none. */
const CASES = [
  ['follow', [{ kind: 'follow' }], 1],
  ['follow', [{ kind: 'sub' }], 0],
  ['follow', [], 0],
  ['follow', [{ kind: ['cheer', 'follow'] }], 1],
  ['follow', [{ kind: 'cheer,follow' }], 1],
  ['follow', [{ kind: 'follow', color: 'gold' }, { kind: 'follow', color: 'red' }], 1],
  ['follow', [{ kind: 'follow', tier: 1 }], 0],
  ['follow', [{ kind: 'follow', amount: 1 }], 1],
  ['sub1', [{ kind: 'sub', tier: 3 }, { kind: 'sub', tier: 2 }, { kind: 'sub' }], 3],
  ['sub2', [{ kind: 'sub', tier: 3 }, { kind: 'sub', tier: 2 }, { kind: 'sub' }], 2],
  ['sub3', [{ kind: 'sub', tier: '3' }, { kind: 'sub', tier: 2 }, { kind: 'sub' }], 1],
  ['sub1', [{ kind: 'resub' }], 0],
  ['sub1', [{ kind: 'sub', months: '1+' }], 0],
  ['resub', [{ kind: 'sub' }], 1],
  ['resub', [{ kind: 'resub', months: '12+' }], 1],
  ['resub', [{ kind: 'resub', months: '15+' }, { kind: 'resub', months: '12-14' }], 2],
  ['resub', [{ kind: 'resub', months: 14, tier: 2 }], 1],
  ['resub', [{ kind: 'resub', months: 14, tier: 1 }], 0],
  ['resub', [{ kind: 'resub', streak: '4+' }, { kind: 'resub', streak: '2-3' }], 2],
  ['resubAlone', [{ kind: 'resub', streak: '0+' }, { kind: 'resub', months: '1-2' }], 2],
  ['gift', [{ kind: 'gift', amount: '50+' }, { kind: 'gift', amount: '10-49' }, { kind: 'gift' }], 2],
  ['gift', [{ kind: 'gift', amount: 20, tier: 1 }], 1],
  ['cheer', [{ kind: 'cheer', amount: '501+' }, { kind: 'cheer', amount: '500+' }], 2],
  ['cheer', [{ kind: 'cheer', amount: 500 }], 1],
  ['cheer', [{ kind: 'cheer', amount: '500' }], 1],
  ['cheer', [{ kind: 'cheer', amount: 499 }, { kind: 'cheer', amount: '0-499' }], 0],
  ['raid', [{ kind: 'raid', amount: '1000+' }, { kind: 'raid', amount: '100+' }], 2],
  ['online', [{ kind: 'online', text: 'We are live!' }], 1],
  ['points', [{ kind: 'points', reward: 'Jump' }, { kind: 'points', reward: 'hydrate' }], 2],
  ['points', [{ kind: 'points', amount: '300+' }], 1],
  ['cheer', [{ kind: 'cheer', reward: 'Hydrate' }], 0],
  ['power', [{ kind: 'power', amount: '50+' }, { kind: 'power', amount: '25+' }], 2],
  ['streak', [{ kind: 'streak', amount: '5+' }], 1],
  ['hype', [{ kind: 'hype', amount: '3+' }, { kind: 'hype', amount: 2 }], 2],
  ['charity', [{ kind: 'donation', amount: '10.51+' }, { kind: 'donation', amount: '10.5+' }], 2],
  ['kofi', [{ kind: 'donation', amount: '5' }], 1],
  ['kofi', [{ kind: 'other' }], 0],
  ['follow', [{ kind: 'follow', chance: 100 }], 1],
  ['follow', [{ kind: 'follow', chance: 1 }, { kind: 'follow', chance: 100 }], 2],
  ['cheer', [{ kind: 'cheer', chance: 1, amount: '500+' }, { kind: 'follow' }, { kind: 'cheer' }], 3],
];

test('there are forty cases', () => assert.equal(CASES.length, 40));

for (const [event, list, expected] of CASES) {
  test(`${event} with ${JSON.stringify(list)} is ${expected}`, () => {
    const { variations, problems } = readVariations({ variations: list });

    assert.deepEqual(problems, []);
    assert.equal(chooseVariation(variations, EVENTS[event])?.number ?? 0, expected);
  });
}

/** Which of three variations each of a thousand events gets. */
function draws(list) {
  const { variations } = readVariations({ variations: list });
  return Array.from({ length: 1000 }, (_, n) => chooseVariation(variations, alert('channel.follow', {}, `88f2-${n}`))?.number ?? 0);
}

test('chance comes from the id of the event: every widget draws the same, and a replay, too', () => {
  const list = [
    { kind: 'follow', chance: 10 },
    { kind: 'follow', chance: 50 },
    { kind: 'follow', chance: 50 },
  ];
  const drawn = draws(list);

  assert.deepEqual(draws(list), drawn);
  assert.deepEqual(drawn.slice(0, 20).join(''), '20023320023202233222');
  const shares = [0, 1, 2, 3].map((number) => drawn.filter((one) => one === number).length);
  for (const [n, share] of [225, 100, 450, 225].entries()) assert.ok(Math.abs(shares[n] - share) < 45, `${shares}`);
});

test('an event of this page only, which has no id, draws by its time', () => {
  const { variations } = readVariations({ variations: [{ kind: 'follow', chance: 50 }] });
  const drawn = Array.from({ length: 200 }, (_, n) =>
    chooseVariation(variations, alertOf({ event: 'channel.follow', data: {} }, '', 1_000 + n)),
  );

  assert.ok(drawn.filter(Boolean).length > 60 && drawn.filter(Boolean).length < 140);
});

for (const [written, ...mistakes] of [
  [{ variations: [{ kind: 'folow' }] }, 'Variation 1: “kind” must be some of follow,sub,'],
  [{ variations: [{ text: 'hi' }] }, 'Variation 1: it has no “kind”.'],
  [{ variations: [{ kind: [] }] }, 'Variation 1: it has no “kind”.'],
  [{ variations: [{ kind: 'follow' }, { kind: 'sub', tier: 4 }] }, 'Variation 2: “tier” must be one of 1, 2, 3, not 4.'],
  [{ variations: [{ kind: 'cheer', amount: '100 +' }] }, 'Variation 1: “amount” must be a number such as 100, or a range'],
  [{ variations: [{ kind: 'cheer', amount: '500-100' }] }, 'Variation 1: “amount” must be'],
  [{ variations: [{ kind: 'cheer', amount: { from: 1 } }] }, 'Variation 1: “amount” must be', ],
  [{ variations: [{ kind: 'cheer', chance: 0 }] }, 'Variation 1: “chance” must be a whole number from 1 to 100, not 0.'],
  [{ variations: [{ kind: 'cheer', picture: '../secret.png' }] }, 'Variation 1: “picture” must be the name of a file in the folder media'],
  [{ variations: [{ kind: 'cheer', enter: 'explode' }] }, 'Variation 1: “enter” must be one of rise,'],
  [{ variations: [{ kind: 'cheer', colour: 'red', seconds: 99 }] }, 'Variation 1: there is no “colour”', 'Variation 1: “seconds” must be'],
  [{ variations: ['follow'] }, 'Variation 1: it must be an object in {}.'],
  [{ variations: [null] }, 'Variation 1: it must be an object in {}.'],
  [[], 'It has no list “variations”.'],
  [null, 'It has no list “variations”.'],
  [{ variations: Array(201).fill({ kind: 'follow' }) }, 'It has more than 200 variations'],
]) {
  test(`a mistake is told in a sentence: ${mistakes[0]}`, () => {
    const { problems } = readVariations(written);

    assert.equal(problems.length, mistakes.length, problems.join(' '));
    mistakes.forEach((mistake, n) => assert.ok(problems[n].startsWith(mistake), problems[n]));
  });
}

test('a variation with a mistake is left out as a whole, and the others keep their numbers', () => {
  const { variations } = readVariations({ variations: [{ kind: 'follow', chance: 101 }, { kind: 'follow' }] });

  assert.deepEqual(variations.map(({ number }) => number), [2]);
});

test('the example of the documentation has no mistake', () => {
  const page = readFileSync(new URL('../../docs/widgets.md', import.meta.url), 'utf8');
  const { variations, problems } = readVariations(JSON.parse(/```json\n(\{\n  "\$schema".*?)```/s.exec(page)[1]));

  assert.deepEqual(problems, []);
  assert.equal(variations.length, 5);
});

test('the schema that editors use says the same as the widget', () => {
  const file = new URL('../../main/resources/static/widgets/alerts/variations.schema.json', import.meta.url);

  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), schema());
  for (const [name, { description }] of Object.entries(schema().properties.variations.items.properties)) {
    assert.ok(description, `${name} has a description`);
  }
  assert.ok(Object.keys(FIELDS).length > 15);
});
