import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CALL_INTERVAL,
  FIRST_CALL_INTERVAL,
  HubLink,
  UNANSWERED_LIMIT,
} from '../../main/resources/static/stream/hub-link.js';
import { ManualClock } from './support/stream-fakes.mjs';

function linked() {
  const clock = new ManualClock();
  const sent = [];
  const silences = [];
  const told = [];
  const page = { last: 'a-1', deliver: (...what) => told.push(what) };
  const link = new HubLink(page, (message) => sent.push(message), (answered) => silences.push(answered), clock);
  link.call();
  return { clock, link, page, sent, silences, told };
}

test('says where it is, again and again', () => {
  const { clock, link, page, sent } = linked();
  link.heard({ kind: 'beat' });
  page.last = 'a-2';

  clock.advance(FIRST_CALL_INTERVAL);
  link.heard({ kind: 'beat' });
  clock.advance(CALL_INTERVAL);

  assert.deepEqual(sent.map(({ last }) => last), ['a-1', 'a-2', 'a-2']);
});

test('passes on what the hub tells, but no beat', () => {
  const { link, told } = linked();

  link.heard({ kind: 'beat' });
  link.heard({ kind: 'stats', value: 'numbers', id: 'a-2' });

  assert.deepEqual(told, [['stats', 'numbers', 'a-2']]);
});

test('a hub that never answers is given up after some seconds', () => {
  const { clock, silences } = linked();

  clock.advance(FIRST_CALL_INTERVAL * UNANSWERED_LIMIT);

  assert.deepEqual(silences, [false]);
  assert.equal(clock.pending, 0);
});

test('a hub that falls silent is given up within 50 s', () => {
  const { clock, link, silences } = linked();
  link.heard({ kind: 'beat' });

  clock.advance(50_000);

  assert.deepEqual(silences, [true]);
});

test('sleep is not silence', () => {
  const { clock, link, silences } = linked();
  link.heard({ kind: 'beat' });

  for (let night = 0; night < 5; night++) {
    clock.jump(8 * 3_600_000);
    clock.advance(CALL_INTERVAL);
    link.heard({ kind: 'beat' });
  }

  assert.deepEqual(silences, []);
});

test('after its end nothing comes through and nothing runs', () => {
  const { clock, link, told, silences } = linked();

  link.fail();
  link.fail();
  link.heard({ kind: 'stats', value: 'late', id: 'a-9' });

  assert.deepEqual(told, []);
  assert.equal(silences.length, 1);
  assert.equal(clock.pending, 0);
});

test('a page that left may call again', () => {
  const { clock, link, sent } = linked();
  link.leave();
  clock.advance(CALL_INTERVAL);

  link.wake();

  assert.deepEqual(sent.map(({ say }) => say), ['here', 'gone', 'wake', 'here']);
});
