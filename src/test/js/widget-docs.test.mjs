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
import { groupName, labelled } from '../../main/resources/static/gallery/option-words.js';
import { sentenceOf } from '../../main/resources/static/words/hints.js';
import { optionsOf } from './support/options-table.mjs';

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

/** Options with the same values and meaning share a row. */
function rowsBehind(begin) {
  const [table] = PAGE.slice(PAGE.indexOf(begin)).match(/^\|.*\|$(\n^\|.*\|$)*/m);
  const rows = table.split('\n').slice(2).map((row) => row.slice(2, -2).split(' | '));
  return rows.map(([names, values, meaning]) => ({ names: names.match(/(?<=`)[\w-]+(?=`)/g), values, meaning }));
}

for (const [begin, options] of ALL) {
  test(`the documentation of ${begin} has all of its options`, () => {
    const rows = rowsBehind(begin);
    const written = new Map(rows.flatMap(({ names, values }) => names.map((name) => [name, values])));

    assert.deepEqual(Object.fromEntries(written), Object.fromEntries(optionsOf(options)));
    for (const { names, meaning } of rows) assert.ok(meaning.length > 8, `${names}: ${meaning}`);
  });
}

test('each option has a label, a heading and a sentence, and its default is one of its values', () => {
  for (const [begin, options] of ALL) {
    const widget = /widgets\/(\w+)/.exec(begin)?.[1] ?? 'all';
    for (const [name, option] of Object.entries(labelled(widget, options))) {
      const { label, group, wants, fallback, form } = option;
      assert.ok(!label.includes('.') && !groupName(group).includes('.') && sentenceOf(wants), `${widget}.${name}: ${label}`);
      const text = typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback ?? '');
      if (fallback !== undefined) assert.deepEqual(option.read(text), fallback, `${name}: ${form.type}`);
    }
  }
});
