import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookOf } from '../../main/resources/static/widgets/alerts/alert-look.js';
import { speak, spoken, timeToSpeak } from '../../main/resources/static/widgets/alerts/alert-speech.js';
import { patternOf, withoutWords } from '../../main/resources/static/widgets/alerts/masked-words.js';
import { NameColors } from '../../main/resources/static/widgets/alerts/name-colors.js';
import { isFileName } from '../../main/resources/static/widgets/alerts/media-names.js';
import { OPTIONS, accepting, queueOf } from '../../main/resources/static/widgets/alerts/options.js';
import { chooseVariation, readVariations } from '../../main/resources/static/widgets/alerts/variations.js';
import { readParameters } from '../../main/resources/static/widgets/parameters.js';
import { describeAnyEvent } from '../../main/resources/static/words/sentences.js';
import { money, sumIn, valueIn } from '../../main/resources/static/words/money.js';

const optionsOf = (given = {}) => readParameters(OPTIONS, (name) => given[name]).values;
const message = (event, data) => ({ type: 'event', event, data });
const cheer = (bits, text = 'hi') => message('channel.cheer', { user_name: 'Cy', bits, message: text });

/** What is on air at once, and when it leaves, in a widget with these options. */
function onAir(event, options, parts) {
  const queue = queueOf(optionsOf(options), parts);
  queue.offer(event, 1000, 't-1');
  return { alert: queue.at(1000), until: queue.nextAt };
}

test('a look is that of the variation, else of the kind, else of the kind that it is like, else of all', () => {
  const options = optionsOf({ picture: 'all.gif', 'sub-picture': 'sub.webm', 'sub-color': 'gold', sound: 'ding.wav', enter: 'zoom' });
  const look = (kind, variation = null) => lookOf({ kind, variation }, options);

  assert.equal(look('follow').picture, 'all.gif');
  assert.equal(look('resub').picture, 'sub.webm');
  assert.equal(look('resub').color, 'gold');
  assert.equal(look('resub', { picture: 'none', color: 'red', volume: 80, exit: 'drop' }).picture, null);
  assert.deepEqual(look('sub', { sound: 'coin', volume: 80, enter: 'flip', 'panel-color': '#000' }), {
    text: undefined,
    color: 'gold',
    textColor: undefined,
    panelColor: '#000',
    picture: 'sub.webm',
    sound: 'coin',
    volume: 0.8,
    layout: 'side',
    enter: 'flip',
    exit: 'rise',
  });
});

test('volume 0 silences a variation with a volume of its own, too', () => {
  assert.equal(lookOf({ kind: 'follow', variation: { volume: 80 } }, optionsOf({ volume: '0' })).volume, 0);
});

test('a variation decides how long its alert stays', () => {
  const { variations } = readVariations({ variations: [{ kind: 'cheer', amount: '100+', seconds: 20 }] });
  const parts = { variations, chooseVariation };

  assert.equal(onAir(cheer(100), {}, parts).until, 21_000);
  assert.equal(onAir(cheer(99), {}, parts).until, 8_000);
  assert.equal(onAir(cheer(100), {}, parts).alert.variation.number, 1);
});

test('an alert stays until it is read aloud', () => {
  const speech = { spoken, timeToSpeak };
  const long = 'a long story '.repeat(20);

  assert.equal(onAir(cheer(5, long), { speech: 'message' }, { speech }).until, 1000 + 1500 + 80 * long.trim().length);
  assert.equal(onAir(cheer(5, ''), { speech: 'message' }, { speech }).until, 8_000);
  assert.equal(timeToSpeak('x'.repeat(999)), 30_000);
});

test('it reads the message or the whole alert, and no cheer with too few bits', () => {
  const said = (event, options, template) => spoken(onAir(event, options).alert, template, optionsOf(options));

  assert.equal(said(cheer(500), { speech: 'message' }), 'hi');
  assert.equal(said(cheer(500), { speech: 'all' }), 'Cy cheered 500 bits. hi');
  assert.equal(said(cheer(500), { speech: 'all' }, '{name} says {message}'), 'Cy says hi');
  assert.equal(said(cheer(99), { speech: 'all', 'speech-bits': '100' }), '');
  assert.equal(said(message('channel.follow', { user_name: 'Bo' }), { speech: 'message' }), '');
  assert.equal([...said(cheer(1, '🎉'.repeat(500)), { speech: 'message' })].length, 350);
});

test('the voice that is asked for speaks, as loud as it is asked for, and no text leaves the computer', () => {
  const heard = [];
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  globalThis.speechSynthesis = {
    getVoices: () => [
      { name: 'Cloud', lang: 'de-DE', localService: false },
      { name: 'Bo', lang: 'de-DE', localService: true },
      { name: 'Ada', lang: 'en-US', localService: true, default: true },
    ],
    speak: (one) => heard.push([one.text, one.voice?.name, one.volume]),
    cancel: () => heard.push('cancel'),
  };
  const options = optionsOf({ speech: 'all', 'speech-voice': 'DE-de', 'speech-volume': '40' });

  speak('hallo', options)();
  speak('', options)();
  speak('silent', optionsOf({ 'speech-volume': '0' }))();

  speak('hello', optionsOf({ 'speech-voice': 'fr-FR' }));

  assert.deepEqual(heard, [['hallo', 'Bo', 0.4], 'cancel', ['hello', 'Ada', 0.8]]);
});

