import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { listed } from '../../main/resources/static/words/hints.js';
import { language, speaker } from '../../main/resources/static/words/messages.js';
import { textsOf } from './support/texts.mjs';

const STATIC = new URL('../../main/resources/static/', import.meta.url);
const LANG = new URL('words/lang/', STATIC);
const LANGUAGES = readdirSync(LANG);
const SECTIONS = readdirSync(new URL('en/', LANG)).map((file) => file.replace('.json', ''));

const messagesOf = (name, section) => JSON.parse(readFileSync(new URL(`${name}/${section}.json`, LANG), 'utf8'));
const textsIn = (message) => (typeof message === 'string' ? [message] : Object.values(message));
const categoriesOf = (name) => new Intl.PluralRules(name).resolvedOptions().pluralCategories.toSorted();

/** The values that a message has, each once. */
const valuesIn = (message) => [...new Set(textsIn(message).join(' ').match(/\{[^{}]*\}/g) ?? [])].sort();

test('English and the six other languages are there', () => {
  assert.deepEqual(LANGUAGES.toSorted(), ['de', 'en', 'es', 'fr', 'ja', 'pl', 'pt-BR']);
  assert.equal(language, 'en');
});

for (const name of LANGUAGES) {
  for (const section of SECTIONS) {
    test(`${name}/${section} has exactly the messages of English, with their values`, () => {
      const english = messagesOf('en', section);
      const own = messagesOf(name, section);

      assert.deepEqual(Object.keys(own), Object.keys(english));
      for (const [key, message] of Object.entries(own)) {
        assert.equal(typeof message, typeof english[key], key);
        assert.deepEqual(valuesIn(message), valuesIn(english[key]), key);
        assert.ok(textsIn(message).every((text) => text.trim() !== ''), key);
      }
    });

    test(`${name}/${section}: a message with a number has the plural categories of the language, and each tells the number`, () => {
      for (const [key, message] of Object.entries(messagesOf(name, section))) {
        if (typeof message === 'string') continue;
        assert.deepEqual(Object.keys(message).toSorted(), categoriesOf(name), key);
        // a sentence about event types or permissions lists them instead
        if (valuesIn(message).includes('{n}')) for (const text of textsIn(message)) assert.ok(text.includes('{n}'), `${key}: ${text}`);
      }
    });

    test(`${name}/${section}: a sentence has the user's name at its begin, or none`, () => {
      for (const [key, message] of Object.entries(messagesOf(name, section))) {
        const begins = textsIn(message).map((text) => [text.startsWith('{who} '), text.includes('{who}')]);
        for (const [before, anywhere] of begins) assert.equal(before, anywhere, key);
      }
    });
  }
}

test('translations are no copies of English', () => {
  for (const name of LANGUAGES.filter((one) => one !== 'en')) {
    const pairs = ['events', 'sentences', 'hints'].flatMap((section) =>
      Object.entries(messagesOf(name, section)).map(([key, message]) => [key, message, messagesOf('en', section)[key]]),
    );
    const same = pairs.filter(([, own, english]) => textsIn(own).join() === textsIn(english).join()).map(([key]) => key);
    assert.deepEqual(same.filter((key) => !['bit', 'stream', 'variations.file', 'variations.one', 'media.refused'].includes(key)), [], name);
  }
});

const counted = (name, section, key, numbers) => {
  const say = speaker(messagesOf(name, section), name);
  return numbers.map((n) => say(key, { n }));
};

test('Polish has one, few and many', () => {
  assert.deepEqual(counted('pl', 'widget', 'months', [0, 1, 2, 4, 5, 12, 14, 21, 22, 25, 112, 122]), [
    '0 miesięcy', '1 miesiąc', '2 miesiące', '4 miesiące', '5 miesięcy', '12 miesięcy', '14 miesięcy', '21 miesięcy', '22 miesiące',
    '25 miesięcy', '112 miesięcy', '122 miesiące',
  ]);
  assert.deepEqual(counted('pl', 'events', 'cheer', [1, 3, 12_345]), ['{who} wysyła 1 bit', '{who} wysyła 3 bity', '{who} wysyła 12\u00a0345 bitów']);
  assert.deepEqual(counted('pl', 'widget', 'days', [1, 2, 5]), ['1 dzień', '2 dni', '5 dni']);
});

