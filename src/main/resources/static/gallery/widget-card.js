import { relay } from '../address.js';
import { change } from '../dashboard/admin-access.js';
import { watchStatus } from '../relay-status.js';
import { play } from '../widgets/alerts/alert-sound.js';
import { missingTypes } from '../widgets/needed-types.js';
import { readParameters } from '../widgets/parameters.js';
import { addressRow } from './address-row.js';
import { formStyle } from './form-style.js';
import { optionField } from './option-field.js';
import { RelayElement, h } from '../relay-element.js';
import { advisedSize, languageOf, queryOf, rememberOptions, rememberedOptions } from './widget-options.js';
import { WidgetPreview } from './widget-preview.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

const SETTLED = 350;
const SAMPLE_INTERVAL = 4_500;

/** `<widget-card>`: a widget to look at, its options, and the address for OBS. Set `entry` (widget-catalog.js) first. */
export class WidgetCard extends RelayElement {
  static tag = 'widget-card';
  static css = formStyle;

  /** @type {import('./widget-catalog.js').Entry} */
  entry;
  /** What the form begins with where nothing was chosen yet. */
  suggested = {};
  #values = {};
  #fields = [];
  #address;
  #missing = h('span', { role: 'status' });
  #switchOn = h('button', { type: 'button', hidden: true }, say('card.switch'));
  #switchedOn = h('span', { role: 'status' });
  #wanted = [];
  #status;
  #preview = document.createElement(WidgetPreview.tag);
  #timer;
  #next = 0;
  #hush = () => {};

  /** The options as they stand, by name. */
  get values() {
    return this.#values;
  }

  connected() {
    const { name, title, text, groups } = this.entry;
    this.#values = { ...(rememberedOptions()[name] ?? this.suggested) };
    this.#address = addressRow(say('card.address', { title }), name, () => this.#url());
    const id = `title-${name}`;
    this.shadowRoot.append(
      h(
        'article',
        { 'aria-labelledby': id },
        h('header', {}, h('h2', { id }, title), h('p', {}, text)),
        this.#preview,
        h('div', { className: 'missing row' }, this.#missing, this.#switchOn, this.#switchedOn),
        this.#address.element,
        h('form', {}, ...groups.map((group, n) => this.#group(group, n === 0))),
      ),
    );
    this.#switchOn.addEventListener('click', () => this.#addTypes());
    this.shadowRoot.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
    this.#refresh();
    this.#showPreview();
    this.every(SAMPLE_INTERVAL, () => this.#sample());
    this.onLeave(
      watchStatus(({ status }) => {
        this.#status = status;
        this.#tellMissing();
      }),
    );
    this.onLeave(() => clearTimeout(this.#timer));
  }

  #url() {
    return relay(`widgets/${this.entry.name}`) + queryOf(this.entry.kinds, { ...this.#values, lang: languageOf(this.#values.lang) });
  }

  #size() {
    return advisedSize(this.entry.kinds, this.entry.sizeOf, this.#values);
  }

  #group({ title, options }, open) {
    const values = { ...this.#values, lang: languageOf(this.#values.lang) };
    const fields = options.map((name) => optionField(this.entry.kinds, name, values[name], (value) => this.#choose(name, value)));
    this.#fields.push(...fields);
    return h(
      'details',
      { open },
      h('summary', {}, title),
      h('div', { className: 'fields' }, ...fields.map(({ element }) => element)),
    );
  }

  #choose(name, value) {
    if (value === undefined) delete this.#values[name];
    else this.#values[name] = value;
    rememberOptions(this.entry.name, this.#values);
    this.#refresh();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#showPreview();
      this.#sample();
    }, SETTLED);
    if (name.endsWith('sound')) this.#try(value);
  }

  /** One sound after another, because a file may be long. */
  #try(sound) {
    this.#hush();
    this.#hush = play(sound, Number(this.#values.volume ?? 50) / 100);
  }

  #refresh() {
    this.#address.refresh(this.#size());
    for (const field of this.#fields) field.refresh(this.#values);
    this.#tellMissing();
  }

  /** Which event types or permissions keep the widget empty. */
  #tellMissing() {
    const { kinds, needs } = this.entry;
    const { values } = readParameters(kinds, (name) => this.#values[name] ?? null);
    const { sentence, types } = missingTypes(this.#status, needs(values)) ?? { sentence: '', types: [] };
    if (this.#missing.textContent !== sentence) {
      this.#missing.textContent = sentence;
      this.#switchedOn.textContent = '';
    }
    this.#wanted = types;
    this.#switchOn.hidden = types.length === 0;
  }

  /** The relay adds the types to the route file, and runs the file as any edit. */
  async #addTypes() {
    const { ok, reason } = await change(`api/routes/types?add=${this.#wanted.join(',')}`);
    this.#switchedOn.textContent = ok ? say('card.switched') : say('card.failed', { reason });
  }

  #showPreview() {
    this.#preview.show(this.entry, this.#values, this.#size());
  }

  /** A preview that waits for events shows made-up ones: the next one that the widget takes. */
  #sample() {
    if (document.hidden) return;
    const { samples } = this.entry;
    for (let left = samples.length; left > 0; left--) {
      if (this.#preview.offer(samples[this.#next++ % samples.length]) !== false) return;
    }
  }
}
