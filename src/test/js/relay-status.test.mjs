import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentStatus } from '../../main/resources/static/relay-status.js';
import { currentStream } from '../../main/resources/static/widgets/uptime.js';

test('all who ask within a second cost one request, and a clock that is a day wrong is noticed', async (t) => {
  const day = 86_400_000;
  let requests = 0;
  t.mock.method(globalThis, 'fetch', async () => {
    requests++;
    const status = { time: new Date(Date.now() - day).toISOString(), stream: { id: '46', startedAt: '2026-01-01T00:00:00Z' } };
    return { ok: true, json: async () => status };
  });

  const [one, stream] = await Promise.all([recentStatus(), currentStream()]);

  assert.equal(requests, 1);
  assert.equal(one.status.stream.id, '46');
  assert.equal(stream.id, '46');
  assert.equal(stream.began, Date.parse('2026-01-01T00:00:00Z'));
  assert.ok(Math.abs(stream.ahead + day) < 1_000);
});
