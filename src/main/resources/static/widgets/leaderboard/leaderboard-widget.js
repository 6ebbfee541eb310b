import { formatNumber } from '../../words/format.js';
import { icon } from '../../words/icons.js';
import { kindColors } from '../../words/kinds.js';
import { OPTIONS } from './options.js';
import { BOARDS, Ranking } from './ranking.js';
import { h } from '../../relay-element.js';
import { sinceBegin } from '../since-begin.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** `<leaderboard-widget>`: who cheered or gifted most in this stream. */
export class LeaderboardWidget extends WidgetElement {
  static tag = 'leaderboard-widget';

  static parameters = OPTIONS;

  static css = `${WIDGET_STYLE}
    .panel { --kind: var(--relay-accent, var(--color)); position: relative; display: grid; gap: 0.5em; max-inline-size: 24em;
      padding: 0.75em 0.95em 0.85em; }
    ${kindColors('--color')}
    header { display: flex; align-items: center; gap: 0.6em; min-inline-size: 0; }
    .title { font-size: 1.05em; font-weight: 800; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    ol { display: grid; gap: 0.3em; }
    li { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 0.6em;
      padding-block: 0.18em; padding-inline: 0.25em 0.5em; isolation: isolate; }
    .share { position: absolute; inset: 0; z-index: -1; border-radius: 0.45em; background: var(--kind); opacity: 0.3;
      transform-origin: 0 50%; scale: var(--share, 0) 1; transition: scale 0.8s ease-out; }
    :host(:dir(rtl)) .share { transform-origin: 100% 50%; }
    .rank { display: grid; place-items: center; inline-size: 1.75em; block-size: 1.75em; border-radius: 0.4em; font-size: 0.86em;
      font-weight: 800; font-variant-numeric: tabular-nums; }
    li:first-child .rank { background: #ffc93d; color: #2b1d00; text-shadow: none; }
    li:nth-child(2) .rank { background: #d5dbe6; color: #1b2230; text-shadow: none; }
    li:nth-child(3) .rank { background: #e39a5f; color: #2d1400; text-shadow: none; }
    .name { font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .amount { font-variant-numeric: tabular-nums; font-weight: 800; }
    .empty { font-size: 0.86em; color: var(--widget-muted); }
    .empty[hidden] { display: none; }
  `;

  #tile = h('span', { className: 'tile', part: 'icon' });
  #title = h('p', { className: 'title', part: 'title' });
  #entries = h('ol');
  #empty = h('p', { className: 'empty', part: 'empty', hidden: true });
  #panel = h(
    'section',
    { className: 'panel', part: 'panel board' },
    h('header', {}, this.#tile, this.#title),
    this.#empty,
    this.#entries,
  );
  #rows = new Map();
  #ranking;
  #memory;
  #timer;

  constructor() {
    super();
    this.shadowRoot.append(this.#panel);
  }

  connected() {
    const { of, title } = this.options;
    const { kind, type } = BOARDS[of];
    this.#panel.dataset.kind = kind;
    this.#panel.setAttribute('aria-label', title || say(`board.${of}`));
    this.#tile.replaceChildren(icon(kind));
    this.#title.textContent = title || say(`board.${of}`);
    this.#empty.textContent = say(`board.${of}.none`);
    this.onLeave(() => clearTimeout(this.#timer));
    this.#begin(of, type);
  }

  async #begin(of, type) {
    const make = (kept) => {
      this.#memory = kept;
      this.#ranking = new Ranking(of, kept.text ?? '');
      return this.#ranking;
    };
    const toldPast = await sinceBegin(this, `leaderboard-${of}`, [type], make, (message, time, id) => {
      this.#ranking.heard(message, time, id, Date.now());
      this.#showSoon();
    });
    if (toldPast) this.#showSoon();
  }

  /** Shows a made-up event. @returns {boolean} whether it is of the chosen kind */
  offer(message) {
    if (message.event !== BOARDS[this.options.of].type || !this.#ranking) return false;
    this.#ranking.heard(message, null, '', Date.now());
    this.#show();
    return true;
  }

  /** A history of some hundred events is shown once. */
  #showSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show());
  }

  #show() {
    clearTimeout(this.#timer);
    const best = this.#ranking.best(this.options.count, Date.now());
    this.#memory.keep(JSON.stringify(this.#ranking));
    this.#empty.hidden = best.length > 0;
    const rows = new Map(best.map(({ user }) => [user, this.#rows.get(user) ?? entry()]));
    best.forEach(({ user, name, amount }, n) => {
      const { share, rank, who, value } = rows.get(user);
      rank.textContent = formatNumber(n + 1);
      who.textContent = name;
      value.textContent = formatNumber(amount);
      share.style.setProperty('--share', amount / best[0].amount);
    });
    const wanted = [...rows.values()].map(({ row }) => row);
    if (wanted.some((row, n) => this.#entries.children[n] !== row) || wanted.length !== this.#entries.children.length) {
      this.#entries.replaceChildren(...wanted);
    }
    this.#rows = rows;
    const { nextAt } = this.#ranking;
    if (nextAt < Infinity) this.#timer = setTimeout(() => this.#show(), Math.max(20, nextAt - Date.now()));
  }
}

function entry() {
  const share = h('span', { className: 'share', part: 'share' });
  const rank = h('span', { className: 'rank', part: 'rank' });
  const who = h('bdi', { className: 'name', part: 'name' });
  const value = h('span', { className: 'amount', part: 'amount' });
  return { row: h('li', { part: 'entry' }, share, rank, who, value), share, rank, who, value };
}

LeaderboardWidget.register();
