import { relay } from '../address.js';
import { icon } from '../words/icons.js';
import { RelayElement, h } from '../relay-element.js';
import { EVENTS } from '../words/events.js';
import { KINDS, kindColors } from '../words/kinds.js';

const NOT_ALLOWED = [401, 403];

/**
 * `<test-buttons>`: fires a test event of each type through the relay. Whether that is allowed shows at the first
 * press; nothing is fired to find out.
 */
export class TestButtons extends RelayElement {
  static tag = 'test-buttons';

  static css = `
    .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block: 0.8rem 0.6rem; }
    button { display: inline-flex; align-items: center; gap: 0.45rem; padding: 0.4rem 0.75rem; font: inherit;
      font-size: 0.88rem; color: inherit; background: var(--relay-raised); border: 1px solid var(--relay-line);
      border-radius: 999px; cursor: pointer; transition: border-color 0.2s, translate 0.1s; }
    button:hover { border-color: var(--kind); }
    button:active { translate: 0 1px; }
    button[aria-disabled='true'] { opacity: 0.45; cursor: not-allowed; border-style: dashed; }
    svg { inline-size: 1rem; fill: none; stroke: var(--kind); stroke-width: 1.9; stroke-linecap: round;
      stroke-linejoin: round; }
    .hint { min-block-size: 1.3em; font-size: 0.85rem; line-height: 1.4; color: var(--relay-muted);
      overflow-wrap: anywhere; }
    .hint[data-level='bad'] { color: var(--relay-wait); }
    ${kindColors('--kind')}
  `;

  #buttons = Object.entries(EVENTS).map(([type, { kind }]) => this.#button(type, KINDS[kind].word, kind));
  #hint = h(
    'p',
    { className: 'hint', role: 'status' },
    'A press sends a made-up event to every widget, marked “test”.',
  );

  constructor() {
    super();
    const title = h('h2', { id: 'title' }, 'Send a test event');
    const group = h('div', { className: 'buttons', role: 'group', 'aria-labelledby': title.id }, ...this.#buttons);
    this.shadowRoot.append(title, group, this.#hint);
  }

  #button(type, label, kind) {
    const made = h('button', { type: 'button', title: type }, icon(kind), label);
    made.dataset.kind = kind;
    made.addEventListener('click', () => {
      if (made.getAttribute('aria-disabled') !== 'true') this.#fire(type, label);
    });
    return made;
  }

  async #fire(type, label) {
    try {
      const answer = await fetch(relay(`api/simulate/${type}`), { method: 'POST' });
      if (answer.ok) return this.#say('ok', `${label}: sent`);
      const reason = await reasonOf(answer);
      if (NOT_ALLOWED.includes(answer.status)) this.#refused(reason);
      else this.#say('bad', `${label} was not sent: ${reason}`);
    } catch {
      this.#say('bad', `${label} was not sent: the relay cannot be reached`);
    }
  }

  /** Stays visible and focusable, so that nobody wonders where the buttons went. */
  #refused(reason) {
    for (const button of this.#buttons) button.setAttribute('aria-disabled', 'true');
    this.#say('bad', `Test events are switched off for this page: ${reason}`);
  }

  #say(level, text) {
    this.#hint.dataset.level = level;
    this.#hint.textContent = text;
  }
}

async function reasonOf(answer) {
  try {
    const { error } = await answer.json();
    return typeof error === 'string' ? error : `status ${answer.status}`;
  } catch {
    return `status ${answer.status}`;
  }
}
