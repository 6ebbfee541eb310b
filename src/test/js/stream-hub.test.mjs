import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamHub } from '../../main/resources/static/stream/stream-hub.js';

const FOLLOW = { type: 'event', event: 'channel.follow', data: {} };
const STATS = { type: 'stats', data: { viewers: 3 } };
const LIVE = { status: 'live', missed: 0 };

function hub(readHistory = async () => []) {
  const connections = [];
  const made = new StreamHub((deliver) => {
    const connection = { deliver, opened: null, closed: false, woken: 0 };
    connection.open = (last) => (connection.opened = last);
    connection.close = () => (connection.closed = true);
    connection.wake = () => connection.woken++;
    connections.push(connection);
    return connection;
  }, readHistory);
  return { hub: made, connections, deliver: (...what) => connections.at(-1).deliver(...what) };
}

function page() {
  const heard = [];
  return { heard, post: (message) => heard.push(message), told: () => heard.filter(({ kind }) => kind !== 'beat') };
}

const here = (last = '') => ({ say: 'here', last });
const events = (port) => port.heard.filter(({ kind }) => kind === 'event').map(({ id }) => id);
const states = (port) => port.heard.filter(({ kind }) => kind === 'state').map(({ value }) => value);

test('twelve pages share one connection and hear the same', () => {
  const { hub: it, connections, deliver } = hub();
  const pages = Array.from({ length: 12 }, page);
  for (const port of pages) it.heard(port, here());

  deliver('event', FOLLOW, 'a-1');

  assert.equal(connections.length, 1);
  for (const port of pages) assert.deepEqual(port.told(), [{ kind: 'event', value: FOLLOW, id: 'a-1' }]);
});

test('a late page gets the latest stats, alerts and state, and no old event', () => {
  const { hub: it, deliver } = hub();
  it.heard(page(), here());
  deliver('state', LIVE, 'a-0');
  deliver('alerts', { paused: true }, '');
  deliver('stats', STATS, 'a-0');
  deliver('event', FOLLOW, 'a-1');
  const late = page();

  it.heard(late, here());

  assert.deepEqual(late.told(), [
    { kind: 'stats', value: STATS, id: 'a-0' },
    { kind: 'alerts', value: { paused: true }, id: '' },
    { kind: 'state', value: LIVE, id: 'a-1' },
  ]);
});

test('a page that comes back gets what it missed, in order', () => {
  const { hub: it, deliver } = hub();
  const [stays, leaves] = [page(), page()];
  it.heard(stays, here());
  it.heard(leaves, here());
  deliver('event', FOLLOW, 'a-1');
  it.heard(leaves, { say: 'gone' });
  for (const id of ['a-2', 'a-3']) deliver('event', FOLLOW, id);

  it.heard(leaves, here('a-1'));

  assert.deepEqual(events(leaves), ['a-1', 'a-2', 'a-3']);
  assert.deepEqual(events(stays), ['a-1', 'a-2', 'a-3']);
});

test('a new hub goes on after the last id of the first page, and others with that id miss nothing', async () => {
  const { hub: it, connections, deliver } = hub();
  const [first, second, stray] = [page(), page(), page()];
  it.heard(first, here('a-7'));
  deliver('state', { status: 'live', missed: 2 }, 'a-7');
  deliver('event', FOLLOW, 'a-8');
  deliver('event', FOLLOW, 'a-9');

  it.heard(second, here('a-7'));
  it.heard(stray, here('z-1'));
  await soon();

  assert.equal(connections[0].opened, 'a-7');
  assert.deepEqual(events(second), ['a-8', 'a-9']);
  assert.deepEqual(events(stray), []);
  assert.deepEqual(states(stray), [{ status: 'live', missed: 'unknown' }]);
});

const soon = () => new Promise(setImmediate);
const made = (...ids) => ids.map((id) => ({ id, message: FOLLOW }));

