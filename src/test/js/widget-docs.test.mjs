import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { OPTIONS as ADBREAK } from '../../main/resources/static/widgets/adbreak/options.js';
import { OPTIONS as ALERTS } from '../../main/resources/static/widgets/alerts/options.js';
import { OPTIONS as CHAT } from '../../main/resources/static/widgets/chat/options.js';
import { COMMON } from '../../main/resources/static/widgets/common-options.js';
import { OPTIONS as COUNTDOWN } from '../../main/resources/static/widgets/countdown/options.js';
import { OPTIONS as CREDITS } from '../../main/resources/static/widgets/credits/options.js';
import { OPTIONS as EVENTS } from '../../main/resources/static/widgets/events/options.js';
import { OPTIONS as GOAL } from '../../main/resources/static/widgets/goal/options.js';
import { OPTIONS as HYPETRAIN } from '../../main/resources/static/widgets/hypetrain/options.js';
import { OPTIONS as LATEST } from '../../main/resources/static/widgets/latest/options.js';
import { OPTIONS as LEADERBOARD } from '../../main/resources/static/widgets/leaderboard/options.js';
import { OPTIONS as STATS } from '../../main/resources/static/widgets/stats/options.js';
import { OPTIONS as VOTE } from '../../main/resources/static/widgets/vote/options.js';
import { optionsTable } from './support/options-table.mjs';

const PAGE = readFileSync(new URL('../../docs/widgets.md', import.meta.url), 'utf8');

const ALL = [
  ['**`/widgets/alerts`**', ALERTS],
  ['**`/widgets/goal`**', GOAL],
  ['**`/widgets/stats`**', STATS],
  ['**`/widgets/events`**', EVENTS],
  ['**`/widgets/latest`**', LATEST],
  ['**`/widgets/leaderboard`**', LEADERBOARD],
  ['**`/widgets/chat`**', CHAT],
  ['**`/widgets/hypetrain`**', HYPETRAIN],
  ['**`/widgets/vote`**', VOTE],
  ['**`/widgets/adbreak`**', ADBREAK],
  ['**`/widgets/countdown`**', COUNTDOWN],
  ['**`/widgets/credits`**', CREDITS],
  ['**Every widget**', COMMON],
];

for (const [begin, options] of ALL) {
  test(`the documentation of ${begin} is its list of options`, () => {
    const written = PAGE.slice(PAGE.indexOf(begin)).match(/^\|.*\|$(\n^\|.*\|$)*/m)[0];

    assert.equal(written, optionsTable(options));
  });
}

test('each option has words for people, and its default is one of its values', () => {
  for (const [name, option] of ALL.flatMap(([, options]) => Object.entries(options))) {
    const { label, meaning, group, wants, fallback, form } = option;
    assert.ok(label && meaning && group && wants, name);
    const text = typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback ?? '');
    if (fallback !== undefined) assert.deepEqual(option.read(text), fallback, `${name}: ${form.type}`);
  }
});