test('Japanese has one form for all numbers', () => {
  assert.deepEqual(counted('ja', 'events', 'cheer', [0, 1, 2, 1_234]), ['{who} さんが0ビッツで応援しました', '{who} さんが1ビッツで応援しました',
    '{who} さんが2ビッツで応援しました', '{who} さんが1,234ビッツで応援しました']);
});

test('French counts none as one, and the others do not', () => {
  assert.deepEqual(counted('fr', 'widget', 'viewers', [0, 1, 2]), ['0 spectateur', '1 spectateur', '2 spectateurs']);
  assert.deepEqual(counted('es', 'widget', 'months', [0, 1, 2]), ['0 meses', '1 mes', '2 meses']);
  assert.deepEqual(counted('de', 'widget', 'subs', [0, 1, 2_000]), ['0 Abos', '1 Abo', '2.000 Abos']);
});

test('a value is put in once, a missing one stays, and a key without a message is told as it is', () => {
  const say = speaker({ a: '{who}: {text}', b: { one: '{n} bit', other: '{n} bits' } }, 'en');

  assert.equal(say('a', { who: '{text}', text: 'x' }), '{text}: x');
  assert.equal(say('a', { text: 'x' }), '{who}: x');
  assert.equal(say('b', { n: 1_000 }), '1,000 bits');
  assert.equal(say('constructor'), 'constructor');
  assert.ok(say.has('a') && !say.has('toString'));
});

test('a list has commas and one word', () => {
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
  assert.equal(listed(['a', 'b']), 'a and b');
});

const SCRIPTS = readdirSync(STATIC, { recursive: true }).filter((name) => name.endsWith('.js'));
const TEXTS = SCRIPTS.flatMap((name) => textsOf(readFileSync(new URL(name, STATIC), 'utf8')).map((text) => ({ ...text, name })));

test('each message that a script asks for by its key is there', () => {
  const keys = new Set(SECTIONS.flatMap((section) => Object.keys(messagesOf('en', section))));
  const asked = TEXTS.filter(({ before, text }) => /\b(?:say|told)\($|(?:\(|return|\? |: |=) ?\{ key: $/.test(before) && !text.includes('¤'));

  assert.ok(asked.length > 150, `${asked.length} found`);
  for (const { name, line, text } of asked) assert.ok(keys.has(text), `${name}:${line} asks for ${text}`);
});

/** Messages whose keys come from data: of Twitch, of options, or of their words. */
const FROM_DATA = { sentences: /\./, gallery: /^(?:value|all|group|kind|about|[a-z]+)\./, pages: /^(?:kind|widget|state-of)\./ };

test('each message is asked for', () => {
  const html = readdirSync(STATIC, { recursive: true }).filter((name) => name.endsWith('.html'));
  const pages = html.map((name) => readFileSync(new URL(name, STATIC), 'utf8')).join('\n');
  const known = TEXTS.map(({ text }) => text);
  const patterns = known.filter((text) => text.includes('¤') && /^[a-z¤.-]+$/.test(text) && text !== '¤')
    .map((text) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('¤', '[\\w.-]+')}$`));
  for (const section of SECTIONS) {
    const lost = Object.keys(messagesOf('en', section)).filter(
      (key) => !known.includes(key) && !pages.includes(`{{${key}}}`) && !patterns.some((one) => one.test(key)) && !FROM_DATA[section]?.test(key),
    );
    assert.deepEqual(lost.filter((key) => !['bit', 'month', 'stream', 'viewer'].includes(key)), [], section);
  }
});
