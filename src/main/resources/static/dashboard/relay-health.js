import { healthReport, unreachable, worst } from './health-report.js';
import { lookAtStatus, watchStatus } from '../relay-status.js';
import { RelayElement, h } from '../relay-element.js';
import { subscribe } from '../twitch-stream.js';

const SUMMARY = { ok: 'All is well', wait: 'Getting there', bad: 'Needs a look' };
const WORDS = { ok: 'fine', wait: 'waiting', bad: 'problem' };

/** `<relay-health>`: how the relay is doing, in plain words. */
export class RelayHealth extends RelayElement {
  static tag = 'relay-health';

  static css = `
    header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem;
      margin-block-end: 0.8rem; }
    .summary { font-size: 0.85rem; font-weight: 600; color: var(--relay-muted); }
    .summary[data-level='ok'] { color: var(--relay-ok); }
    .summary[data-level='wait'] { color: var(--relay-wait); }
    .summary[data-level='bad'] { color: var(--relay-bad); }
    li { display: grid; grid-template-columns: auto 1fr; gap: 0 0.7rem; padding-block: 0.35rem; line-height: 1.4; }
    .dot { inline-size: 0.55rem; block-size: 0.55rem; margin-block-start: 0.42rem; border-radius: 50%;
      background: var(--relay-wait); }
    [data-level='ok'] > .dot { background: var(--relay-ok); }
    [data-level='bad'] > .dot { background: var(--relay-bad); border-radius: 1px; rotate: 45deg; }
    .body { min-inline-size: 0; overflow-wrap: anywhere; }
    .detail, dl { color: var(--relay-muted); font-size: 0.85rem; }
    [data-level='bad'] > .body > .detail { color: var(--relay-text); }
    dl { margin-block-start: 0.2rem; }
    dt { color: var(--relay-text); }
    dd { margin-block-end: 0.3rem; }
    .unseen { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
  `;

  #summary = h('span', { className: 'summary', role: 'status' });
  #lines = h('ul');
  #shown = '';
  #wasLive = false;

  constructor() {
    super();
    this.shadowRoot.append(h('header', {}, h('h2', {}, 'Health'), this.#summary), this.#lines);
  }

  connected() {
    this.onLeave(
      watchStatus(({ status, failure }) =>
        this.#show(status ? healthReport(status, Date.now()) : unreachable(failure)),
      ),
    );
    this.onLeave(subscribe('state', ({ status }) => this.#heard(status)));
  }

  /** The first `live` of a page needs no new look, because the page has just asked for the status. */
  #heard(status) {
    if (this.#wasLive) lookAtStatus();
    this.#wasLive ||= status === 'live';
  }

  #show(lines) {
    const now = JSON.stringify(lines);
    if (now === this.#shown) return;
    this.#shown = now;
    const level = worst(lines);
    this.#summary.dataset.level = level;
    if (this.#summary.textContent !== SUMMARY[level]) this.#summary.textContent = SUMMARY[level];
    this.#lines.replaceChildren(...lines.map(item));
  }
}

function item({ level, title, detail, problems }) {
  const body = h(
    'div',
    { className: 'body' },
    h('span', { className: 'unseen' }, `${WORDS[level]}: `),
    title,
    detail ? h('p', { className: 'detail' }, detail) : null,
    problems.length > 0
      ? h('dl', {}, ...problems.flatMap(({ name, text }) => [h('dt', {}, name), h('dd', {}, text)]))
      : null,
  );
  const made = h('li', {}, h('span', { className: 'dot' }), body);
  made.dataset.level = level;
  return made;
}
