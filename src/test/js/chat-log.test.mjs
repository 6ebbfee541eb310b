import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from '../../main/resources/static/widgets/chat/chat-line.js';
import { ChatLog } from '../../main/resources/static/widgets/chat/chat-log.js';

const HOSTILE = '<img src=x onerror=alert(1)>\u202E';
const data = (id, user, text, more = {}) => ({
  message_id: id,
  chatter_user_id: user,
  chatter_user_login: user,
  chatter_user_name: user.toUpperCase(),
  color: '#0000FF',
  badges: [],
  reply: null,
  message_type: 'text',
  message: { text, fragments: [{ type: 'text', text }] },
  ...more,
});
const said = (...all) => ({ event: 'channel.chat.message', data: data(...all) });
const log = (more = {}) => new ChatLog({ most: 3, fade: Infinity, hidden: [], commands: false, ...more });
const texts = (chat, now = 0) => chat.at(now).map(({ pieces }) => pieces.map(({ text }) => text).join(''));

test('a line has name, color, badges as words, and pieces', () => {
  const line = lineOf(
    data('1', 'bo', '', {
      badges: [
        { set_id: 'broadcaster', id: '1', info: '' },
        { set_id: 'subscriber', id: '12', info: '14' },
        { set_id: 'bits', id: '1000', info: '' },
        { set_id: '__proto__', id: '1', info: '' },
      ],
      message: {
        text: 'hi @Cy Kappa Cheer5',
        fragments: [
          { type: 'text', text: 'hi ' },
          { type: 'mention', text: '@Cy' },
          { type: 'emote', text: 'Kappa' },
          { type: 'cheermote', text: 'Cheer5' },
        ],
      },
      message_type: 'channel_points_highlighted',
    }),
  );

  assert.deepEqual(line, {
    id: '1',
    user: 'bo',
    name: 'BO',
    color: '#0000FF',
    badges: ['Host', 'Sub 14'],
    reply: null,
    pieces: [
      { text: 'hi ', part: null },
      { text: '@Cy', part: 'mention' },
      { text: 'Kappa', part: 'emote' },
      { text: 'Cheer5', part: 'cheermote' },
    ],
    highlighted: true,
  });
});

test('who has chosen no color always has the same one', () => {
  const [one, again, hostile] = ['', '', 'red;background:url(x)'].map((color) => lineOf(data('1', 'bo', 'hi', { color })).color);

  assert.match(one, /^#[0-9a-f]{6}$/);
  assert.equal(one, again);
  assert.equal(hostile, one);
});

test('a reply tells once whom it answers', () => {
  const { reply, pieces } = lineOf(
    data('2', 'cy', '', {
      reply: { parent_message_id: '1', parent_user_id: 'bo', parent_user_name: 'BO', parent_message_body: 'that jump' },
      message: { text: '@BO yes', fragments: [{ type: 'mention', text: '@BO' }, { type: 'text', text: ' yes' }] },
    }),
  );

  assert.deepEqual(reply, { name: 'BO', text: 'that jump' });
  assert.deepEqual(pieces, [{ text: 'yes', part: null }]);
});

test('never fails on a shape that Twitch does not send, and passes hostile text through as text', () => {
  for (const shape of [null, undefined, 7, 'text', [], {}]) assert.equal(lineOf(shape), null);
  for (const odd of [
    { message: null, badges: 'x', color: 5, reply: 'x', chatter_user_name: {}, chatter_user_login: null, chatter_user_id: 7 },
    { message: { fragments: [null, { text: 4 }, { type: 'constructor', text: 'x' }] }, badges: [null, 7, {}] },
  ]) {
    assert.ok(lineOf({ ...data('1', 'bo', 'hi'), ...odd }));
  }
  assert.equal(lineOf(data('1', 'bo', HOSTILE)).pieces[0].text, HOSTILE);
});

test('there are never more lines than the most', () => {
  const chat = log();

  for (let n = 0; n < 100; n++) chat.heard(said(String(n), 'bo', `line ${n}`), n);

  assert.deepEqual(texts(chat), ['line 97', 'line 98', 'line 99']);
});

test('a deleted message leaves, and also where another replies to it', () => {
  const chat = log();
  chat.heard(said('1', 'bo', 'bad words'), 0);
  chat.heard(
    said('2', 'cy', 'really?', { reply: { parent_message_id: '1', parent_user_id: 'bo', parent_user_name: 'BO', parent_message_body: 'bad words' } }),
    0,
  );

  chat.heard({ event: 'channel.chat.message_delete', data: { message_id: '1', target_user_id: 'bo' } }, 0);

  assert.deepEqual(texts(chat), ['really?']);
  assert.equal(chat.at(0)[0].reply, null);
});

test('a timeout takes all lines of a user, and what others reply to them', () => {
  const chat = log();
  chat.heard(said('1', 'bo', 'a'), 0);
  chat.heard(said('2', 'cy', 'b', { reply: { parent_message_id: '0', parent_user_id: 'bo', parent_user_name: 'BO', parent_message_body: 'x' } }), 0);
  chat.heard(said('3', 'bo', 'c'), 0);

  chat.heard({ event: 'channel.chat.clear_user_messages', data: { target_user_id: 'bo' } }, 0);

  assert.deepEqual(texts(chat), ['b']);
  assert.equal(chat.at(0)[0].reply, null);
});

test('a cleared chat is empty', () => {
  const chat = log();
  chat.heard(said('1', 'bo', 'a'), 0);

  assert.equal(chat.heard({ event: 'channel.chat.clear', data: {} }, 0), true);

  assert.deepEqual(texts(chat), []);
});

test('hidden users and commands are not shown, and other events are not about the chat', () => {
  const chat = log({ hidden: ['NightBot', ' '] });

  chat.heard(said('1', 'nightbot', 'I am a bot'), 0);
  chat.heard(said('2', 'bo', '!discord'), 0);
  chat.heard(said('3', 'bo', 'hi'), 0);

  assert.equal(chat.heard({ event: 'channel.follow', data: {} }, 0), false);
  assert.deepEqual(texts(chat), ['hi']);
  const all = log({ commands: true });
  all.heard(said('2', 'bo', '!discord'), 0);
  assert.deepEqual(texts(all), ['!discord']);
});

test('a line leaves after its time, and stays the same object until then', () => {
  const chat = log({ fade: 10_000 });
  chat.heard(said('1', 'bo', 'a'), 0);
  chat.heard(said('2', 'bo', 'b'), 3_000);

  assert.equal(chat.at(1)[0], chat.at(9_999)[0]);
  assert.equal(chat.nextAt, 10_000);
  assert.deepEqual(texts(chat, 10_000), ['b']);
  assert.equal(chat.nextAt, 13_000);
});
