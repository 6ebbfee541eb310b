import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const STATIC = new URL('../../main/resources/static/', import.meta.url);

/** Whether it is a script. What only a module may have is taken out, because a parser of modules is an option of Node. */
function parses(code) {
  const script = code
    .replace(/^import\b[^;]*?'[^']*';/gm, '')
    .replace(/^export /gm, '')
    .replaceAll('import.meta', '({})');
  try {
    new vm.Script(`(async () => {${script}\n})`);
    return true;
  } catch (e) {
    if (e instanceof SyntaxError) return false;
    throw e;
  }
}

/** Lines of texts that look like a comment. A sign that is no code ends a script, but it is a letter like others in a text. */
function falseComments(code) {
  assert.ok(parses(code));
  return [...code.matchAll(/^[ \t]*(?:\/\/|\/\*).*$/gm)]
    .filter(({ index }) => parses(`${code.slice(0, index)}@${code.slice(index)}`))
    .map(([line]) => line.trim());
}

test('a line of a text that looks like a comment is found', () => {
  const code = "import { a } from './a.js';\n// one\nexport const b = `\n  // two\n  ${a} /* three */\n  /* four */`;\n/* five */";

  assert.deepEqual(falseComments(code), ['// two', '/* four */`;']);
});

// StaticPages sends scripts without the lines that look like comments
for (const file of readdirSync(STATIC, { recursive: true }).filter((name) => name.endsWith('.js'))) {
  test(`${file}: no text has a line that looks like a comment`, () => {
    assert.deepEqual(falseComments(readFileSync(new URL(file, STATIC), 'utf8')), []);
  });
}
