import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../main/resources/static/dashboard/pace.js';

/** Time and frames that the test moves: a frame comes whenever `frame` is called. */
function browser(t) {
  let now = 0;
  let frames = [];
  let timers = [];
  const fakes = {
    requestAnimationFrame: (fn) => frames.push(fn),
    cancelAnimationFrame: () => (frames = []),
    setTimeout: (fn, milliseconds) => timers.push({ fn, at: now + milliseconds }),
    clearTimeout: () => (timers = []),
  };
  const real = Object.fromEntries(Object.keys(fakes).map((name) => [name, globalThis[name]]));
  Object.assign(globalThis, fakes);
  t.mock.method(performance, 'now', () => now);
  t.after(() => Object.assign(globalThis, real));
  return {
    frame: () => frames.splice(0).forEach((fn) => fn()),
    pass(milliseconds) {
      now += milliseconds;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      due.forEach(({ fn }) => fn());
    },
  };
}

test('the first request is painted in the next frame, and a storm after it once per pause', (t) => {
  const { frame, pass } = browser(t);
  let painted = 0;
  const pace = new Pace(() => painted++, 250);

  pace.request();
  frame();
  assert.equal(painted, 1);
  for (let n = 0; n < 20; n++) {
    pace.request();
    pass(50);
    frame();
  }

  assert.equal(painted, 5);
});

test('a request that comes after the pause waits for a frame only', (t) => {
  const { frame, pass } = browser(t);
  let painted = 0;
  const pace = new Pace(() => painted++, 250);

  for (const expected of [1, 2]) {
    pace.request();
    pace.request();
    frame();
    assert.equal(painted, expected);
    pass(300);
  }
});

test('a request that is forgotten is not painted', (t) => {
  const { frame, pass } = browser(t);
  let painted = 0;
  const pace = new Pace(() => painted++, 250);

  pace.request();
  pace.stop();
  frame();
  pass(1_000);
  frame();

  assert.equal(painted, 0);
});
