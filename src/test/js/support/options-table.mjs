/** @returns {string[][]} of each option of a widget its name and its values, as the documentation has them */
export const optionsOf = (options) => Object.entries(options).map(([name, option]) => [name, valuesOf(option)]);

const code = (word) => `\`${word}\``;
const number = (value) => value.toLocaleString('en-US');

/** The default comes first. */
function valuesOf({ form, fallback }) {
  switch (form.type) {
    case 'number':
      return `${code(fallback)}; from ${number(form.min)} to ${number(form.max)}`;
    case 'choice':
    case 'theme':
      return form.words.map(code).join(', ');
    case 'media':
      return [...form.words.map(code), 'a file'].join(', ');
    case 'choices': {
      const more = form.words.filter((word) => !fallback.includes(word));
      return code(fallback) + (more.length > 0 ? `; also ${more.map(code).join(', ')}` : '');
    }
    case 'text':
      return `${fallback ? `${code(fallback)}; ` : ''}a text of at most ${form.longest} characters`;
    case 'language':
      return `${code(fallback)}; for example ${code('de')}; ${code('auto')}`;
    case 'time':
      return 'for example `2030-12-24T20:00`';
    case 'color':
      return 'for example `ff5f6d` or `gold`';
    default:
      return fallback ? '`1`, `0`' : '`0`, `1`';
  }
}
