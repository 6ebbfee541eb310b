/** One option of a widget as a form field, with what is wrong with its value beside it. */
import { relay } from '../address.js';
import { watchMedia } from './media-list.js';
import { h } from '../relay-element.js';
import { languages } from '../language-choice.js';
import { AUTO, wordsOf } from '../words/messages.js';
import { inherited, mustBe, problemOf } from './widget-options.js';

const say = await wordsOf('gallery');

let number = 0;

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {(values: object) => void} refresh shows what depends on the other options, and what is wrong
 */

/**
 * @param {object} kinds all options of the widget
 * @param {string} name of the option, see `option` in parameters.js
 * @param {string | undefined} value what was chosen before
 * @param {(value: string | undefined) => void} onChange undefined for the default
 * @returns {Field}
 */
export function optionField(kinds, name, value, onChange) {
  const kind = kinds[name];
  const id = `option-${++number}`;
  const problem = h('p', { className: 'problem', id: `${id}-problem`, 'aria-live': 'polite' });
  const help = kind.placeholders && h('p', { className: 'help', id: `${id}-help` }, ...placeholders(kind.placeholders));
  const made = FIELDS[kind.form.type](kind, id, value, onChange);
  const { element, control, showInherited, isUnreadable } = made;
  element.append(...[help, problem].filter(Boolean));
  control.setAttribute('aria-describedby', [help?.id, problem.id].filter(Boolean).join(' '));
  return {
    element,
    refresh(values) {
      showInherited?.(inherited(kinds, kind, values));
      const sentence = isUnreadable?.() ? mustBe(kind) : problemOf(kind, values[name]);
      problem.textContent = sentence || (made.note?.() ?? '');
      problem.classList.toggle('note', sentence === '');
      if (control instanceof HTMLFieldSetElement) return; // a group cannot be invalid
      if (sentence === '') control.removeAttribute('aria-invalid');
      else control.setAttribute('aria-invalid', 'true');
    },
  };
}

function placeholders(names) {
  return [`${say('field.placeholders')} `, ...names.flatMap((name, n) => [n === 0 ? '' : ' ', h('code', {}, `{${name}}`)])];
}

const FIELDS = {
  number({ label, form: { min, max }, fallback }, id, value, onChange) {
    const control = input(id, { type: 'number', min, max, step: 1, value: value ?? fallback ?? '', placeholder: fallback ?? '' }, onChange);
    return { element: labelled(label, control), control, isUnreadable: () => control.validity.badInput };
  },

  text({ label, fallback }, id, value, onChange) {
    const control = input(id, { type: 'text', value: value ?? '', autocomplete: 'off' }, onChange);
    return {
      element: labelled(label, control),
      control,
      showInherited: (from) => (control.placeholder = from ? asIn(from) : fallback),
    };
  },

  time({ label }, id, value, onChange) {
    const control = input(id, { type: 'datetime-local', value: value ?? '' }, onChange);
    return { element: labelled(label, control), control };
  },

  /** A picker for those who point, and a text for those who know the color's name or digits. */
  color({ label, read }, id, value, onChange) {
    const picker = h('input', { type: 'color', 'aria-label': say('field.picker', { label }) });
    const control = input(id, { type: 'text', value: value ?? '', autocomplete: 'off', spellcheck: false }, (text) => {
      pick(text);
      onChange(text);
    });
    const pick = (text) => {
      const color = text === undefined ? undefined : read(text.trim());
      picker.classList.toggle('unset', color === undefined);
      picker.value = opaque(color) ?? UNSET_COLOR;
    };
    picker.addEventListener('input', () => {
      control.value = picker.value.slice(1);
      picker.classList.remove('unset');
      onChange(control.value);
    });
    pick(value);
    const element = labelled(label, h('span', { className: 'with-picker' }, control, picker));
    element.firstElementChild.htmlFor = id;
    return {
      element,
      control,
      showInherited: (from) => (control.placeholder = from ? asIn(from) : say('field.color')),
    };
  },

  /** Where another option counts instead, the first entry says which. */
  choice({ label, nameOf, form: { words }, fallback }, id, value, onChange) {
    const none = fallback === undefined ? h('option', { value: '' }) : null;
    const control = h('select', { id }, none ?? '', ...words.map((word) => h('option', { value: word }, nameOf(word))));
    control.value = words.includes(value) ? value : (fallback ?? '');
    control.addEventListener('change', () => onChange(control.value === '' ? undefined : control.value));
    return {
      element: labelled(label, control),
      control,
      showInherited: none && ((from) => (none.textContent = from ? asIn({ ...from, text: nameOf(from.text) }) : say('field.unset'))),
    };
  },

  /** The themes of the relay, and the user's own as soon as they are known. */
  theme(kind, id, value, onChange) {
    const { made, add } = choiceOfMore(kind, id, value, onChange);
    ownThemes().then((names) => add(names, (name) => say('field.yours', { name })));
    return made;
  },

  /** The languages of the relay, as soon as they are known, and that of the browser. */
  language(kind, id, value, onChange) {
    const { made, add } = choiceOfMore({ ...kind, form: { words: [kind.fallback] } }, id, value, onChange);
    languages().then((names) => {
      for (const one of made.control.options) one.textContent = names[one.value] ?? one.value;
      add(Object.keys(names), (tag) => names[tag]);
      add([AUTO], () => say('field.auto'));
    });
    return made;
  },

  /** Words, and the files of the media folder that fit, as soon as they lie there. */
  media(kind, id, value, onChange) {
    const { made, add } = choiceOfMore(kind, id, value, onChange);
    const { uses } = kind.form;
    let shown = false;
    const stop = watchMedia((contents) => {
      if (shown && !made.element.isConnected) return stop(); // the field is gone
      shown = made.element.isConnected;
      add((contents?.files ?? []).filter((file) => uses.includes(file.kind)).map(({ name }) => name));
    });
    return made;
  },

  check({ label, read, fallback }, id, value, onChange) {
    const control = h('input', { type: 'checkbox', id, checked: value === undefined ? fallback : (read(value) ?? fallback) });
    control.addEventListener('change', () => onChange(control.checked ? '1' : '0'));
    const element = h('div', { className: 'field check' }, control, h('label', { htmlFor: id }, label));
    return { element, control };
  },

  /** Any of the words, where it matters in an order that buttons change. */
  choices({ label, nameOf, form: { words }, ordered, read, fallback }, id, value, onChange) {
    const chosen = (value === undefined ? undefined : read(value)) ?? fallback;
    const list = h('ul', {});
    const boxes = () => [...list.querySelectorAll('input')];
    const tell = () => onChange(boxes().filter((box) => box.checked).map((box) => box.value).join(','));
    for (const word of [...chosen, ...words.filter((word) => !chosen.includes(word))]) {
      const box = h('input', { type: 'checkbox', value: word, checked: chosen.includes(word) });
      box.addEventListener('change', tell);
      list.append(h('li', {}, h('label', {}, box, nameOf(word)), ordered ? forward(nameOf(word), list, tell) : ''));
    }
    markFirst(list);
    const control = h('fieldset', { className: 'field', id }, h('legend', {}, label), list);
    return { element: control, control, note: () => (boxes().some((box) => box.checked) ? '' : say('field.nothing')) };
  },
};

