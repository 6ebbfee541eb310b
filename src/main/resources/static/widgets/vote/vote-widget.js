import { formatLeft, formatNumber, formatPercent } from '../../words/format.js';
import { drawing } from '../../words/icons.js';
import { BAR_STYLE } from '../bar-panel.js';
import { MOMENT_STYLE, MomentElement } from '../moment-element.js';
import { OPTIONS, needs } from './options.js';
import { voteOf } from './vote.js';
import { h } from '../../relay-element.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

const ICONS = { poll: 'M5 20v-7h3.5v7zM10.3 20V4h3.5v16zM15.6 20V9h3.5v11z', prediction: 'M12 15.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM6 20.5h12l-1.8-3.2H7.8zM9.2 9.5A2.9 2.9 0 0 1 12 6.6' };

/** `<vote-widget>`: the poll or the prediction that goes on, and its result. */
export class VoteWidget extends MomentElement {
  static tag = 'vote-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = `${BAR_STYLE}${MOMENT_STYLE}
    :host { --kind: var(--relay-accent, var(--relay-cheer)); max-inline-size: 26em; }
    .panel { grid-template-columns: minmax(0, 1fr); gap: 0.6em; padding: 0.75em 0.95em 0.85em; }
    header { display: flex; align-items: center; gap: 0.7em; min-inline-size: 0; }
    header > div { min-inline-size: 0; }
    .title { font-weight: 800; line-height: 1.2; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical;
      -webkit-line-clamp: 2; overflow-wrap: anywhere; }
    .state { font-size: 0.76em; font-weight: 500; color: var(--widget-muted); font-variant-numeric: tabular-nums; }
    ol { display: grid; gap: 0.35em; }
    li[data-color='blue'] { --kind: var(--relay-accent, var(--relay-cheer)); }
    li[data-color='pink'] { --kind: var(--relay-accent, var(--relay-follow)); }
    .name { min-inline-size: 0; font-size: 0.92em; font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .amount { font-size: 0.92em; font-weight: 800; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .count { margin-inline-start: 0.5em; font-size: 0.86em; font-weight: 500; color: var(--widget-muted); }
    .track { block-size: 0.55em; margin-block: 0.15em 0; }
    .over li:not(.won) .name { font-weight: 500; color: var(--widget-muted); }
    .won { --kind: #ffb703; }
    .won .name, .won .amount { color: var(--widget-reached, #ffe08a); }
  `;

  #tile = h('span', { className: 'tile', part: 'icon' });
  #title = h('bdi', { className: 'title', part: 'title' });
  #state = h('span', { className: 'state', part: 'left' });
  #list = h('ol');
  #rows = [];
  #shown = '';

  constructor() {
    super();
    this.panel = h(
      'section',
      { className: 'panel', part: 'panel board' },
      h('header', {}, this.#tile, h('div', {}, this.#title, h('div', {}, this.#state))),
      this.#list,
    );
    this.shadowRoot.append(this.panel);
  }

  told(message) {
    return voteOf(message, this.options.stays * 1_000);
  }

  paint({ id, kind, title, state, endsAt, choices }, now) {
    const shown = `${id} ${kind} ${choices.length}`;
    if (this.#shown !== shown) {
      this.#rows = choices.map(row);
      this.#list.replaceChildren(...this.#rows.map(({ item }) => item));
      this.#tile.replaceChildren(drawing(ICONS[kind]));
    }
    this.#shown = shown;
    this.#title.textContent = title;
    this.panel.setAttribute('aria-label', title);
    this.#state.textContent = state === 'open' ? formatLeft(endsAt - now) : say(`vote.${state}`);
    this.panel.classList.toggle('over', state === 'over');
    choices.forEach(({ title: name, amount, part, color, won }, n) => {
      const { item, text, percent, count, bar } = this.#rows[n];
      item.dataset.color = color;
      item.classList.toggle('won', won);
      text.textContent = won ? `✓ ${name}` : name;
      percent.textContent = formatPercent(part);
      count.textContent = kind === 'poll' ? formatNumber(amount) : say('points', { n: amount });
      bar.style.setProperty('--part', part);
    });
  }
}

function row() {
  const text = h('bdi', { className: 'name', part: 'name' });
  const percent = h('span', { part: 'percent' });
  const count = h('span', { className: 'count', part: 'count' });
  const bar = h('div', { className: 'bar', part: 'bar' });
  const item = h(
    'li',
    { part: 'choice' },
    h('div', { className: 'line' }, text, h('span', { className: 'amount', part: 'amount' }, percent, count)),
    h('div', { className: 'track', part: 'track' }, bar),
  );
  return { item, text, percent, count, bar };
}

VoteWidget.register();