test('a page that heard one stats more or less than the first page misses no event', () => {
  const { hub: it, deliver } = hub();
  const [first, ahead] = [page(), page()];
  it.heard(first, here('a-6'));
  deliver('state', LIVE, 'a-6');
  deliver('event', FOLLOW, 'a-8');

  it.heard(ahead, here('a-7'));
  deliver('event', FOLLOW, 'a-9');

  assert.deepEqual(events(ahead), ['a-8', 'a-9']);
  assert.deepEqual(states(ahead), [LIVE]);
});

test('a page that heard less than the first page gets the difference from history, before what is new', async () => {
  let answer;
  const { hub: it, deliver } = hub(() => new Promise((resolve) => (answer = resolve)));
  const [first, behind] = [page(), page()];
  it.heard(first, here('a-6'));
  deliver('state', LIVE, 'a-6');
  deliver('event', FOLLOW, 'a-7');

  it.heard(behind, here('a-4'));
  deliver('event', FOLLOW, 'a-8');
  it.heard(behind, here('a-4'));
  assert.deepEqual(behind.told(), []);
  answer(made('a-8', 'a-7', 'a-6', 'a-3'));
  await soon();
  deliver('event', FOLLOW, 'a-9');

  assert.deepEqual(events(behind), ['a-6', 'a-7', 'a-8', 'a-9']);
  assert.deepEqual(states(behind), [LIVE]);
});

test('a page that never was live may open the hub of pages that were', async () => {
  const { hub: it, deliver } = hub(async () => made('a-5', 'a-4'));
  const [fresh, other] = [page(), page()];
  it.heard(fresh, here());
  it.heard(other, here('a-4'));
  await soon();

  deliver('state', LIVE, 'a-5');

  assert.deepEqual(events(other), ['a-5']);
  assert.deepEqual(events(fresh), []);
});

test('where history cannot be read, or lies after what the page knows, the state says so', async () => {
  for (const history of [async () => made('a-5'), () => Promise.reject(new Error('status 502'))]) {
    const { hub: it, deliver } = hub(history);
    it.heard(page(), here('a-6'));
    deliver('state', LIVE, 'a-6');
    const behind = page();

    it.heard(behind, here('a-4'));
    await soon();
    deliver('event', FOLLOW, 'a-7');

    assert.deepEqual(states(behind), [{ status: 'live', missed: 'unknown' }]);
    assert.equal(events(behind).at(-1), 'a-7');
  }
});

test('a page that leaves while history is read gets nothing more', async () => {
  const { hub: it, deliver } = hub(async () => made('a-5'));
  it.heard(page(), here('a-6'));
  const leaves = page();

  it.heard(leaves, here('a-4'));
  it.heard(leaves, { say: 'gone' });
  await soon();
  deliver('event', FOLLOW, 'a-7');

  assert.deepEqual(leaves.told(), []);
});

test('each call is answered, also while there is nothing to tell', () => {
  const { hub: it } = hub();
  const port = page();

  for (let call = 0; call < 3; call++) it.heard(port, here());

  assert.deepEqual(port.heard, Array(3).fill({ kind: 'beat' }));
});

test('a page that falls silent is forgotten, and with the last one the connection and all memory', () => {
  const { hub: it, connections, deliver } = hub();
  const [silent, talking] = [page(), page()];
  it.heard(silent, here());
  it.heard(talking, here());
  deliver('event', FOLLOW, 'a-1');
  for (let sweep = 0; sweep < 6; sweep++) {
    it.heard(talking, here('a-1'));
    it.sweep();
  }
  assert.equal(it.size, 1);

  it.heard(talking, { say: 'gone' });
  connections[0].deliver('event', FOLLOW, 'a-2');
  it.heard(talking, here());

  assert.equal(connections[0].closed, true);
  assert.deepEqual(events(talking), ['a-1']);
  assert.equal(connections[1].opened, '');
});

test('a page that wakes wakes the connection', () => {
  const { hub: it, connections } = hub();
  it.heard(page(), { say: 'wake' });
  const port = page();
  it.heard(port, here());

  it.heard(port, { say: 'wake' });

  assert.equal(connections[0].woken, 1);
});
