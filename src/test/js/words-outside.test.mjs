import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { textsOf } from './support/texts.mjs';

const STATIC = new URL('../../main/resources/static/', import.meta.url);
const FILES = readdirSync(STATIC, { recursive: true }).filter((name) => !name.startsWith('api/'));

/** Texts that no person reads on a page, or that are names: of keys, headers, files, settings and programs. */
const NAMES = /^(?:Arrow(?:Left|Right|Up|Down)|F\d+|Authorization|Bearer ¤|X-Relay-Page|\w+Error|RELAY_ADMIN_TOKEN|Started|DELETE|POST|not all|missing scope|en, de, pt-BR|test ¤|channel\.[\w. ]+)$/;

/** Samples: names and messages of people who do not exist, as a viewer would write them. */
const SAMPLES = /^(?:gallery\/\w+-samples\.js|words\/events\.js)$/;

/** For programmers: what an error of a module says, and reasons of the connection, which no page shows. */
const FOR_PROGRAMMERS = /(?:Error\(|\breason: |#lost\(|\.away\()$/;
const MODULES_OF_THE_STREAM = /^(?:stream\/|twitch-stream\.js$)/;

/** CSS, paths of drawings, lists of the grid, parts of selectors and of requests. */
const CODE = [
  /[{}]\s|;\s*$|^\s*\n|--|^[a-z-]+:\s/, // rules of CSS
  /^[MmLlHhVvCcSsAaZz\d\s.,-]+$/, // the path of a drawing
  /^(?:0 0 ¤ ¤|0 0 24 24|xMid\w+|none)$/,
  /^[a-z]+\/[a-z]+/, // a media type
  /[[\]#>]|^\.[a-z]|:[a-z]/, // a selector
  /^(?:\.{0,2}\/|api\/|¤?\??[a-z]+=|https?:)/, // an address
  /\boklch\(|\bsystem-ui\b/,
];

const isCode = (text) => CODE.some((pattern) => pattern.test(text));
const isProse = (text) => /\p{L}{2,}[,.:;!?…]? +[\p{L}¤]|¤ +\p{L}{2,}|^\p{Lu}\p{Ll}{2,}|\p{L}[.!?…]$/u.test(text);

/** A word alone looks as a name does, but in these places a person reads it. */
const READ = /(?:textContent|\.title|\.placeholder|alt|title|placeholder|'aria-label'|innerText)\s*[=:]\s*$|\bh\('[a-z0-9-]+', \{[^{}]*\},(?: [\w#.()]+,)* $/;

/** Several names of classes, parts of an element, and words that a browser knows. */
const LISTS = /(?:className|part|rel|role|autocomplete|preload)[:,=] ?$|classList\.\w+\($|'(?:class|part|role|rel)', $|line\($|setAttribute\($|querySelector(?:All)?\($|matchMedia\($|font = $/;

function outside(name, code) {
  return textsOf(code)
    .filter(({ text, before }) => {
      if (/^\s*(?:import|export)\b.* from $|^import $/.test(before) || NAMES.test(text) || LISTS.test(before)) return false;
      if (MODULES_OF_THE_STREAM.test(name) || FOR_PROGRAMMERS.test(before)) return false;
      if (READ.test(before)) return /\p{L}{2,}/u.test(text);
      return isProse(text) && !isCode(text);
    })
    .map(({ text, line }) => `${name}:${line}: ${text}`);
}

test('words in a script are found, wherever they stand', () => {
  const code = [
    "const a = 'Two words';",
    "h('p', {}, 'alone');",
    'const b = `${n} left`;',
    "made.title = 'test';",
    "h('img', { alt: 'Picture' });",
    "const c = on ? 'fine' : 'Paused. New alerts wait.';",
    '// a comment',
    "const d = say('alerts.none');",
    'const css = `.a { color: red; }`;',
    "const e = 'channel.follow';",
  ].join('\n');

  assert.deepEqual(outside('x.js', code), ['x.js:1: Two words', 'x.js:2: alone', 'x.js:3: ¤ left', 'x.js:4: test', 'x.js:5: Picture',
    'x.js:6: Paused. New alerts wait.']);
});

for (const name of FILES.filter((name) => name.endsWith('.js') && !SAMPLES.test(name))) {
  test(`${name} has no words of its own`, () => {
    assert.deepEqual(outside(name, readFileSync(new URL(name, STATIC), 'utf8')), []);
  });
}

for (const name of FILES.filter((name) => name.endsWith('.html'))) {
  test(`${name} has no words of its own`, () => {
    const html = readFileSync(new URL(name, STATIC), 'utf8').replace(/<!--.*?-->|<(script|style|code)\b.*?<\/\1>/gs, '');
    const texts = html.replace(/<[^>]*>/g, '\n').split('\n');
    const attributes = [...html.matchAll(/ (?:alt|title|aria-label|placeholder)="([^"]*)"/g)].map(([, text]) => text);
    const words = [...texts, ...attributes].map((text) => text.replace(/\{\{[\w.-]+}}/g, '').trim());

    assert.deepEqual(words.filter((text) => /\p{L}/u.test(text)), []);
  });
}

test('style sheets show no words', () => {
  for (const name of FILES.filter((name) => name.endsWith('.css'))) {
    const contents = [...readFileSync(new URL(name, STATIC), 'utf8').matchAll(/content:\s*(['"])(.*?)\1/g)].map(([, , text]) => text);
    assert.deepEqual(contents.filter((text) => /\p{L}{2,}/u.test(text)), [], name);
  }
});
