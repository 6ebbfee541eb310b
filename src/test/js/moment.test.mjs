import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AD_SAMPLES, GOAL_SAMPLES, TRAIN_SAMPLES, VOTE_SAMPLES } from '../../main/resources/static/gallery/moment-samples.js';
import { adBreakOf } from '../../main/resources/static/widgets/adbreak/ad-break.js';
import { creatorGoalOf, rememberedGoal } from '../../main/resources/static/widgets/goal/twitch-goal.js';
import { milestonesOf } from '../../main/resources/static/widgets/goal/milestones.js';
import { trainOf } from '../../main/resources/static/widgets/hypetrain/train.js';
import { LATE_END, Moment, nextLook } from '../../main/resources/static/widgets/moment.js';
import { missingTypes } from '../../main/resources/static/widgets/needed-types.js';
import { voteOf } from '../../main/resources/static/widgets/vote/vote.js';

const T = Date.parse('2030-01-02T03:00:00Z');
const at = (seconds) => new Date(T + seconds * 1_000).toISOString();
const told = (id, began, step, until) => ({ id, began, step, until, endsAt: until });

for (const [what, heard, shown] of [
  ['nothing', [], null],
  ['one that goes on', [told('a', 1, 0, 100)], 'a 0'],
  ['one whose time is over', [told('a', 1, 0, 50)], null],
  ['a later step', [told('a', 1, 0, 100), told('a', 1, 5, 100)], 'a 5'],
  ['a step that comes late', [told('a', 1, 5, 100), told('a', 1, 0, 100)], 'a 5'],
  ['a step after the end', [told('a', 1, Infinity, 100), told('a', 1, 9, 200)], 'a Infinity'],
  ['the end, twice', [told('a', 1, Infinity, 100), told('a', 1, Infinity, 10)], null],
  ['the next one', [told('a', 1, Infinity, 100), told('b', 2, 0, 100)], 'b 0'],
  ['the one before, late', [told('b', 2, 0, 100), told('a', 1, Infinity, 100)], 'b 0'],
  ['what is no such event', [told('a', 1, 0, 100), null], 'a 0'],
]) {
  test(`what goes on: ${what}`, () => {
    const moment = new Moment();

    for (const one of heard) moment.heard(one, false, 0);

    const now = moment.at(50);
    assert.equal(now && `${now.id} ${now.step}`, shown);
  });
}

test('a test event is shown for a moment, before what goes on', () => {
  const moment = new Moment();
  moment.heard(told('real', 1, 0, 1e6), false, 0);
  moment.heard(told('test', 1, 0, 1e6), true, 1_000);

  assert.equal(moment.at(2_000).id, 'test');
  assert.equal(moment.at(16_001).id, 'real');
});

test('a countdown looks at each full second, and anything else only at its end', () => {
  assert.equal(nextLook({ endsAt: 5_000, until: 20_000 }, 2_300), 700);
  assert.equal(nextLook({ endsAt: 5_000, until: 20_000 }, 3_000), 1_000);
  assert.equal(nextLook({ endsAt: 5_000, until: 20_000 }, 5_000), 15_000);
  assert.equal(nextLook({ endsAt: null, until: 20_000 }, 2_300), 17_700);
});

const trainEvent = (step, more) => ({
  event: `channel.hype_train.${step}`,
  data: { id: 't', type: 'regular', level: 2, total: 1_900, progress: 400, goal: 1_800, started_at: at(0), ...more },
});

test('a train goes on until it expires, and its result stays', () => {
  const going = trainOf(trainEvent('progress', { expires_at: at(60) }), 20_000);
  const over = trainOf(trainEvent('end', { ended_at: at(70) }), 20_000);

  assert.deepEqual([going.endsAt, going.until, going.step, going.over], [T + 60_000, T + 60_000 + LATE_END, 1_900, false]);
  assert.deepEqual([over.endsAt, over.until, over.step, over.over], [null, T + 90_000, Infinity, true]);
});