/** A choice of words and of names that come later. What was chosen before stays, whether its name comes or not. */
function choiceOfMore(kind, id, value, onChange) {
  const { words } = kind.form;
  const own = value !== undefined && kind.read(value) !== undefined && !words.includes(value) ? [value] : [];
  const made = FIELDS.choice({ ...kind, form: { words: [...words, ...own] } }, id, value, onChange);
  const add = (names, labelOf = (name) => name) => {
    const more = names.filter((name) => ![...made.control.options].some((one) => one.value === name));
    made.control.append(...more.map((name) => h('option', { value: name }, labelOf(name))));
  };
  return { made, add };
}

let themes;

/** Asks the relay once for all fields. @returns {Promise<string[]>} the names of the user's own themes */
function ownThemes() {
  themes ??= fetch(relay('api/widgets/themes'), { cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => []);
  return themes;
}

/** What counts where an option is not set. */
const asIn = ({ label, text }) => say('field.as', { label, text });

function labelled(label, control) {
  return h('div', { className: 'field' }, h('label', { htmlFor: control.id }, label), control);
}

function input(id, properties, onChange) {
  const made = h('input', { id, ...properties });
  made.addEventListener('input', () => onChange(made.value === '' ? undefined : made.value));
  return made;
}

/** The button that moves an item one place forward. */
function forward(name, list, tell) {
  const up = h('button', { type: 'button', 'aria-label': say('field.forward.one', { name }), title: say('field.forward') }, '↑');
  up.addEventListener('click', () => {
    const item = up.closest('li');
    if (!item.previousElementSibling) return;
    item.previousElementSibling.before(item);
    up.focus(); // an element that is moved loses it
    markFirst(list);
    tell();
  });
  return up;
}

/** The first item's button does nothing, but it keeps the focus of the keyboard that has just used it. */
function markFirst(list) {
  [...list.querySelectorAll('button')].forEach((up, n) => up.setAttribute('aria-disabled', String(n === 0)));
}

const UNSET_COLOR = '#9b7bff';
const CANVAS = document.createElement('canvas').getContext('2d');

/** What a picker can show: six digits. The browser knows the names. */
function opaque(color) {
  if (color === undefined) return undefined;
  CANVAS.fillStyle = color;
  const hex = /^#[0-9a-f]{6}$/.exec(CANVAS.fillStyle);
  if (hex) return hex[0];
  const parts = /^rgba\((\d+), (\d+), (\d+)/.exec(CANVAS.fillStyle);
  return parts ? `#${parts.slice(1).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}` : undefined;
}
