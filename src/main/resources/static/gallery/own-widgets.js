import { relay } from '../address.js';
import { formStyle } from './form-style.js';
import { RelayElement, h } from '../relay-element.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

/** `<own-widgets>`: what lies in the user's folder of widgets, with its addresses. */
export class OwnWidgets extends RelayElement {
  static tag = 'own-widgets';

  static css = `${formStyle}
    .own { display: grid; gap: 0.5rem; }
    .own li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3rem 1rem; }
    a { color: var(--relay-focus); overflow-wrap: anywhere; }
    code { font: 0.9em ui-monospace, "Cascadia Mono", monospace; color: var(--relay-text); }
  `;

  #list = h('ul', { className: 'own' });
  #note = h('p', { className: 'note', role: 'status' });

  constructor() {
    super();
    this.shadowRoot.append(
      h(
        'article',
        { 'aria-labelledby': 'own' },
        h('header', {}, h('h2', { id: 'own' }, say('own')), this.#note),
        this.#list,
      ),
    );
  }

  async connected() {
    try {
      const answer = await fetch(relay('api/widgets'), { cache: 'no-store' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.#show(await answer.json());
    } catch {
      this.#note.textContent = say('away');
    }
  }

  #show(widgets) {
    this.#note.textContent = say(widgets.length > 0 ? 'own.from' : 'own.none');
    this.#list.replaceChildren(
      ...widgets.map(({ name, address }) => {
        const url = relay(address.replace(/^\//, ''));
        return h('li', {}, h('bdi', {}, name), h('a', { href: url, target: '_blank', rel: 'noopener' }, url));
      }),
    );
  }
}