test('a train names its kind and who gave most, and subs without Twitch’s points', () => {
  const top_contributions = [
    { user_name: 'Ann', type: 'bits', total: 1_200 },
    { user_login: 'bo', type: 'subscription', total: 500 },
    { type: 'other' },
    null,
  ];
  const train = (more) => trainOf(trainEvent('begin', { expires_at: at(60), top_contributions, ...more }), 0);

  assert.deepEqual(train().top, [
    { name: 'Ann', amount: '1,200 bits' },
    { name: 'bo', amount: 'subs' },
  ]);
  assert.equal(train({ type: 'golden_kappa' }).title, 'Golden Kappa train');
  assert.equal(train({ is_shared_train: true }).title, 'Shared hype train');
  assert.equal(train({ type: 'new' }).title, 'Hype train');
});

const pollEvent = (step, more) => ({
  event: `channel.poll.${step}`,
  data: { id: 'p', title: 'Where?', choices: [{ title: 'Left', votes: 1 }, { title: 'Right', votes: 3 }], started_at: at(0), ...more },
});

test('a poll has shares of all votes, and the winner only at its end', () => {
  const open = voteOf(pollEvent('progress', { ends_at: at(60) }), 20_000);
  const over = voteOf(pollEvent('end', { ended_at: at(60), status: 'completed' }), 20_000);

  assert.deepEqual(open.choices.map(({ part, won }) => [part, won]), [[0.25, false], [0.75, false]]);
  assert.deepEqual([open.state, open.endsAt, open.until, open.step], ['open', T + 60_000, T + 60_000 + LATE_END, 4]);
  assert.deepEqual(over.choices.map(({ won }) => won), [false, true]);
  assert.deepEqual([over.state, over.endsAt, over.until, over.step], ['over', null, T + 80_000, Infinity]);
});

test('a poll without votes has no winner, one that begins may have no numbers, and an archived one leaves', () => {
  const none = [{ title: 'Left' }, { title: 'Right', votes: null }];
  const poll = (step, more) => voteOf(pollEvent(step, { choices: none, ...more }), 20_000);

  assert.deepEqual(poll('begin', { ends_at: at(60) }).choices.map(({ amount, part }) => [amount, part]), [[0, 0], [0, 0]]);
  assert.ok(poll('end', { status: 'terminated', ended_at: at(9) }).choices.every(({ won }) => !won));
  assert.ok(poll('end', { status: 'archived', ended_at: at(9) }).until < T);
});

const predictionEvent = (step, more) => ({
  event: `channel.prediction.${step}`,
  data: {
    id: 'p',
    title: 'Rain?',
    outcomes: [
      { id: '1', title: 'Yes', color: 'blue', channel_points: 300 },
      { id: '2', title: 'No', color: 'pink', channel_points: 100 },
    ],
    started_at: at(0),
    ...more,
  },
});

test('a prediction is open, locked, and over or canceled', () => {
  const prediction = (step, more) => voteOf(predictionEvent(step, more), 20_000);
  const all = [
    prediction('progress', { locks_at: at(60) }),
    prediction('lock', { locked_at: at(60) }),
    prediction('end', { ended_at: at(90), status: 'resolved', winning_outcome_id: '2' }),
    prediction('end', { ended_at: at(90), status: 'canceled', winning_outcome_id: '' }),
  ];

  assert.deepEqual(all.map(({ state }) => state), ['open', 'locked', 'over', 'canceled']);
  assert.deepEqual(all.map(({ choices }) => choices.find(({ won }) => won)?.title), [undefined, undefined, 'No', undefined]);
  assert.deepEqual(all[0].choices.map(({ part, color }) => [part, color]), [[0.75, 'blue'], [0.25, 'pink']]);
  assert.equal(all[1].until, T + 60_000 + 86_400_000);
  assert.ok(all[0].step < all[1].step && all[1].step < all[2].step);
});

test('an ad break lasts as long as Twitch says, in a number or in a text', () => {
  for (const duration_seconds of [90, '90']) {
    const { endsAt, until, length } = adBreakOf({ data: { duration_seconds, started_at: at(0) } });

    assert.deepEqual([endsAt, until, length], [T + 90_000, T + 90_000, 90_000]);
  }
});

