import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ranking } from '../../main/resources/static/widgets/leaderboard/ranking.js';

const HOUR = 3_600_000;
let n = 0;
const cheer = (user, bits, more = {}) => ({ event: 'channel.cheer', data: { user_id: user, user_name: `N${user}`, bits, ...more } });
const hear = (ranking, message, time = null, id = `r-${++n}`) => ranking.heard(message, time, id, time ?? 0);
const best = (ranking, now = 0) => ranking.best(9, now).map(({ name, amount }) => `${name} ${amount}`);

test('amounts of one user are added, whatever the name, and the largest is first', () => {
  const ranking = new Ranking('bits');

  hear(ranking, cheer('1', 100));
  hear(ranking, cheer('2', 150));
  hear(ranking, cheer('1', 100, { user_name: 'Renamed' }));

  assert.deepEqual(best(ranking), ['Renamed 200', 'N2 150']);
});

test('of equal amounts, who came first stays first', () => {
  const ranking = new Ranking('bits');

  hear(ranking, cheer('1', 100));
  hear(ranking, cheer('2', 100));

  assert.deepEqual(best(ranking), ['N1 100', 'N2 100']);
});

test('gifts count recipients, and only gifts', () => {
  const ranking = new Ranking('gifts');

  hear(ranking, { event: 'channel.subscription.gift', data: { user_id: '1', user_name: 'Ann', total: 20 } });
  hear(ranking, cheer('2', 100));

  assert.deepEqual(best(ranking), ['Ann 20']);
});

for (const [what, data] of [
  ['anonymous', { is_anonymous: true }],
  ['without a user', { user_id: null, user_name: null }],
  ['without an amount', { bits: 0 }],
  ['with words as an amount', { bits: 'many' }],
]) {
  test(`a cheer ${what} does not count`, () => {
    const ranking = new Ranking('bits');

    hear(ranking, cheer('1', 100, data));

    assert.deepEqual(best(ranking), []);
  });
}

test('a new stream empties the board, however it is told, and the same stream does not', () => {
  const ranking = new Ranking('bits');
  ranking.streamBegan(10 * HOUR);
  hear(ranking, cheer('1', 100));

  ranking.streamBegan(null);
  ranking.streamBegan(10 * HOUR);
  ranking.streamBegan(10 * HOUR + 3_000);
  ranking.streamBegan(9 * HOUR);
  hear(ranking, { event: 'stream.online', data: { started_at: new Date(10 * HOUR + 1_000).toISOString() } });
  assert.deepEqual(best(ranking), ['N1 100']);

  hear(ranking, { event: 'stream.online', data: { started_at: new Date(12 * HOUR).toISOString() } });
  assert.deepEqual(best(ranking), []);
});

test('a test of a begin does not empty the board', () => {
  const ranking = new Ranking('bits');
  hear(ranking, cheer('1', 100));

  hear(ranking, { event: 'stream.online', origin: 'test', data: { started_at: new Date(99 * HOUR).toISOString() } });

  assert.deepEqual(best(ranking), ['N1 100']);
});

test('an event from before the stream does not count, and what comes now does, whatever the clocks say', () => {
  const ranking = new Ranking('bits');
  ranking.streamBegan(10 * HOUR);

  hear(ranking, cheer('1', 100), 9 * HOUR);
  hear(ranking, cheer('2', 50), 11 * HOUR);
  ranking.heard(cheer('3', 25), null, 'now', 0);

  assert.deepEqual(best(ranking), ['N2 50', 'N3 25']);
});

test('a reload keeps the board and counts nothing twice', () => {
  const before = new Ranking('bits');
  before.streamBegan(10 * HOUR);
  hear(before, cheer('1', 100), 11 * HOUR, 'r-1001');

  const after = new Ranking('bits', JSON.stringify(before));
  hear(after, cheer('1', 100), 11 * HOUR, 'r-1001');
  hear(after, cheer('1', 1), 11 * HOUR, 'r-1002');

  assert.deepEqual(best(after), ['N1 101']);
});

test('nonsense in the memory is an empty board', () => {
  for (const json of ['', '{', 'null', '[]', '{"began":"x"}', '{"began":null,"totals":[["1",{}]],"counted":[]}']) {
    assert.deepEqual(best(new Ranking('bits', json)), []);
  }
});

test('a test event is on the board for a moment and is not kept', () => {
  const ranking = new Ranking('bits');
  hear(ranking, cheer('1', 100));

  hear(ranking, { ...cheer('1', 999), origin: 'test' });

  assert.deepEqual(best(ranking, 1), ['N1 999', 'N1 100']);
  assert.doesNotMatch(JSON.stringify(ranking), /999/);
  assert.deepEqual(best(ranking, ranking.nextAt), ['N1 100']);
  assert.equal(ranking.nextAt, Infinity);
});
