import { relay } from '../address.js';
import { play } from '../widgets/alerts/alert-sound.js';
import { formStyle } from './form-style.js';
import { optionField } from './option-field.js';
import { RelayElement, h } from '../relay-element.js';
import { chosen, queryOf, rememberOptions, rememberedOptions } from './widget-options.js';

const SETTLED = 350;
const WIDGET_CSS = new URL('../widget.css', import.meta.url).href;
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
  #address = h('input', { type: 'text', readOnly: true, className: 'address' });
  #said = h('span', { role: 'status', className: 'said' });
  /** Stands for the browser source, and has its size. */
  #source = h('div', { className: 'source', inert: true });
  #timer;
  #next = 0;

  connected() {
    const { name, title, text, size, groups } = this.entry;
    this.#values = { ...(rememberedOptions()[name] ?? this.suggested) };
    const id = `title-${name}`;
    this.#address.setAttribute('aria-label', `Address of ${title} for OBS`);
    this.shadowRoot.append(
      h('link', { rel: 'stylesheet', href: WIDGET_CSS }),
      h(
        'article',
        { 'aria-labelledby': id },
        h('header', {}, h('h2', { id }, title), h('p', {}, text)),
        this.#preview(size),
        this.#ready(size),
        h('form', {}, ...groups.map((group, n) => this.#group(group, n === 0))),
      ),
    );
    this.shadowRoot.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
    this.#address.value = this.#url();
    this.#showPreview();
    this.every(SAMPLE_INTERVAL, () => this.#sample());
    this.onLeave(() => clearTimeout(this.#timer));
  }

  #url() {
    return relay(`widgets/${this.entry.name}`) + queryOf(this.entry.kinds, this.#values);
  }

  #group({ title, options }, open) {
    const fields = options.map((name) =>
      optionField(this.entry.kinds[name], this.#values[name], (value) => this.#choose(name, value)),
    );
    return h('details', { open }, h('summary', {}, title), h('div', { className: 'fields' }, ...fields));
  }

  #choose(name, value) {
    if (value === undefined) delete this.#values[name];
    else this.#values[name] = value;
    rememberOptions(this.entry.name, this.#values);
    this.#address.value = this.#url();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#showPreview();
      this.#sample();
    }, SETTLED);
    if (name.endsWith('sound')) play(value, Number(this.#values.volume ?? 50) / 100);
  }

  /** As large as in OBS, and then made to fit. */
  #preview([width, height]) {
    const box = h('div', { className: 'preview' }, this.#source);
    const set = (element, name, value) => element.style.setProperty(name, value);
    set(this.#source, 'inline-size', `${width}px`);
    set(this.#source, 'block-size', `${height}px`);
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const scale = Math.min(1, contentRect.width / width);
      set(this.#source, 'transform', `scale(${scale})`);
      set(box, 'block-size', `${Math.round(height * scale)}px`);
    });
    observer.observe(box);
    this.onLeave(() => observer.disconnect());
    return box;
  }

  /**
   * Shows the widget itself. A frame with the widget's page would fetch all modules again. The preview makes no sound, because
   * samples come every few seconds, and shows no hints, because the gallery shows the state of the connection.
   */
  #showPreview() {
    const { element, kinds } = this.entry;
    const widget = document.createElement(element.tag);
    const values = { ...this.#values, hints: '0', ...(kinds.volume ? { volume: '0' } : {}) };
    for (const [name, text] of chosen(kinds, values)) widget.setAttribute(name, text);
    this.#source.replaceChildren(widget);
  }

  #ready([width, height]) {
    const copy = h('button', { type: 'button', className: 'main' }, 'Copy address');
    copy.addEventListener('click', () => this.#copy());
    const loader = h('button', { type: 'button' }, 'Save loader');
    loader.title = 'A file for OBS that waits for the relay and then shows this widget';
    loader.addEventListener('click', () => this.#saveLoader());
    this.#address.addEventListener('focus', () => this.#address.select());
    return h(
      'div',
      { className: 'ready' },
      h('div', { className: 'row' }, this.#address, copy, loader),
      h('p', { className: 'note' }, `In OBS: Sources, +, Browser. Width ${width}, height ${height}. `, this.#said),
    );
  }

  async #copy() {
    this.#address.select();
    try {
      await navigator.clipboard.writeText(this.#address.value);
      this.#said.textContent = 'Copied.';
    } catch {
      // plain http in a LAN has no clipboard of the new kind
      this.#said.textContent = document.execCommand('copy') ? 'Copied.' : 'Press Ctrl+C to copy the marked address.';
    }
  }

  async #saveLoader() {
    try {
      const text = await (await fetch(relay('loader.html'))).text();
      const address = JSON.stringify(this.#url()).replace(/</g, '\\u003c');
      const file = new Blob([text.replace(/^(\s*const WIDGET = ).*;$/m, (_, begin) => `${begin}${address};`)], { type: 'text/html' });
      const link = h('a', { href: URL.createObjectURL(file), download: `${this.entry.name}-loader.html` });
      link.click();
      URL.revokeObjectURL(link.href);
      this.#said.textContent = 'In OBS, tick “Local file” and choose the saved file.';
    } catch {
      this.#said.textContent = 'The loader could not be fetched: the relay cannot be reached.';
    }
  }

  /** A preview that waits for events shows made-up ones, in this page only: the next one that the widget takes. */
  #sample() {
    if (document.hidden) return;
    const { samples } = this.entry;
    const widget = this.#source.firstElementChild;
    for (let left = samples.length; left > 0; left--) {
      if (widget.offer(samples[this.#next++ % samples.length]) !== false) return;
    }
  }
}
