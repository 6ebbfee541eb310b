/** Finds the texts of a script: its strings, and the fixed parts of its template literals. Comments and patterns are none. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+]|=>|return)\s*$/;

/**
 * @param {string} code
 * @returns {Array<{text: string, line: number, before: string}>} `text` has `¤` in place of each value; `before` is the code before it
 */
export function textsOf(code) {
  const found = [];
  read(code, 0, false, found);
  return found;
}

/** @param {boolean} nested whether a closing brace ends it @returns {number} where it ends */
function read(code, from, nested, found) {
  let depth = 0;
  for (let i = from; i < code.length; i++) {
    const letter = code[i];
    if (code.startsWith('//', i)) i = end(code.indexOf('\n', i), code) - 1;
    else if (code.startsWith('/*', i)) i = code.indexOf('*/', i) + 1;
    else if (letter === '/' && BEFORE_PATTERN.test(code.slice(Math.max(0, i - 12), i))) i = endOfPattern(code, i);
    else if (letter === "'" || letter === '"') i = string(code, i, found);
    else if (letter === '`') i = template(code, i, found);
    else if (letter === '{') depth++;
    else if (letter === '}' && nested && depth === 0) return i;
    else if (letter === '}') depth--;
  }
  return code.length;
}

const end = (place, code) => (place < 0 ? code.length : place);

function endOfPattern(code, from) {
  let inClass = false;
  for (let i = from + 1; i < code.length; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '[') inClass = true;
    else if (code[i] === ']') inClass = false;
    else if (code[i] === '/' && !inClass) return i;
  }
  throw new Error(`a pattern has no end: ${code.slice(from, from + 40)}`);
}

function string(code, from, found) {
  let i = from + 1;
  while (code[i] !== code[from]) i += code[i] === '\\' ? 2 : 1;
  note(code, from, code.slice(from + 1, i), found);
  return i;
}

function template(code, from, found) {
  let text = '';
  let i = from + 1;
  for (; code[i] !== '`'; i++) {
    if (code[i] === '\\') text += code[++i];
    else if (code.startsWith('${', i)) {
      i = read(code, i + 2, true, found);
      text += '¤';
    } else text += code[i];
  }
  note(code, from, text, found);
  return i;
}

function note(code, from, text, found) {
  const before = code.slice(Math.max(0, from - 60), from);
  found.push({ text, line: code.slice(0, from).split('\n').length, before: before.slice(before.lastIndexOf('\n') + 1) });
}
