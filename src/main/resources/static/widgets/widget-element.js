/**
 * What goes on air: an element on a transparent page, with parameters from the page's address or its own attributes, and
 * a hint when a parameter is wrong or the relay stays away. `hints=0` keeps the air clean of hints.
 */
import { COMMON } from './common-options.js';
import { ConnectionHint } from './connection-hint.js';
import { RelayElement, h } from '../relay-element.js';
import { readParameters } from './parameters.js';
import { AUTO, baseOf, language } from '../words/messages.js';
import { subscribe } from '../twitch-stream.js';
import { putOnTheme } from './widget-theme.js';

export class WidgetElement extends RelayElement {
  /** The widget's own options by name, as its `options.js` lists them. */
  static parameters = {};

  /** The event types without which the widget would stay empty, for no reason that a viewer sees. @returns {string[]} */
  static needs = () => [];

  /** The parameters, which win over the element's attributes. On a page with one widget, those of the address. */
  query = new URLSearchParams(location.search);
  /** Whether it tells that the relay is away. Of several widgets on a page, one is enough. */
  tellsConnection = true;
  /** @type {object} values by name, once connected */
  options = {};
  #hint = h('p', { className: 'hint', part: 'hint', role: 'status', hidden: true });
  #wrong = false;

  connectedCallback() {
    const kinds = { ...this.constructor.parameters, ...COMMON };
    const get = (name) => this.query.get(name) ?? this.getAttribute(name);
    const { values, problems } = readParameters(kinds, get, this.query.keys());
    this.options = values;
    this.#look(values);
    this.#dress(values.theme);
    this.onLeave(subscribe('state', ({ status }) => (this.dataset.state = status)));
    if (values.hints) {
      this.shadowRoot.append(this.#hint);
      if (problems.length > 0) this.sayWrong(problems[0]);
      else if (!this.#speaks(this.query.get('lang') ?? AUTO)) this.sayWrong({ key: 'language', name: values.lang });
      else if (this.tellsConnection) this.#watchConnection();
      this.#checkTypes(this.constructor.needs(values));
    }
    super.connectedCallback();
  }

  /**
   * Shows a hint that something about the widget is wrong, for good. The first such hint stays.
   *
   * @param {import('../words/hints.js').Hint | string} hint
   */
  async sayWrong(hint) {
    if (this.#wrong || !this.options.hints) return;
    this.#wrong = true;
    try {
      const { sentenceOf } = await import('../words/hints.js');
      this.#show(sentenceOf(hint), 'wrong');
    } catch {
      this.#wrong = false; // the relay is away, and the widget has the words for that
    }
  }

  /** The relay has chosen the language of the page by the address. */
  #speaks(tag) {
    return tag === AUTO || baseOf(tag.toLowerCase()) === baseOf(language);
  }

  async #checkTypes(types) {
    if (types.length === 0) return;
    // most widgets need no more than the relay asks for by itself
    const [{ missingTypes }, { recentStatus }] = await Promise.all([import('./needed-types.js'), import('../relay-status.js')]);
    const { status } = await recentStatus();
    const missing = missingTypes(status, types);
    if (missing !== null && this.isConnected) this.sayWrong(missing.sentence);
  }

  #look({ accent, text, panel, font, size, dir }) {
    const set = (name, value) => value && this.style.setProperty(name, value);
    set('--relay-accent', accent);
    set('--relay-text', text);
    set('--widget-panel', panel);
    set('--widget-text', text);
    if (font) set('--relay-font', `"${font.replace(/["\\]/g, '')}", system-ui, sans-serif`);
    this.dir = dir;
    if (size !== 100) set('--widget-size', String(size / 100));
  }

  /** Invisible until the theme is there, so that nobody sees the widget in another look first. */
  async #dress(name) {
    const { loaded, takeOff } = putOnTheme(this, name);
    this.onLeave(takeOff);
    this.toggleAttribute('data-undressed', true);
    const there = await loaded;
    this.toggleAttribute('data-undressed', false);
    if (!there) this.sayWrong({ key: 'theme', name });
  }

  #watchConnection() {
    const hint = new ConnectionHint((sentence, kind) => this.#say(sentence, kind), !isInForeignFrame());
    this.onLeave(subscribe('state', (state) => hint.heard(state)));
    this.onLeave(() => hint.leave());
  }

  #say(sentence, kind) {
    if (!this.#wrong) this.#show(sentence, kind);
  }

  #show(sentence, kind) {
    this.#hint.hidden = sentence === null;
    if (sentence === null) return;
    this.#hint.textContent = sentence;
    this.#hint.dataset.kind = kind;
  }
}

/** Browsers give a page in a foreign page's frame no part in our shared worker. */
function isInForeignFrame() {
  try {
    return top.location.origin !== location.origin;
  } catch {
    return true;
  }
}

export const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
