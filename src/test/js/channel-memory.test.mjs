import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelMemory } from '../../main/resources/static/widgets/channel-memory.js';

const on = (channel) => async () => ({ status: { token: { channel } } });

test('each channel has its own memory, and an unknown one has none', async () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };

  (await channelMemory('latest', on('demo'), storage)).keep('a');
  (await channelMemory('latest', on(null), storage)).keep('b');
  (await channelMemory('latest', async () => ({ failure: { key: 'status.away' } }), storage)).keep('c');

  assert.equal((await channelMemory('latest', on('demo'), storage)).text, 'a');
  assert.equal((await channelMemory('latest', on('real'), storage)).text, null);
  assert.equal((await channelMemory('latest', on(null), storage)).text, null);
  assert.equal(kept.size, 1);
});
