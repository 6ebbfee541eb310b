import { change } from './admin-access.js';
import { icon } from '../words/icons.js';
import { RelayElement, h } from '../relay-element.js';
import { EVENTS } from '../words/events.js';
import { kindName } from '../words/kind-names.js';
import { kindColors } from '../words/kinds.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/** `<test-buttons>`: fires a test event of each type through the relay. */
export class TestButtons extends RelayElement {
  static tag = 'test-buttons';

  static css = `
    .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block: 0.8rem 0.6rem; }
    button { display: inline-flex; align-items: center; gap: 0.45rem; padding: 0.4rem 0.75rem; font: inherit;
      font-size: 0.88rem; color: inherit; background: var(--relay-raised); border: 1px solid var(--relay-line);
      border-radius: 999px; cursor: pointer; transition: border-color 0.2s, translate 0.1s; }
    button:hover { border-color: var(--kind); }
    button:active { translate: 0 1px; }
    svg { inline-size: 1rem; fill: none; stroke: var(--kind); stroke-width: 1.9; stroke-linecap: round;
      stroke-linejoin: round; }
    .hint { min-block-size: 1.3em; font-size: 0.85rem; line-height: 1.4; color: var(--relay-muted);
      overflow-wrap: anywhere; }
    .hint[data-level='bad'] { color: var(--relay-wait); }
    ${kindColors('--kind')}
  `;

  #hint = h('p', { className: 'hint', role: 'status' }, say('test.hint'));

  constructor() {
    super();
    const title = h('h2', { id: 'title' }, say('test'));
    const buttons = Object.entries(EVENTS).map(([type, { kind }]) => this.#button(type, kindName(kind), kind));
    const group = h('div', { className: 'buttons', role: 'group', 'aria-labelledby': title.id }, ...buttons);
    this.shadowRoot.append(title, group, this.#hint);
  }

  #button(type, label, kind) {
    const made = h('button', { type: 'button', title: type }, icon(kind), label);
    made.dataset.kind = kind;
    made.addEventListener('click', () => this.#fire(type, label));
    return made;
  }

  async #fire(type, label) {
    const { ok, reason } = await change(`api/simulate/${type}`);
    this.#hint.dataset.level = ok ? 'ok' : 'bad';
    this.#hint.textContent = ok ? say('test.sent', { label }) : say('test.failed', { label, reason });
  }
}
