import { subscribe } from '../../twitch-stream.js';
import { formatNumber } from '../../words/format.js';
import { icon } from '../../words/icons.js';
import { subscribeToNumbers } from '../known-numbers.js';
import { OPTIONS } from './options.js';
import { h } from '../../relay-element.js';
import { Uptime } from '../uptime.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** The icon of each number. */
const ICONS = { viewers: 'raid', followers: 'follow', subs: 'sub', uptime: 'online' };

/** `<stats-widget>`: the numbers that were asked for, in the order that was asked for. */
export class StatsWidget extends WidgetElement {
  static tag = 'stats-widget';

  static parameters = OPTIONS;

  static css = `${WIDGET_STYLE}
    ul { display: flex; flex-wrap: wrap; gap: 0.5em; }
    ul.column { flex-direction: column; inline-size: max-content; max-inline-size: 100%; }
    li { display: flex; align-items: center; gap: 0.65em; padding-block: 0.5em; padding-inline: 0.55em 1.05em; overflow: hidden;
      --kind: var(--relay-accent, var(--color)); }
    li[data-metric='viewers'] { --color: var(--relay-live); }
    li[data-metric='followers'] { --color: var(--relay-follow); }
    li[data-metric='subs'] { --color: var(--relay-sub); }
    li[data-metric='uptime'] { --color: var(--relay-uptime, #22b573); }
    li.off { --kind: var(--relay-offline); }
    .lines { display: grid; min-inline-size: 3.2em; }
    .value { font-size: 1.16em; line-height: 1.15; font-weight: 800; font-variant-numeric: tabular-nums; }
    .name { font-size: 0.72em; line-height: 1.25; font-weight: 500; color: var(--widget-muted); }
    li.changed { animation: ring 1.6s ease-out; }
    li.changed .value { animation: lift 0.5s ease-out; }
    @keyframes ring { 12% { border-color: var(--kind); box-shadow: 0 0 0.9em var(--kind); } }
    @keyframes lift { from { transform: translateY(0.35em); opacity: 0.2; } }
  `;

  #list = h('ul');
  #items = new Map();
  #live = null;
  #uptime = null;

  constructor() {
    super();
    this.shadowRoot.append(this.#list);
  }

  connected() {
    const { show, layout } = this.options;
    this.#list.className = layout;
    this.#list.replaceChildren(...show.map((metric) => this.#item(metric)));
    if (show.includes('uptime')) {
      this.#uptime = new Uptime(() => this.#tick());
      this.onLeave(subscribe('event', (message) => this.#uptime.event(message)));
      this.every(1_000, () => this.#tick());
    }
    this.onLeave(subscribeToNumbers((numbers) => this.#update(numbers)));
  }

  #item(metric) {
    const value = h('span', { className: 'value', part: 'value' }, '–');
    const label = h('span', { className: 'name', part: 'label' }, say(metric === 'uptime' ? 'stats.live' : `stats.${metric}`));
    const lines = h('span', { className: 'lines' }, value, label);
    const tile = h('span', { className: 'tile', part: 'icon' }, icon(ICONS[metric]));
    const box = h('li', { className: 'panel', part: `panel ${metric}` }, tile, lines);
    box.dataset.metric = metric;
    box.addEventListener('animationend', ({ target }) => target === box && box.classList.remove('changed'));
    this.#items.set(metric, { box, value, label, number: null });
    return box;
  }

  #update(stats) {
    this.#live = stats.live;
    this.#uptime?.live(stats.live);
    for (const [metric, item] of this.#items) {
      if (metric === 'uptime') continue;
      const number = stats[metric];
      if (item.number !== null && number > item.number) item.box.classList.add('changed');
      item.number = number;
      item.value.textContent = formatNumber(number);
    }
    this.#tick();
  }

  #tick() {
    const item = this.#items.get('uptime');
    if (!item || this.#live === null) return;
    const value = (this.#live && this.#uptime.at(Date.now())) || say(this.#live ? 'stats.onair' : 'stats.offline');
    if (item.value.textContent !== value) item.value.textContent = value;
    item.label.textContent = say(this.#live ? 'stats.live' : 'stats.stream');
    item.box.classList.toggle('off', !this.#live);
  }
}

StatsWidget.register();
