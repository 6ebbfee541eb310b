import { subscribe } from './twitch-stream.js';
import { formatNumber } from './format.js';
import { icon } from './icons.js';
import { oneOf, someOf } from './parameters.js';
import { h } from './relay-element.js';
import { beginning, beginningIn, clockOf } from './uptime.js';
import { WidgetElement } from './widget-element.js';
import { WIDGET_STYLE } from './widget-style.js';

const HISTORY = new URL('api/twitch/events?limit=200', import.meta.url);
const MEMORY = 'relay-stream-began';
const METRICS = {
  viewers: ['raid', 'viewers'],
  followers: ['follow', 'followers'],
  subs: ['sub', 'subs'],
  uptime: ['online', 'live'],
};

/** `<stats-widget>`: the numbers that were asked for, in the order that was asked for. */
export class StatsWidget extends WidgetElement {
  static tag = 'stats-widget';

  static parameters = {
    show: someOf('viewers', 'followers', 'subs', 'uptime'),
    layout: oneOf('row', 'column'),
  };

  static css = `${WIDGET_STYLE}
    ul { display: flex; flex-wrap: wrap; gap: 0.5em; }
    ul.column { flex-direction: column; align-items: flex-start; }
    li { display: flex; align-items: center; gap: 0.5em; padding: 0.4em 0.9em 0.4em 0.7em; border-radius: 2em;
      --kind: var(--relay-accent); transition: border-color 0.6s; }
    li[data-metric='viewers'] { --kind: var(--relay-live); }
    li[data-metric='followers'] { --kind: var(--relay-follow); }
    li[data-metric='uptime'] { --kind: var(--relay-ok); }
    :host([style*='--relay-accent']) li { --kind: var(--relay-accent); }
    svg { color: var(--kind); }
    .value { min-inline-size: 1ch; font-weight: 750; font-variant-numeric: tabular-nums; }
    .name { font-size: 0.72em; color: var(--widget-muted); }
    li.changed { animation: ring 1.6s ease-out; }
    li.off { opacity: 0.75; --kind: var(--relay-offline); }
    @keyframes ring { 12% { border-color: var(--kind); box-shadow: 0 0 0.9em var(--kind); } }
  `;

  #list = h('ul');
  #items = new Map();
  #live = null;
  #began = null;

  constructor() {
    super();
    this.shadowRoot.append(this.#list);
  }

  connected() {
    const { show, layout } = this.options;
    this.#list.className = layout;
    this.#list.replaceChildren(...show.map((metric) => this.#item(metric)));
    if (show.includes('uptime')) this.#followUptime();
    this.onLeave(subscribe('stats', ({ data }) => this.#update(data)));
  }

  #item(metric) {
    const [picture, name] = METRICS[metric];
    const value = h('span', { className: 'value' }, '–');
    const box = h('li', { className: 'panel' }, icon(picture), value, h('span', { className: 'name' }, name));
    box.dataset.metric = metric;
    box.addEventListener('animationend', () => box.classList.remove('changed'));
    this.#items.set(metric, { box, value, number: null });
    return box;
  }

  #update(stats) {
    this.#live = stats.live;
    for (const [metric, item] of this.#items) {
      if (metric === 'uptime') continue;
      const number = stats[metric];
      if (item.number !== null && number > item.number) item.box.classList.add('changed');
      item.number = number;
      item.value.textContent = formatNumber(number);
    }
    this.#tick();
  }

  async #followUptime() {
    this.#began = Number(localStorage.getItem(MEMORY)) || null;
    this.onLeave(
      subscribe('event', ({ event, data }) => {
        if (event === 'stream.online') this.#begin(beginning({ data }, new Date().toISOString()));
        if (event === 'stream.offline') this.#begin(null);
      }),
    );
    this.every(1_000, () => this.#tick());
    try {
      const answer = await fetch(HISTORY, { cache: 'no-store' });
      const began = answer.ok ? beginningIn(await answer.json()) : null;
      if (began !== null) this.#begin(began);
    } catch {
      // then memory has to do
    }
  }

  #begin(time) {
    this.#began = time;
    if (time === null) localStorage.removeItem(MEMORY);
    else localStorage.setItem(MEMORY, String(time));
    this.#tick();
  }

  #tick() {
    const item = this.#items.get('uptime');
    if (!item || this.#live === null) return;
    const known = this.#live && this.#began !== null;
    const text = known ? clockOf(Date.now() - this.#began) : this.#live ? 'on air' : 'offline';
    if (item.value.textContent !== text) item.value.textContent = text;
    item.box.lastElementChild.hidden = !known;
    item.box.classList.toggle('off', !this.#live);
  }
}
