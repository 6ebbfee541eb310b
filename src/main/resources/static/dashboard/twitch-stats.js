import { subscribe } from '../twitch-stream.js';
import { formatChange, formatNumber } from '../words/format.js';
import { subscribeToNumbers } from '../widgets/known-numbers.js';
import { Uptime } from '../widgets/uptime.js';
import { ViewerChart } from './viewer-chart.js';
import { RelayElement, h } from '../relay-element.js';
import { Pace } from './pace.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

const METRICS = ['viewers', 'followers', 'subs'];
const COUNTING = 700;
const CHANGE_SHOWN = 4_000;

/** Between two paintings, in milliseconds. */
const PAUSE = 250;

/** A number that changes again within this time is written at once: counting would never end. In milliseconds. */
const CALM = 2_000;

const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** `<twitch-stats>`: live or not, viewers, followers, subscribers. Numbers count to their new value. */
export class TwitchStats extends RelayElement {
  static tag = 'twitch-stats';

  static css = `
    :host { container-type: inline-size; transition: opacity 0.4s; }
    :host([stale]) { opacity: 0.55; }
    dl { display: grid; grid-template-columns: 1fr 1.5fr 1fr 1fr; gap: var(--relay-gap); }
    dl > div { position: relative; padding: 1.1rem 1.3rem; border-radius: var(--relay-radius); overflow: hidden;
      background: var(--relay-panel); border: 1px solid var(--relay-line); }
    dl > div::after { content: ''; position: absolute; inset: 0; pointer-events: none; opacity: 0;
      background: radial-gradient(circle at 20% 0, var(--relay-accent), transparent 70%); }
    dl > div.changed::after { animation: glow 1.6s ease-out; }
    dt { font-size: 0.8rem; font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase;
      color: var(--relay-muted); }
    dd { display: flex; align-items: baseline; gap: 0.6rem; margin-block-start: 0.35rem; min-block-size: 1.2em;
      font-size: 2.5rem; line-height: 1.2; font-weight: 750; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
    .change { font-size: 1rem; font-weight: 600; color: var(--relay-up); opacity: 0; transition: opacity 0.5s;
      direction: ltr; unicode-bidi: isolate; }
    .change.down { color: var(--relay-muted); }
    .change.shown { opacity: 1; }
    .live { align-items: center; gap: 0.8rem; }
    .live::before { content: ''; flex: none; inline-size: 0.85rem; block-size: 0.85rem; border-radius: 50%;
      background: var(--relay-offline); }
    .live[data-live='true'] { color: var(--relay-live); }
    .live[data-live='true']::before { background: var(--relay-live);
      box-shadow: 0 0 0 0.3rem color-mix(in srgb, var(--relay-live) 25%, transparent); }
    .uptime { margin-inline-start: auto; font-size: 1.15rem; font-weight: 600; letter-spacing: 0; align-self: end;
      padding-block-end: 0.35rem; color: var(--relay-muted); }
    viewer-chart { flex: 1; min-inline-size: 5rem; align-self: center; margin-inline-start: 0.6rem; }
    @keyframes glow { 15% { opacity: 0.22; } }
    @container (max-width: 44rem) {
      dl { grid-template-columns: repeat(2, 1fr); }
      dl > div { padding: 0.8rem 1rem; }
      dd { font-size: 1.9rem; }
    }
    @container (max-width: 24rem) {
      dl { grid-template-columns: 1.25fr 1fr; }
      dl > div { padding: 0.5rem 0.6rem; border-radius: 0.7rem; }
      .live { gap: 0.5rem; }
      dt { font-size: 0.72rem; }
      dd { font-size: 1.3rem; gap: 0.4rem; margin-block-start: 0.1rem; }
      viewer-chart { display: none; }
      .uptime, .change { font-size: 0.8rem; padding-block-end: 0.15rem; }
    }
  `;

  #live = h('span', {}, '–');
  #time = h('span', { className: 'uptime', title: say('stats.since') });
  #stream = h('dd', { className: 'live' }, this.#live, this.#time);
  #uptime = new Uptime(() => this.#tick());
  #cards = new Map();
  #latest = null;
  #pace = new Pace(() => this.#update(this.#latest), PAUSE);

  constructor() {
    super();
    const list = h('dl', {}, h('div', {}, h('dt', {}, say('stats.stream')), this.#stream));
    for (const metric of METRICS) {
      const number = h('span', {}, '–');
      const change = h('span', { className: 'change', 'aria-hidden': 'true' });
      const box = h('div', {}, h('dt', {}, say(`stats.${metric}`)), h('dd', {}, number, change));
      if (metric === 'viewers') box.lastElementChild.append(document.createElement(ViewerChart.tag));
      this.#cards.set(metric, { box, number, change, value: null, shown: 0, movedAt: -Infinity, frame: 0, fade: 0 });
      list.append(box);
      box.addEventListener('animationend', () => box.classList.remove('changed'));
    }
    this.shadowRoot.append(list);
  }

  connected() {
    this.onLeave(subscribeToNumbers((numbers) => this.#heard(numbers)));
    this.onLeave(() => this.#pace.stop());
    this.onLeave(subscribe('event', (message) => this.#uptime.event(message)));
    this.every(1_000, () => this.#tick());
    this.onLeave(subscribe('state', ({ status }) => this.toggleAttribute('stale', status !== 'live')));
  }

  #heard(numbers) {
    const first = this.#latest === null;
    this.#latest = numbers;
    if (first) this.#update(numbers);
    else this.#pace.request();
  }

  #update(stats) {
    this.#stream.dataset.live = stats.live;
    this.#uptime.live(stats.live);
    this.#live.textContent = say(stats.live ? 'stats.live' : 'stats.offline');
    for (const [metric, card] of this.#cards) {
      const before = card.value;
      card.value = stats[metric];
      if (card.value === before) continue;
      cancelAnimationFrame(card.frame);
      if (before === null || card.value === null) this.#paint(card, card.value);
      else this.#move(card, card.value - before);
    }
  }

  #tick() {
    const time = this.#uptime.at(Date.now());
    if (this.#time.textContent !== time) this.#time.textContent = time;
  }

  #move(card, change) {
    card.change.textContent = formatChange(change);
    card.change.classList.toggle('down', change < 0);
    card.change.classList.add('shown');
    clearTimeout(card.fade);
    card.fade = setTimeout(() => card.change.classList.remove('shown'), CHANGE_SHOWN);
    card.box.classList.add('changed');
    const now = performance.now();
    const calm = now - card.movedAt > CALM;
    card.movedAt = now;
    if (calm) this.#count(card);
    else this.#paint(card, card.value);
  }

  /** From what stands there to the value, quickly at first. Where nobody looks or motion is unwelcome, at once. */
  #count(card) {
    cancelAnimationFrame(card.frame);
    if (document.hidden || lessMotion.matches) return this.#paint(card, card.value);
    const from = card.shown;
    const start = performance.now();
    const step = (now) => {
      const part = Math.min(1, Math.max(0, now - start) / COUNTING);
      this.#paint(card, Math.round(from + (card.value - from) * (1 - (1 - part) ** 3)));
      if (part < 1) card.frame = requestAnimationFrame(step);
    };
    card.frame = requestAnimationFrame(step);
  }

  #paint(card, value) {
    card.shown = value;
    card.number.textContent = formatNumber(value);
  }
}
