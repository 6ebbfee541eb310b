import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatChange, formatNumber, formatPercent, formatRemaining, formatSpan, timeAgo } from '../../main/resources/static/words/format.js';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const MINUTE = 60_000;

test('numbers are grouped, and what is no number is a dash', () => {
  assert.equal(formatNumber(1234567), '1,234,567');
  assert.equal(formatNumber(0), '0');
  assert.equal(formatNumber(undefined), '–');
  assert.equal(formatNumber(NaN), '–');
  assert.equal(formatNumber('12'), '–');
});

test('a part is whole percent', () => {
  assert.deepEqual([0, 0.29, 0.999, 1].map(formatPercent), ['0%', '29%', '100%', '100%']);
});

test('a second that has begun is left, and nothing is left of what is over', () => {
  const left = [-5, 0, 1, 1_000, 1_001, 59_001, 3_599_001, 3_723_000, 90_000_000].map(formatRemaining);

  assert.deepEqual(left, ['0:00', '0:00', '0:01', '0:01', '0:02', '1:00', '1:00:00', '1:02:03', '25:00:00']);
});

test('a change carries its sign, and no change says nothing', () => {
  assert.equal(formatChange(5), '+5');
  assert.equal(formatChange(-1200), '−1,200');
  assert.equal(formatChange(0), '');
  assert.equal(formatChange(NaN), '');
});

test('a span is told in its largest unit', () => {
  const spans = [
    [-5, '0 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [90 * MINUTE, '1 h'],
    [49 * 60 * MINUTE, '2 d'],
  ];
  for (const [milliseconds, words] of spans) assert.equal(formatSpan(milliseconds), words);
});

test('time ago takes text and numbers', () => {
  assert.equal(timeAgo('2026-11-23T09:55:00.123456789Z', NOW), '4 min ago');
  assert.equal(timeAgo(NOW - 12_000, NOW), '12 s ago');
});

test('what just happened, or happens in the future by a clock that is ahead, is just now', () => {
  assert.equal(timeAgo(NOW - 9_999, NOW), 'just now');
  assert.equal(timeAgo(NOW + 5 * MINUTE, NOW), 'just now');
});

test('a time that is none gives no words', () => {
  assert.equal(timeAgo('', NOW), '');
  assert.equal(timeAgo(undefined, NOW), '');
});
