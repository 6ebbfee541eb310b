import { RelayElement, h } from '../relay-element.js';
import { watchStatus } from '../relay-status.js';
import { findingsOf, reasonOf, streamFacts } from './findings-view.js';
import { LEVEL_STYLE, levelName } from './level-style.js';
import { ENGLISH, language, wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

const LEVELS = { problem: 'bad', note: 'wait', ok: 'ok' };

/** `<relay-findings>`: all that the relay finds about itself, problems first, as the command `doctor` prints it. */
export class RelayFindings extends RelayElement {
  static tag = 'relay-findings';

  static css = `${LEVEL_STYLE}
    ul { display: grid; margin-block-start: 0.7rem; }
    li { display: grid; grid-template-columns: 1.2rem minmax(0, 16rem) minmax(0, 1fr); gap: 0 0.6rem; align-items: baseline;
      padding-block: 0.4rem; border-block-start: 1px solid var(--relay-line); line-height: 1.45; }
    li:first-child { border: 0; }
    .dot { justify-self: center; }
    .subject { overflow-wrap: anywhere; font-weight: 600; }
    .body { min-inline-size: 0; overflow-wrap: anywhere; }
    .facts, .remedy { color: var(--relay-muted); font-size: 0.92rem; }
    p.facts { margin-block-start: 0.5rem; }
    @media (max-width: 40rem) {
      li { grid-template-columns: 1.2rem minmax(0, 1fr); }
      .body { grid-column: 2; }
    }
  `;

  #facts = h('p', { className: 'facts' });
  #list = h('ul');
  #shown = '';

  constructor() {
    super();
    this.shadowRoot.append(h('h2', {}, say('findings')), this.#list, this.#facts);
  }

  connected() {
    this.onLeave(watchStatus(({ status, failure }) => this.#show(status ?? { findings: [away(failure)] })));
  }

  #show(status) {
    const findings = findingsOf(status);
    this.#facts.textContent = streamFacts(status);
    const now = JSON.stringify(findings);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#list.replaceChildren(...findings.map(item));
  }
}

function away(failure) {
  return { level: 'problem', subject: say('relay'), text: say('findings.away', { reason: reasonOf(failure) }), remedy: null, lang: language };
}

/** What the relay finds, it says in English, as in its log. */
function item({ level, subject, text, remedy, lang = ENGLISH }) {
  const mark = h('span', { className: 'dot' });
  const unseen = h('span', { className: 'unseen' }, `${levelName(LEVELS[level])}: `);
  const name = h('span', { className: 'subject' }, unseen, h('bdi', { lang }, subject));
  const toDo = remedy ? h('p', { className: 'remedy' }, say('remedy', { remedy })) : null;
  const body = h('div', { className: 'body' }, h('bdi', { lang }, text), toDo);
  const made = h('li', {}, mark, name, body);
  made.dataset.level = LEVELS[level];
  return made;
}
