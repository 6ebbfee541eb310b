import assert from 'node:assert/strict';
import { test } from 'node:test';
import { color, oneOf, readParameters, someOf, whole, words, yesOrNo } from '../../main/resources/static/widgets/parameters.js';
import { nextRound, queryOf, rememberOptions, rememberedOptions } from '../../main/resources/static/gallery/widget-options.js';

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
