/**
 * What an alert says, as pieces, so that a name can be set apart from the words around it. No DOM.
 * A template knows {name}, {count} and {message}: `{name} is in! Number {count}`.
 */
import { formatNumber, plural } from './format.js';

/** @returns {Array<{text: string, part: 'name' | 'count' | 'message' | null}>} */
export function sayAlert(alert, template) {
  const values = { name: alert.who ?? 'Somebody', count: formatNumber(alert.count), message: alert.message ?? '' };
  if (template) return filled(template, values);
  if (alert.kind === 'follow' && alert.count > 1) {
    return [piece(values.name, 'name'), piece(` and ${plural(alert.count - 1, 'other')} followed`)];
  }
  return alert.who === null ? [piece(alert.text)] : [piece(alert.who, 'name'), piece(` ${alert.text}`)];
}

/** Values are put in once: a name that looks like a placeholder stays a name. */
function filled(template, values) {
  return template
    .split(/(\{(?:name|count|message)\})/)
    .filter((text) => text !== '')
    .map((text) => {
      const name = /^\{(name|count|message)\}$/.exec(text)?.[1];
      return name ? piece(values[name], name) : piece(text);
    });
}

function piece(text, part = null) {
  return { text, part };
}
