import { RelayElement, h } from './relay-element.js';
import { language, wordsOf } from './words/messages.js';

const say = await wordsOf('pages');

const asked = new URLSearchParams(location.search).get('lang');

/** For links from one page to another: the language that the address asks for goes along. */
export const SAME_LANGUAGE = asked === null ? '' : `?lang=${encodeURIComponent(asked)}`;

/** The languages of the relay, and the names that they have for themselves. @returns {Promise<Object<string, string>>} */
export async function languages() {
  const { default: tags } = await import('./words/languages.json', { with: { type: 'json' } });
  return Object.fromEntries(tags.map((tag) => [tag, nameOf(tag)]));
}

const nameOf = (tag) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag);

/** `<language-choice>`: the language of the page. Where nobody has chosen one, the relay takes that of the browser. */
export class LanguageChoice extends RelayElement {
  static tag = 'language-choice';

  static css = `
    :host { display: inline-block; }
    select { inline-size: 9rem; font: inherit; font-size: 0.85rem; color: var(--relay-muted); padding: 0.3rem 0.5rem;
      background: var(--relay-panel); border: 1px solid var(--relay-line); border-radius: 999px; cursor: pointer; }
    option { color: var(--relay-text); background: var(--relay-panel); }
  `;

  #select = h('select', { 'aria-label': say('language') }, h('option', { value: language }, nameOf(language)));

  constructor() {
    super();
    this.shadowRoot.append(this.#select);
    this.#select.addEventListener('change', () => {
      const query = new URLSearchParams(location.search);
      query.set('lang', this.#select.value);
      location.search = query;
    });
  }

  async connected() {
    if (asked !== null) for (const link of document.querySelectorAll('nav a')) link.search = SAME_LANGUAGE;
    const names = Object.entries(await languages());
    this.#select.replaceChildren(...names.map(([value, name]) => h('option', { value, lang: value }, name)));
    this.#select.value = language;
  }
}
