import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  color,
  languageTag,
  oneOf,
  readParameters,
  someOf,
  theme,
  whole,
  words,
  yesOrNo,
} from '../../main/resources/static/widgets/parameters.js';
import { sentenceOf } from '../../main/resources/static/words/hints.js';

const KINDS = {
  metric: oneOf('followers', 'subs'),
  target: whole(1, 9_999, 100),
  show: someOf('viewers', 'subs', 'uptime'),
  label: words(10),
  accent: color(),
  replay: yesOrNo(),
};
const read = (query) => {
  const given = new URLSearchParams(query);
  return readParameters(KINDS, (name) => given.get(name), given.keys());
};

test('without any, everything has its fallback', () => {
  const { values, problems } = read('');

  assert.deepEqual(values, {
    metric: 'followers',
    target: 100,
    show: ['viewers', 'subs', 'uptime'],
    label: '',
    accent: undefined,
    replay: false,
  });
  assert.deepEqual(problems, []);
});

test('an empty list is none of the words', () => {
  assert.deepEqual(read('show=').values.show, []);
  assert.deepEqual(read('show=').problems, []);
});

test('what is given is taken, in the order it is given', () => {
  const { values, problems } = read('metric=subs&target=250&show=uptime,viewers&label=🎉 yes&accent=ff5f6d&replay=1');

  assert.deepEqual(values.show, ['uptime', 'viewers']);
  assert.equal(values.target, 250);
  assert.equal(values.accent, '#ff5f6d');
  assert.equal(values.replay, true);
  assert.deepEqual(problems, []);
});

for (const [query, sentence] of [
  ['target=-5', '“target” must be a whole number from 1 to 9999, not “-5”.'],
  ['target=1e3', '“target” must be a whole number from 1 to 9999, not “1e3”.'],
  ['metric=likes', '“metric” must be one of followers, subs, not “likes”.'],
  ['show=subs,subs', '“show” must be some of viewers,subs,uptime, not “subs,subs”.'],
  ['accent=ff5f6d0', '“accent” must be a color such as ff5f6d or gold, not “ff5f6d0”.'],
  ['accent=currentColor', '“accent” must be a color such as ff5f6d or gold, not “currentColor”.'],
  ['accent=url(x)', '“accent” must be a color such as ff5f6d or gold, not “url(x)”.'],
  ['metrik=subs', 'There is no “metrik”; this widget knows metric, target, show, label, accent, replay.'],
]) {
  test(`${query} is refused in one sentence and does not blank the widget`, () => {
    const { values, problems } = read(query);

    assert.deepEqual(problems.map(sentenceOf), [sentence]);
    assert.equal(values.target, 100);
    assert.equal(values.metric, 'followers');
  });
}

test('a theme is one of ours, or a name that a file of a theme may have', () => {
  const { fallback, read: take } = theme();

  assert.equal(fallback, 'standard');
  assert.deepEqual(['neon', 'my-look_2'].map(take), ['neon', 'my-look_2']);
  for (const text of ['', '../secret', 'a/b', 'a.css', '-x', 'x'.repeat(41)]) assert.equal(take(text), undefined, text);
});

test('a word that is no color is refused where a browser knows', (t) => {
  t.after(() => delete globalThis.CSS);
  globalThis.CSS = { supports: (_, word) => word === 'gold' };

  assert.equal(read('accent=Gold').values.accent, 'gold');
  assert.deepEqual(read('accent=golden').problems.map(sentenceOf), [
    '“accent” must be a color such as ff5f6d or gold, not “golden”.',
  ]);
});

const MANY = Object.fromEntries(
  ['show', 'min', 'max', 'replay', 'volume', 'sound', 'align', 'follow-text', 'follow-color', 'raid-text', 'raid-color',
    'raid-sound', 'accent', 'text'].map((name) => [name, words(10)]),
);

for (const [name, named] of [
  ['colour', 'follow-color, raid-color'],
  ['follow-colour', 'follow-color'],
  ['sounds', 'sound, raid-sound'],
  ['texts', 'text, follow-text, raid-text'],
  ['x'.repeat(500), 'show, min, max, replay, volume, sound, align, accent, text'],
]) {
  test(`of many names, ${name.slice(0, 20)} is told those like it`, () => {
    const { problems } = readParameters(MANY, () => null, [name]);

    assert.ok(sentenceOf(problems[0]).endsWith(`; this widget knows ${named}.`), sentenceOf(problems[0]));
  });
}

test('a language is a tag, or that of the browser', () => {
  const { fallback, read: take } = languageTag();

  assert.equal(fallback, 'en');
  assert.deepEqual(['de', 'pt-BR', 'auto'].map(take), ['de', 'pt-BR', 'auto']);
  for (const text of ['', 'german!', '../de', 'de/x', 'd']) assert.equal(take(text), undefined, text);
});
