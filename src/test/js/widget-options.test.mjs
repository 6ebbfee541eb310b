import assert from 'node:assert/strict';
import { test } from 'node:test';
import { color, localTime, oneOf, readParameters, someOf, whole, words, yesOrNo } from '../../main/resources/static/widgets/parameters.js';
import {
  advisedSize,
  inherited,
  nextRound,
  problemOf,
  queryOf,
  rememberOptions,
  rememberedOptions,
} from '../../main/resources/static/gallery/widget-options.js';
import { labelled } from '../../main/resources/static/gallery/option-words.js';
import { OPTIONS, sizeOf as sizeOfAlerts } from '../../main/resources/static/widgets/alerts/options.js';
import { COMMON } from '../../main/resources/static/widgets/common-options.js';
import { OPTIONS as GOAL, sizeOf as sizeOfGoal } from '../../main/resources/static/widgets/goal/options.js';
import { OPTIONS as STATS, sizeOf as sizeOfStats } from '../../main/resources/static/widgets/stats/options.js';

const ALERTS = labelled('alerts', OPTIONS);

const KINDS = {
  target: whole(1, 9_999, 100),
  show: someOf('viewers', 'subs'),
  label: words(80),
  accent: color(),
  period: oneOf('total', 'day'),
  hints: yesOrNo(true),
};

test('only what differs from the default is in the address', () => {
  assert.equal(queryOf(KINDS, { target: '100', show: 'viewers,subs', label: '', period: 'total', hints: '1' }), '');
  assert.equal(queryOf(KINDS, { target: '500', period: 'day', hints: '0' }), '?target=500&period=day&hints=0');
});

test('what a widget reads from the address is what was chosen', () => {
  const chosen = { show: 'subs,viewers', label: '50% & more=?#🎉 "quoted"', accent: 'ff5f6d', target: '7' };

  const query = new URLSearchParams(queryOf(KINDS, chosen));
  const { values, problems } = readParameters(KINDS, (name) => query.get(name), query.keys());

  assert.deepEqual(problems, []);
  assert.deepEqual(values.show, ['subs', 'viewers']);
  assert.equal(values.label, chosen.label);
  assert.equal(values.accent, '#ff5f6d');
  assert.equal(values.target, 7);
});

test('what the widget would refuse does not get into the address', () => {
  assert.equal(queryOf(KINDS, { target: '0', accent: 'no color!', period: 'year' }), '');
});

test('choices are remembered for each widget, and nonsense in the memory is none', () => {
  const memory = new Map();
  const storage = { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => memory.set(key, value) };

  rememberOptions('goal', { target: '5' }, storage);
  rememberOptions('stats', { show: 'subs' }, storage);
  assert.deepEqual(rememberedOptions(storage), { goal: { target: '5' }, stats: { show: 'subs' } });

  memory.set('relay-gallery', '{broken');
  assert.deepEqual(rememberedOptions(storage), {});
});

test('a goal that nobody chose is the next round number', () => {
  const rounds = [0, 9, 10, 60, 100, 149, 1_234, 1_500, 99_999, undefined].map(nextRound);

  assert.deepEqual(rounds, [10, 10, 25, 100, 150, 150, 1_500, 2_000, 100_000, 100]);
});

test('a time is a day and a time by the local clock, and nothing else', () => {
  const { read } = localTime();

  assert.equal(read('2030-12-24T20:00'), new Date(2030, 11, 24, 20, 0).getTime());
  for (const wrong of ['', '2030-12-24', '2030-13-24T20:00', '20:00', 'tomorrow', '2030-12-24T20:00Z']) {
    assert.equal(read(wrong), undefined, wrong);
  }
});

test('nothing ticked is nothing, and not the default', () => {
  assert.equal(queryOf(KINDS, { show: '' }), '?show=');
  assert.deepEqual(KINDS.show.read(''), []);
});

test('a value that a widget would refuse is told with the value that is used instead', () => {
  assert.equal(problemOf(KINDS.target, '0'), 'Must be a whole number from 1 to 9999. The default is used: 100.');
  assert.equal(problemOf(KINDS.period, 'year'), 'Must be one of total, day. The default is used: total.');
  assert.equal(problemOf(KINDS.accent, 'no color!'), 'Must be a color such as ff5f6d or gold. The default is used.');
  for (const fine of [problemOf(KINDS.target, '5'), problemOf(KINDS.target, undefined), problemOf(KINDS.label, '')]) {
    assert.equal(fine, '');
  }
});

test('an option that is not set tells where its value comes from', () => {
  const of = (name, values) => inherited(ALERTS, ALERTS[name], values);

  assert.deepEqual(of('resub-sound', {}), { label: 'Sound', text: 'chime' });
  assert.deepEqual(of('resub-sound', { sound: 'coin' }), { label: 'Sound', text: 'coin' });
  assert.deepEqual(of('resub-sound', { 'sub-sound': 'drop' }), { label: 'Subscription: sound', text: 'drop' });
  assert.deepEqual(of('resub-color', { 'sub-color': 'gold' }), { label: 'Subscription: color', text: 'gold' });
  assert.deepEqual(of('resub-sound', { sound: 'no sound' }), { label: 'Sound', text: 'chime' });
  assert.equal(of('resub-text', { 'sub-text': '' }), null);
  assert.equal(of('follow-color', {}), null);
});

test('the advised size follows the options, and is never wider than the canvas', () => {
  const stats = (values) => advisedSize({ ...STATS, ...COMMON }, sizeOfStats, values);
  const goal = (values) => advisedSize({ ...GOAL, ...COMMON }, sizeOfGoal, values);

  assert.deepEqual(advisedSize({ ...ALERTS, ...COMMON }, sizeOfAlerts, {}), [690, 310]);
  assert.deepEqual(goal({}), [800, 180]);
  assert.deepEqual(goal({ size: '50' }), [400, 90]);
  assert.deepEqual(goal({ size: '400' }), [1920, 690]);
  assert.deepEqual(stats({}), [1080, 120]);
  assert.deepEqual(stats({ show: 'viewers,subs' }), [550, 120]);
  assert.deepEqual(stats({ show: '' }), stats({ show: 'subs' }));
  assert.deepEqual(stats({ layout: 'column' }), [290, 400]);
  // two beside each other, twice
  assert.deepEqual(stats({ size: '300' }), [1640, 620]);
  assert.ok(stats({ font: 'Courier' })[0] > stats({})[0]);
});
