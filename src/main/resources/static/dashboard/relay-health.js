import { relay } from '../address.js';
import { SAME_LANGUAGE } from '../language-choice.js';
import { RelayElement, h } from '../relay-element.js';
import { lookAtStatus, watchStatus } from '../relay-status.js';
import { subscribe } from '../twitch-stream.js';
import { healthLine, unreachable } from './findings-view.js';
import { LEVEL_STYLE, levelName } from './level-style.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/** `<relay-health>`: the state of the relay in one line, with the first problem and its remedy. */
export class RelayHealth extends RelayElement {
  static tag = 'relay-health';

  static css = `${LEVEL_STYLE}
    :host { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.3rem 1.2rem;
      font-size: 0.92rem; line-height: 1.45; }
    p { display: flex; gap: 0.65rem; align-items: baseline; min-inline-size: 0; overflow-wrap: anywhere; }
    .remedy, .more { color: var(--relay-muted); }
    a { color: var(--relay-muted); text-underline-offset: 0.2em; }
    a:hover { color: var(--relay-text); }
  `;

  #line = h('p', { role: 'status' });
  #shown = '';
  #wasLive = false;

  constructor() {
    super();
    this.shadowRoot.append(this.#line, h('a', { href: relay('system') + SAME_LANGUAGE }, say('nav.system')));
  }

  connected() {
    this.setAttribute('role', 'group');
    this.setAttribute('aria-label', say('health'));
    this.onLeave(
      watchStatus(({ status, failure }) => this.#show(status ? healthLine(status) : unreachable(failure))),
    );
    this.onLeave(subscribe('state', ({ status }) => this.#heard(status)));
  }

  /** The first `live` of a page needs no new look, because the page has just asked for the status. */
  #heard(status) {
    if (this.#wasLive) lookAtStatus();
    this.#wasLive ||= status === 'live';
  }

  #show({ level, text, remedy, more }) {
    const now = JSON.stringify([level, text, remedy, more]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#line.dataset.level = level;
    this.#line.replaceChildren(
      h('span', { className: 'dot' }),
      h(
        'span',
        {},
        h('span', { className: 'unseen' }, `${levelName(level)}: `),
        h('bdi', {}, text),
        remedy ? h('span', { className: 'remedy' }, ` ${say('remedy', { remedy })}.`) : null,
        more ? h('span', { className: 'more' }, ` (${more})`) : null,
      ),
    );
  }
}
