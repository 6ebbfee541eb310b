import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { KINDS } from '../../main/resources/static/words/kinds.js';
import { describeAnyEvent } from '../../main/resources/static/words/sentences.js';

const file = (path) => new URL(`../../${path}`, import.meta.url);
const json = (path) => JSON.parse(readFileSync(file(path), 'utf8'));
const SAMPLES = 'main/resources/simulator/notifications/';
const TYPES = new Set(json('main/resources/eventsub/subscription-types.json').map(({ type }) => type));
const payloads = [
  ...readdirSync(file(SAMPLES)).map((name) => ({ type: name.replace('.json', ''), about: 'sample', event: json(SAMPLES + name) })),
  ...readFileSync(file('test/resources/contract/payloads.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)),
];

test('there are payloads of every type of the catalog', () => {
  assert.deepEqual(new Set(payloads.map(({ type }) => type)), TYPES);
});

for (const { type, about, event } of payloads) {
  test(`${type}, ${about}: plain words`, () => {
    const { kind, who, text, message } = describeAnyEvent(type, event);

    assert.ok(Object.hasOwn(KINDS, kind));
    assert.match(text, /^\S.*\S$/s);
    assert.doesNotMatch(text, /NaN|null|undefined|\[object|[{}]/);
    // neither raw JSON nor the type's name with its dots removed
    assert.ok(!text.startsWith('·') && text.toLowerCase() !== type.replace(/^channel\./, '').replace(/[._]+/g, ' '));
    for (const words of [who, message]) assert.ok(words === null || (typeof words === 'string' && words.trim() !== ''));
  });
}

test('words survive members of any other kind', () => {
  for (const { type, event } of payloads) {
    for (const name of Object.keys(event)) {
      for (const wrong of [null, 7, 'text', [], { a: { b: 1 } }, true]) {
        const { text } = describeAnyEvent(type, { ...event, [name]: wrong });
        assert.doesNotMatch(text, /NaN|null|undefined|\[object/, `${type}: ${name}`);
      }
    }
  }
});
