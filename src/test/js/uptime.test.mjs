import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Uptime, clockOf } from '../../main/resources/static/widgets/uptime.js';

const uptime = (began, ahead = 0) => new Uptime(() => {}, async () => ({ id: '', began, ahead }));
const online = (started_at) => ({ event: 'stream.online', data: { started_at } });

test('hours are always there, so that the width stays', () => {
  assert.deepEqual([0, 61_000, 3_723_000, 90_000_000].map(clockOf), ['0:00:00', '0:01:01', '1:02:03', '25:00:00']);
});

test('the relay is asked when the stream is live, and its answer counts', async () => {
  const one = uptime(1_000);

  await one.live(true);

  assert.equal(one.at(6_000), '0:00:05');
});

test('an event knows the beginning itself', async () => {
  const one = uptime(null);

  await one.event(online('2026-01-01T00:00:00Z'));

  assert.equal(one.at(Date.parse('2026-01-01T00:01:00Z')), '0:01:00');
});

test('an event without a beginning leaves it to the relay', async () => {
  const one = uptime(1_000);

  await one.event(online(undefined));

  assert.equal(one.at(6_000), '0:00:05');
});

test("a browser's clock that is a day ahead changes nothing", async () => {
  const day = 86_400_000;
  const known = uptime(1_000, -day);
  await known.live(true);
  const told = uptime(null, -day);
  await told.event(online('2026-01-01T00:00:00Z'));

  assert.equal(known.at(6_000 + day), '0:00:05');
  assert.equal(told.at(Date.parse('2026-01-02T00:01:00Z')), '0:01:00');
});

test('until the clocks are compared no time is shown', () => {
  const one = uptime(null, -86_400_000);

  one.event(online('2026-01-01T00:00:00Z'));

  assert.equal(one.at(Date.parse('2026-01-02T00:01:00Z')), '');
});

test('without a beginning there is no time, nor after the end', async () => {
  const unknown = uptime(null);
  await unknown.live(true);
  const over = uptime(1_000);
  await over.live(true);
  await over.live(false);

  assert.equal(unknown.at(9_000), '');
  assert.equal(over.at(9_000), '');
});

test('a relay that cannot be asked is no error', async () => {
  const one = new Uptime(() => {}, async () => Promise.reject(new Error('away')));

  await one.live(true);

  assert.equal(one.at(9_000), '');
});