test('what Twitch never documented is no event of a widget', () => {
  for (const data of [null, {}, { started_at: 'x' }, { started_at: at(0) }, { started_at: at(0), duration_seconds: -1 }]) {
    assert.equal(adBreakOf({ data }), null);
    assert.equal(trainOf({ event: 'channel.hype_train.begin', data }, 0), null);
    assert.equal(trainOf({ event: 'channel.hype_train.end', data }, 0), null);
    assert.equal(voteOf({ event: 'channel.poll.begin', data }, 0), null);
    assert.equal(voteOf({ event: 'channel.prediction.lock', data }, 0), null);
    assert.equal(creatorGoalOf(data), null);
  }
});

test('the samples of the gallery are events of their widgets', () => {
  assert.ok(TRAIN_SAMPLES.every((one) => trainOf(one, 0) !== null));
  assert.ok(VOTE_SAMPLES.every((one) => voteOf(one, 0) !== null));
  assert.ok(AD_SAMPLES.every((one) => adBreakOf(one) !== null));
  assert.ok(GOAL_SAMPLES.every(({ data }) => creatorGoalOf(data) !== null));
});

for (const [type, label, kind] of [
  ['follow', 'Follower goal', 'follow'],
  ['new_subscription_count', 'Sub goal', 'sub'],
  ['new_bit', 'Bits goal', 'cheer'],
  ['moon', 'Goal', 'other'],
]) {
  test(`a goal of the kind ${type} has a name and an icon`, () => {
    const goal = creatorGoalOf({ type, description: ' ', current_amount: 30, target_amount: 40 });

    assert.deepEqual(goal, { label, kind, value: 30, target: 40, part: 0.75, reached: false });
  });
}

test('a goal of Twitch has its own words, is full at most, and is remembered', () => {
  const data = { type: 'follow', description: 'A new tripod', current_amount: 50, target_amount: 40 };

  assert.deepEqual(rememberedGoal(JSON.stringify(data)), creatorGoalOf(data));
  assert.deepEqual([creatorGoalOf(data).label, creatorGoalOf(data).part], ['A new tripod', 1]);
  for (const nonsense of [null, '', '{', 'null', '3']) assert.equal(rememberedGoal(nonsense), null);
});

test('milestones lie between the two ends of the bar, in order, with or without words', () => {
  assert.deepEqual(milestonesOf('250 a song, 100, 500, 0 begin, none, 300 <b>mic</b> ', 0, 500), [
    { number: 100, words: '', part: 0.2 },
    { number: 250, words: 'a song', part: 0.5 },
    { number: 300, words: '<b>mic</b>', part: 0.6 },
  ]);
  assert.deepEqual(milestonesOf('1100', 1_000, 1_200), [{ number: 1_100, words: '', part: 0.5 }]);
  assert.deepEqual(milestonesOf('', 0, 500), []);
});

const status = (...subscriptions) => ({ eventsub: { subscriptions } });
const ON = { type: 'a', state: 'enabled', missingScopes: [] };

test('only types that no route asks for can be added', () => {
  assert.deepEqual(missingTypes(status(ON), ['a', 'b', 'c']).types, ['b', 'c']);
  assert.deepEqual(missingTypes(status({ ...ON, state: 'forbidden' }), ['a']).types, []);
});

for (const [what, answer, sentence] of [
  ['no status', undefined, null],
  ['no session yet', status(), null],
  ['all', status(ON, { type: 'b', state: 'pending' }), null],
  ['a type missing', status(ON), 'It needs the event type b in routes/eventsub.camel.yaml.'],
  ['two types missing', status({ type: 'c' }), 'It needs the event types a and b in routes/eventsub.camel.yaml.'],
  [
    'no permission',
    status(ON, { type: 'b', state: 'missing scope', missingScopes: ['read:b'] }),
    'It needs the permission read:b: sign in again on the dashboard.',
  ],
  ['a refusal', status(ON, { type: 'b', state: 'forbidden', reason: '403 Forbidden' }), 'Twitch refuses b: 403 Forbidden.'],
  ['two sessions', { eventsub: [{ subscriptions: [ON] }, { subscriptions: [{ type: 'b', state: 'enabled' }] }] }, null],
]) {
  test(`what a widget needs: ${what}`, () => {
    assert.equal(missingTypes(answer, ['a', 'b'])?.sentence ?? null, sentence);
  });
}
