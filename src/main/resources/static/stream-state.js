import { subscribe } from './twitch-stream.js';
import { RelayElement, h } from './relay-element.js';
import { wordsOf } from './words/messages.js';

const say = await wordsOf('pages');

/** `<stream-state>`: whether this page hears the relay, in two words. It says nothing about Twitch, and names the relay. */
export class StreamState extends RelayElement {
  static tag = 'stream-state';

  static css = `
    :host { display: inline-block; }
    p { display: inline-flex; align-items: center; gap: 0.5rem; padding: 0.3rem 0.8rem; border-radius: 999px;
      border: 1px solid var(--relay-line); background: var(--relay-panel); font-size: 0.85rem; }
    p::before { content: ''; inline-size: 0.55rem; block-size: 0.55rem; border-radius: 50%;
      background: var(--relay-wait); }
    p[data-status='live']::before { background: var(--relay-ok); }
    p:is([data-status='reconnecting'], [data-status='stale'])::before { animation: blink 1.2s ease-in-out infinite alternate; }
    @keyframes blink { to { opacity: 0.25; } }
  `;

  #text = h('p', { role: 'status' }, say('state.connecting'));

  constructor() {
    super();
    this.shadowRoot.append(this.#text);
  }

  connected() {
    this.onLeave(subscribe('state', (state) => this.#show(state)));
  }

  #show(state) {
    this.#text.dataset.status = state.status;
    this.#text.title = '';
    this.#text.textContent = say(`state.${state.status}`);
    if (state.status === 'live') {
      if (state.alone) this.#text.title = say('state.alone');
      if (state.missed === 'unknown') this.#text.title = say('state.missed');
    }
  }
}
