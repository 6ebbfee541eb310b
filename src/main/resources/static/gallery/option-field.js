/** One option of a widget as a form field. */
import { relay } from '../address.js';
import { h } from '../relay-element.js';
import { defaultText } from './widget-options.js';

let number = 0;

/**
 * @param {object} option of a widget's list, see `option` in parameters.js
 * @param {string | undefined} value what was chosen before
 * @param {(value: string | undefined) => void} onChange undefined for the default
 * @returns {HTMLElement}
 */
export function optionField(option, value, onChange) {
  const id = `option-${++number}`;
  const { label, form, ordered } = option;
  const text = value ?? defaultText(option);
  if (form.type === 'choices') return choices(label, form.words, ordered, text, onChange);
  const control = CONTROLS[form.type](form, text, onChange);
  control.id = id;
  const name = h('label', { htmlFor: id }, label);
  if (form.type === 'check') return h('div', { className: 'field check' }, control, name);
  if (form.type !== 'color') return h('div', { className: 'field' }, name, control);
  const reset = h('button', { type: 'button', 'aria-label': `${label}: back to the default` }, '×');
  reset.hidden = !value;
  control.addEventListener('input', () => (reset.hidden = false));
  reset.addEventListener('click', () => {
    reset.hidden = true;
    control.value = UNSET_COLOR;
    control.focus();
    onChange(undefined);
  });
  return h('div', { className: 'field' }, name, h('span', { className: 'with-reset' }, control, reset));
}

const UNSET_COLOR = '#9b7bff';

const CONTROLS = {
  number: ({ min, max }, value, onChange) => input({ type: 'number', min, max, value }, onChange),
  text: ({ longest }, value, onChange) => input({ type: 'text', maxLength: longest, value, autocomplete: 'off' }, onChange),
  color: (_, value, onChange) =>
    input({ type: 'color', value: /^#?[0-9a-f]{6}$/i.test(value) ? `#${value.replace('#', '')}` : UNSET_COLOR }, (chosen) =>
      onChange(chosen.slice(1)),
    ),
  choice({ words }, value, onChange) {
    const made = h('select', {}, ...words.map((word) => h('option', { value: word, selected: word === value }, word)));
    made.addEventListener('change', () => onChange(made.value));
    return made;
  },
  theme({ words }, value, onChange) {
    const made = CONTROLS.choice({ words }, value, onChange);
    if (!words.includes(value)) made.append(h('option', { value, selected: true }, value));
    ownThemes().then((names) => {
      const more = names.filter((name) => ![...made.options].some((one) => one.value === name));
      made.append(...more.map((name) => h('option', { value: name }, `${name} (yours)`)));
    });
    return made;
  },
  check(_, value, onChange) {
    const made = h('input', { type: 'checkbox', checked: value === '1' });
    made.addEventListener('change', () => onChange(made.checked ? '1' : '0'));
    return made;
  },
};

let themes;

/** Asks the relay once for all fields. @returns {Promise<string[]>} the names of the user's own themes */
function ownThemes() {
  themes ??= fetch(relay('api/widgets/themes'), { cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => []);
  return themes;
}

function input(properties, onChange) {
  const made = h('input', properties);
  made.addEventListener('input', () => onChange(made.value === '' ? undefined : made.value));
  return made;
}

/** Any of the words, where it matters in an order that buttons change. */
function choices(label, words, ordered, value, onChange) {
  const chosen = value.split(',').filter((word) => words.includes(word));
  const rest = words.filter((word) => !chosen.includes(word));
  const list = h('ul', {});
  const tell = () => {
    const picked = [...list.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value);
    onChange(picked.length > 0 ? picked.join(',') : undefined);
  };
  for (const word of [...chosen, ...rest]) {
    const box = h('input', { type: 'checkbox', value: word, checked: chosen.includes(word) });
    const up = h('button', { type: 'button', 'aria-label': `Move ${word} forward`, title: 'Forward' }, '↑');
    const item = h('li', {}, h('label', {}, box, word), ordered ? up : null);
    box.addEventListener('change', tell);
    up.addEventListener('click', () => {
      if (!item.previousElementSibling) return;
      item.previousElementSibling.before(item);
      up.focus(); // an element that is moved loses it
      markFirst();
      tell();
    });
    list.append(item);
  }
  // the first item's button does nothing, but it keeps the focus of the keyboard that has just used it
  const markFirst = () =>
    [...list.querySelectorAll('button')].forEach((up, n) => up.setAttribute('aria-disabled', String(n === 0)));
  markFirst();
  return h('fieldset', { className: 'field' }, h('legend', {}, label), list);
}
