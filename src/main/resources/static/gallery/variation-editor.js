import { mediaAddress } from '../widgets/alerts/media-names.js';
import { FIELDS as KINDS, textOfValue } from '../widgets/alerts/variations.js';
import { relay } from '../address.js';
import { wordsOf } from '../words/messages.js';
import { formStyle } from './form-style.js';
import { watchMedia } from './media-list.js';
import { optionField } from './option-field.js';
import { groupName, labelled } from './option-words.js';
import { RelayElement, h } from '../relay-element.js';

const say = await wordsOf('gallery');
const FIELDS = labelled('variation', KINDS);

/** `<variation-editor>`: makes a file of variations, or changes one of the media folder. The relay writes no file of the user's. */
export class VariationEditor extends RelayElement {
  static tag = 'variation-editor';

  static css = `${formStyle}
    ol { display: grid; gap: 0.9rem; }
    ol > li { border: 1px solid var(--relay-line); border-radius: 0.7rem; padding: 0.9rem 1rem; }
    h3 { margin: 0; font-size: 0.95rem; }
    ol > li > .row { align-items: center; justify-content: space-between; }
    ol details { margin-block-start: 0.75rem; }
  `;

  /** Texts by name of field, in the order of the variations. */
  #rows = [];
  #list = h('ol');
  #said = h('p', { className: 'note', role: 'status' });
  #file = h('select', { id: 'variations-file' }, h('option', { value: '' }, say('variation.new')));

  constructor() {
    super();
    const add = h('button', { type: 'button' }, say('variation.add'));
    const save = h('button', { type: 'button', className: 'main' }, say('variation.save'));
    add.addEventListener('click', () => this.#show([...this.#rows, {}]));
    save.addEventListener('click', () => this.#save());
    this.#file.addEventListener('change', () => this.#open(this.#file.value));
    this.shadowRoot.append(
      h(
        'article',
        { 'aria-labelledby': 'variations' },
        h('header', {}, h('h2', { id: 'variations' }, say('variation')), h('p', {}, say('variation.about'))),
        h('div', { className: 'field' }, h('label', { htmlFor: this.#file.id }, say('variation.begin')), this.#file),
        this.#list,
        h('div', { className: 'row' }, add, save),
        this.#said,
      ),
    );
  }

  connected() {
    this.onLeave(watchMedia((contents) => this.#offer(contents?.files ?? [])));
  }

  #offer(files) {
    const names = files.filter(({ kind }) => kind === 'variations').map(({ name }) => name);
    const more = names.filter((name) => ![...this.#file.options].some(({ value }) => value === name));
    this.#file.append(...more.map((name) => h('option', { value: name }, name)));
  }

  async #open(name) {
    this.#said.textContent = '';
    if (name === '') return this.#show([]);
    try {
      const { variations } = await (await fetch(mediaAddress(name), { cache: 'no-store' })).json();
      this.#show(variations.map(textsOf));
    } catch {
      this.#said.textContent = say('variation.wrong', { name });
    }
  }

  #show(rows) {
    this.#rows = rows;
    this.#list.replaceChildren(...rows.map((row, n) => this.#row(row, n)));
  }

  #row(row, n) {
    const up = h('button', { type: 'button', 'aria-label': say('variation.forward', { n: n + 1 }), disabled: n === 0 }, '↑');
    const remove = h('button', { type: 'button', 'aria-label': say('variation.remove.one', { n: n + 1 }) }, say('variation.remove'));
    up.addEventListener('click', () => this.#show(moved(this.#rows, n)));
    remove.addEventListener('click', () => this.#show(this.#rows.filter((one) => one !== row)));
    const groups = [...new Set(Object.values(FIELDS).map(({ group }) => group))];
    return h(
      'li',
      {},
      h('div', { className: 'row' }, h('h3', {}, say('variation.one', { n: n + 1 })), h('span', { className: 'row' }, up, remove)),
      ...groups.map((group) => h('details', { open: true }, h('summary', {}, groupName(group)), fieldsOf(group, row))),
    );
  }

  #save() {
    const schema = relay('widgets/alerts/variations.schema.json');
    const content = { $schema: schema, variations: this.#rows.map(valuesOf) };
    const file = new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' });
    const link = h('a', { href: URL.createObjectURL(file), download: this.#file.value || 'alerts.json' });
    link.click();
    URL.revokeObjectURL(link.href);
    this.#said.textContent = say('variation.saved');
  }
}

/** Fields that write into the row. */
function fieldsOf(group, row) {
  const names = Object.keys(FIELDS).filter((name) => FIELDS[name].group === group);
  const fields = names.map((name) =>
    optionField(FIELDS, name, row[name], (value) => {
      if (value === undefined || value === '') delete row[name];
      else row[name] = value;
      for (const field of fields) field.refresh(row);
    }),
  );
  for (const field of fields) field.refresh(row);
  return h('div', { className: 'fields' }, ...fields.map(({ element }) => element));
}

const textsOf = (variation) =>
  Object.fromEntries(Object.entries(variation ?? {}).flatMap(([name, value]) => (textOfValue(value) === null ? [] : [[name, textOfValue(value)]])));

const valuesOf = (row) => Object.fromEntries(Object.entries(row).map(([name, text]) => [name, valueOf(name, text)]));

/** As a person would write it: several kinds as a list, and a number as a number. */
function valueOf(name, text) {
  const { form } = FIELDS[name] ?? {};
  if (name === 'kind') return text.includes(',') ? text.split(',') : text;
  const mayBeNumber = form?.isRange || form?.type === 'number' || name === 'tier';
  return mayBeNumber && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function moved(rows, n) {
  const rest = rows.filter((_, place) => place !== n);
  return [...rest.slice(0, n - 1), rows[n], ...rest.slice(n - 1)];
}
