import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownNumbers } from '../../main/resources/static/widgets/known-numbers.js';

const stats = (followers, subs, viewers = 5, live = true) => ({ live, viewers, followers, subs });
const status = (refused = [], samples = [[0, 5]]) => ({
  polls: Object.fromEntries(
    ['poll-followers', 'poll-subscriptions'].map((name) => [name, { refusal: refused.includes(name) ? 'not for you' : null }]),
  ),
  stream: { viewers: samples },
});

function page(answer) {
  const made = { told: [], asked: 0, answer, time: 0 };
  const ask = async () => {
    made.asked++;
    return made.answer ? { status: made.answer } : { failure: { key: 'status.away' } };
  };
  made.numbers = new KnownNumbers((numbers) => made.told.push(numbers), ask, () => made.time);
  return made;
}

for (const [what, heard, known, expected] of [
  ['numbers above 0', stats(1317, 57), status(), stats(1317, 57)],
  ['a 0 that Twitch has told', stats(1317, 0), status(), stats(1317, 0)],
  ['subs that Twitch refuses', stats(1317, 0), status(['poll-subscriptions']), stats(1317, null)],
  ['followers that Twitch refuses', stats(0, 57), status(['poll-followers']), stats(null, 57)],
  ['both refused', stats(0, 0), status(['poll-followers', 'poll-subscriptions']), stats(null, null)],
  ['a refusal of what was read before', stats(1317, 57), status(['poll-followers']), stats(1317, 57)],
  ['viewers that are not listed yet', stats(1317, 57, 0), status([], []), stats(1317, 57, null)],
  ['nobody who watches', stats(1317, 57, 0), status([], [[0, 0]]), stats(1317, 57, 0)],
  ['no stream', stats(1317, 57, 0, false), status([], []), stats(1317, 57, 0, false)],
  ['a 0 while the relay cannot be asked', stats(1317, 0), null, stats(1317, null)],
]) {
  test(`${what}: shown is ${JSON.stringify(expected)}`, async () => {
    const one = page(known);

    await one.numbers.heard(heard);

    assert.deepEqual(one.told.at(-1), expected);
    for (const told of one.told) assert.ok(Object.keys(told).every((name) => told[name] === null || told[name] === heard[name]));
  });
}

test('numbers above 0 cost no question, and a 0 that is known none again', async () => {
  const one = page(status());
  await one.numbers.heard(stats(1317, 57));
  assert.equal(one.asked, 0);

  await one.numbers.heard(stats(1317, 0));
  one.time = 60_000;
  await one.numbers.heard(stats(1318, 0));

  assert.equal(one.asked, 1);
  assert.deepEqual(one.told.at(-1), stats(1318, 0));
});

test('a 0 that is not known is asked for again, but not each time', async () => {
  const one = page(status(['poll-subscriptions']));
  for (const [time, asked] of [[0, 1], [5_000, 1], [11_000, 2]]) {
    one.time = time;
    await one.numbers.heard(stats(1317, 0));
    assert.equal(one.asked, asked);
  }

  one.answer = status();
  one.time = 30_000;
  await one.numbers.heard(stats(1317, 0));
  assert.deepEqual(one.told.at(-1), stats(1317, 0));
});