test('too few bits and too small raids are no alerts', () => {
  const accepts = accepting(optionsOf({ 'min-bits': '100', 'min-viewers': '10' }));
  const raid = (viewers) => message('channel.raid', { viewers });

  assert.deepEqual([cheer(99), cheer(100), raid(9), raid(10), message('channel.follow', {})].map(accepts), [false, true, false, true, true]);
});

for (const [list, text, expected] of [
  ['fool', 'You FOOL!', 'You ***!'],
  ['fool', 'foolish fools', 'foolish fools'],
  ['fool*', 'foolish fools', '*** ***'],
  ['fool, bad word', 'a bad word, fool', 'a ***, ***'],
  ['blöd', 'BLÖD blöde', '*** blöde'],
  ['c++', 'c++ and c', '*** and c'],
  ['дурак', 'Дурак!', '***!'],
  [' , *,', 'all *stays* here', 'all *stays* here'],
]) {
  test(`of “${text}”, the words ${list} are masked: “${expected}”`, () => {
    const told = withoutWords(list, 'mask', describeAnyEvent)('channel.cheer', { user_name: 'Cy', bits: 5, message: text });

    assert.equal(told.message, expected);
  });
}

test('a message with a hidden word is dropped if asked for; a name is masked, also of a gift without a giver', () => {
  const drop = withoutWords('fool', 'drop');
  assert.equal(drop('channel.cheer', { user_name: 'fool', bits: 5, message: 'a fool' }).message, null);
  assert.equal(drop('channel.cheer', { user_name: 'Fool', bits: 5, message: 'wise' }).who, '***');
  assert.equal(drop('channel.cheer', { user_name: 'Cy', bits: 5, message: 'wise' }).message, 'wise');
  assert.equal(drop('channel.unknown', {}), null);
  assert.equal(patternOf(''), null);

  const queue = queueOf(optionsOf({ 'hide-words': 'fool' }));
  queue.offer(message('channel.subscribe', { user_name: 'fool', tier: '1000', is_gift: true }), 0, 't-1');
  assert.equal(queue.at(60_000).who, '***');
});

test('a name has its color of the chat, once a message told it, and the latest counts', () => {
  const colors = new NameColors();
  const say = (user, color) => colors.hear(message('channel.chat.message', { chatter_user_id: user, color }));
  const cheers = (data, others = 0) => colors.of({ data, others });
  say('7', '#112233');
  say('7', '#AABBCC');
  say('8', '');
  say('9', 'red;background:url(x)');
  colors.hear(message('channel.cheer', { chatter_user_id: '5', color: '#112233' }));
  colors.hear(message('channel.chat.message', null));

  assert.equal(cheers({ user_id: '7' }), '#AABBCC');
  assert.equal(cheers({ from_broadcaster_user_id: '7' }), '#AABBCC');
  assert.equal(cheers({ user_id: '7' }, 3), undefined);
  for (const user of ['8', '9', '5']) assert.equal(cheers({ user_id: user }), undefined);
  for (let n = 100; n < 1_100; n++) say(String(n), '#000000');
  assert.equal(cheers({ user_id: '7' }), undefined);
  assert.equal(cheers({ user_id: '1099' }), '#000000');
});

test('names of files are told from words and from paths', () => {
  for (const name of ['fox.gif', 'Füchse + 100%.webm', 'a.b.c']) assert.ok(isFileName(name), name);
  for (const name of ['chime', 'none', '', '.hidden.gif', '../x.gif', 'a/b.gif', 'a\\b.gif', 'a\n.gif', `${'x'.repeat(200)}.gif`]) {
    assert.ok(!isFileName(name), name);
  }
});

test('a sum of money is a text and a number, whoever sends it', () => {
  const twitch = { amount: { value: 1050, decimal_places: 2, currency: 'EUR' } };
  assert.deepEqual([money(twitch.amount), sumIn(twitch), valueIn(twitch)], ['10.50 EUR', '10.50 EUR', 10.5]);
  assert.deepEqual([sumIn({ amount: '5.00', currency: 'EUR' }), valueIn({ amount: '5.00' })], ['5.00 EUR', 5]);
  assert.deepEqual([sumIn({ amount: 7 }), valueIn({ amount: 7 })], ['7', 7]);
  assert.deepEqual([sumIn({}), valueIn({}), valueIn({ amount: ' ' }), valueIn({ amount: {} })], [null, NaN, NaN, NaN]);
});
