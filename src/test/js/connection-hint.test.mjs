import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALONE_SHOWN_FOR, AWAY_SHOWN_AFTER, ConnectionHint } from '../../main/resources/static/widgets/connection-hint.js';
import { ManualClock } from './support/stream-fakes.mjs';

function widget(mayTellAlone = true) {
  const clock = new ManualClock();
  const made = { clock, shown: null };
  made.hint = new ConnectionHint((sentence) => (made.shown = sentence), mayTellAlone, clock);
  return made;
}

test('a loss of a moment is not told', () => {
  const one = widget();
  one.hint.heard({ status: 'live' });
  one.hint.heard({ status: 'reconnecting' });
  one.clock.advance(AWAY_SHOWN_AFTER - 1);
  one.hint.heard({ status: 'live' });
  one.clock.advance(60_000);

  assert.equal(one.shown, null);
});

test('attempts in between do not begin the time anew', () => {
  const one = widget();
  one.hint.heard({ status: 'live' });
  for (let second = 0; second < 6; second++) {
    one.hint.heard({ status: 'reconnecting', retryIn: 1_000 });
    assert.equal(one.shown, null);
    one.clock.advance(1_000);
  }

  assert.equal(one.shown, 'Reconnecting to the relay…');
  one.hint.heard({ status: 'live' });
  assert.equal(one.shown, null);
});

test('a relay that was never there is waited for', () => {
  const one = widget();
  one.hint.heard({ status: 'connecting' });
  one.clock.advance(AWAY_SHOWN_AFTER);

  assert.equal(one.shown, 'Waiting for the relay…');
});

test('a connection of its own is told once, for a while', () => {
  const one = widget();
  one.hint.heard({ status: 'live', alone: true });
  assert.match(one.shown, /open six widgets at most/);
  one.clock.advance(ALONE_SHOWN_FOR);
  assert.equal(one.shown, null);

  one.hint.heard({ status: 'reconnecting', alone: true });
  one.hint.heard({ status: 'live', alone: true });
  assert.equal(one.shown, null);
});

test('a loss while the connection of its own is told is still told in time', () => {
  const one = widget();
  one.hint.heard({ status: 'live', alone: true });
  one.clock.advance(ALONE_SHOWN_FOR - 1_000);
  one.hint.heard({ status: 'reconnecting', alone: true });
  assert.equal(one.shown, null);
  one.clock.advance(AWAY_SHOWN_AFTER);

  assert.equal(one.shown, 'Reconnecting to the relay…');
});

test('in the frame of a foreign page nobody is told how many widgets to open', () => {
  const one = widget(false);
  one.hint.heard({ status: 'live', alone: true });

  assert.equal(one.shown, null);
});

test('a widget that left its page leaves no timer', () => {
  const one = widget();
  one.hint.heard({ status: 'connecting' });
  one.hint.leave();

  assert.equal(one.clock.pending, 0);
});
