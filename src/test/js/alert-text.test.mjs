import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLACEHOLDERS, sayAlert } from '../../main/resources/static/widgets/alerts/alert-text.js';
import { EVENTS, countOf, describeEvent } from '../../main/resources/static/words/events.js';

const alert = (more) => ({ kind: 'cheer', who: 'Ann', text: 'cheered 5 bits', message: null, count: 5, data: {}, ...more });
const words = (pieces) => pieces.map(({ text }) => text).join('');

test('without a text of its own an alert says name and words', () => {
  assert.deepEqual(sayAlert(alert()), [
    { text: 'Ann', part: 'name' },
    { text: ' cheered 5 bits', part: null },
  ]);
});

test('an alert for many tells how many, and what they did together', () => {
  assert.equal(words(sayAlert(alert({ count: 1_500, others: 3 }))), 'Ann and 3 others cheered 1,500 bits');
  assert.equal(words(sayAlert(alert({ kind: 'follow', count: 2, others: 1 }))), 'Ann and 1 other followed');
  assert.equal(words(sayAlert(alert({ kind: 'online', who: null, text: 'The stream is live', others: 1 }))), 'The stream is live');
});

test('a large count reads as in every other place', () => {
  assert.equal(words(sayAlert(alert({ count: 7_654_321 }), '{name}: {count}!')), 'Ann: 7,654,321!');
});

test('a resubscription has months, streak and tier', () => {
  const data = { tier: '2000', cumulative_months: 14, streak_months: 3 };
  const resub = alert({ kind: 'resub', text: 'resubscribed', count: 14, data, message: 'Hi' });

  assert.equal(words(sayAlert(resub, '{name} {months}/{count} {streak} T{tier} {message}')), 'Ann 14/14 3 T2 Hi');
  assert.equal(words(sayAlert(alert(), 'T{tier} {months}{streak}')), 'T ');
});

test('a name that looks like a placeholder stays a name', () => {
  assert.equal(words(sayAlert(alert({ who: '{count}' }), '{name} {message}')), '{count} ');
});

for (const [event, { kind, sample }] of Object.entries(EVENTS).filter(([, { sample }]) => sample)) {
  test(`the gallery offers for ${kind} the placeholders that have a value`, () => {
    const alert = { ...describeEvent(event, sample), data: sample, count: countOf(event, sample) };
    const filled = ['name', 'count', 'message', 'months', 'streak', 'tier'].filter(
      (name) => words(sayAlert(alert, `{${name}}`)) !== '' && (name !== 'count' || kind !== 'sub'),
    );

    assert.deepEqual([...PLACEHOLDERS[kind]].sort(), filled.sort());
  });
}
