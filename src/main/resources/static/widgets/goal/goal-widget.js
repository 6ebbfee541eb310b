import { subscribe } from '../../twitch-stream.js';
import { formatNumber } from '../../words/format.js';
import {
  afterOnline,
  afterStats,
  afterStream,
  asksForStream,
  become,
  dayOf,
  goalKey,
  isCurrent,
  nothingKnown,
  progress,
  remembered,
  untilMidnight,
} from './goal-progress.js';
import { icon } from '../../words/icons.js';
import { subscribeToNumbers } from '../known-numbers.js';
import { memory } from '../../memory.js';
import { oneOf, whole, words } from '../parameters.js';
import { h } from '../../relay-element.js';
import { currentStream } from '../uptime.js';
import { WidgetElement, reducedMotion } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';

const CELEBRATION = 9_000;

/** A browser takes a tenth of a second to open its memory. A total can be painted without it. */
const RECALL_AFTER_NUMBERS = 100;
const RECALL_AT_LATEST = 1_000;
const SPARKS = 28;
const LABELS = { followers: 'Follower goal', subs: 'Sub goal' };
const PERIODS = { total: '', stream: 'this stream', day: 'today' };

/** `<goal-widget>`: a bar on its way to a number, and a moment when it gets there. */
export class GoalWidget extends WidgetElement {
  static tag = 'goal-widget';

  static parameters = {
    metric: oneOf('followers', 'subs'),
    target: whole(1, 100_000_000, 100),
    start: whole(0, 100_000_000, 0),
    label: words(80),
    period: oneOf('total', 'stream', 'day'),
  };

  static css = `${WIDGET_STYLE}
    :host { max-inline-size: 44em; contain: layout; --kind: var(--relay-accent, var(--relay-follow)); }
    :host([data-metric='subs']) { --kind: var(--relay-accent, var(--relay-sub)); }
    .panel { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center;
      gap: 0 0.8em; padding: var(--widget-padding, 0.75em 1.05em 0.75em 0.8em); }
    .tile { inline-size: 2.6em; block-size: 2.6em; border-radius: 0.75em; }
    .tile svg { inline-size: 1.45em; block-size: 1.45em; }
    .line { display: flex; align-items: baseline; justify-content: space-between; gap: 0.8em; }
    .label { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 700; }
    .period { margin-inline-start: 0.5em; font-size: 0.76em; font-weight: 500; color: var(--widget-muted); }
    .numbers, .foot > * { direction: ltr; unicode-bidi: isolate; }
    .numbers { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .value { font-size: 1.25em; font-weight: 800; }
    .target, .foot { color: var(--widget-muted); }
    .foot { font-size: 0.76em; font-weight: 500; font-variant-numeric: tabular-nums; min-block-size: 1.25em; }
    .track { position: relative; block-size: 0.8em; margin-block: 0.35em 0.4em; border-radius: 1em; overflow: hidden;
      background: var(--widget-track); box-shadow: inset 0 0 0 1px rgb(0 0 0 / 0.25), inset 0 1px 3px rgb(0 0 0 / 0.4); }
    .bar { block-size: 100%; inline-size: 100%; border-radius: inherit;
      background: linear-gradient(180deg, rgb(255 255 255 / 0.3), transparent 55%), linear-gradient(90deg,
      color-mix(in oklab, var(--kind) 72%, #3417a8), var(--kind));
      translate: calc(-100% + 100% * var(--part, 0)); transition: translate 1.1s cubic-bezier(0.2, 0.9, 0.25, 1); }
    :host(:dir(rtl)) .bar { translate: calc(100% - 100% * var(--part, 0)); }
    .bar.still { transition: none; }
    .panel.gained .track::after { content: ''; position: absolute; inset: 0; opacity: 0;
      background: linear-gradient(90deg, transparent, #fff, transparent); animation: sweep 1.1s ease-out; }
    .reached { --kind: #ffb703; }
    .reached .bar { background: linear-gradient(90deg, #ffb703, #ffe08a, #ffb703) 0 0 / 200% 100%; }
    .reached .value, .reached .foot { color: #ffe08a; }
    .party { animation: glow 1.2s ease-in-out 6 alternate; }
    .party .value { animation: pop 0.9s ease-out 2; display: inline-block; }
    .party .bar { animation: shimmer 1.4s linear 6; }
    .spark { position: absolute; inset-block-start: 60%; inset-inline-start: var(--at); inline-size: 0.4em;
      block-size: 0.65em; border-radius: 0.1em; background: var(--tint); opacity: 0;
      animation: fly var(--time) cubic-bezier(0.15, 0.7, 0.5, 1) var(--wait) 2; }
    @keyframes sweep { 20% { opacity: 0.55; } from { transform: translateX(-100%); } to { transform: translateX(100%); } }
    @keyframes glow { to { box-shadow: 0 0 1.4em #ffb703; border-color: #ffd56b; } }
    @keyframes pop { 40% { transform: scale(1.25); } }
    @keyframes shimmer { to { background-position: -200% 0; } }
    @keyframes fly { 10% { opacity: 1; } 100% { opacity: 0; transform: translate(var(--x), var(--y)) rotate(var(--spin)); } }
  `;

  #state;
  #key;
  #recalled;
  #looked = false;
  #asking = false;
  #asked = false;
  #recallTimer;
  #shown = null;
  #label = h('bdi', { part: 'label' });
  #period = h('span', { className: 'period', part: 'period' });
  #value = h('span', { className: 'value', part: 'value' }, '–');
  #target = h('span', { className: 'target', part: 'target' });
  #bar = h('div', { className: 'bar still', part: 'bar' });
  #percent = h('span', { part: 'percent' }, '\u00a0');
  #left = h('span', { part: 'left' });
  #tile = h('span', { className: 'tile', part: 'icon' });
  #panel = h(
    'div',
    { className: 'panel', part: 'panel', role: 'progressbar' },
    this.#tile,
    h(
      'div',
      { className: 'body' },
      h(
        'div',
        { className: 'line' },
        h('span', { className: 'label' }, this.#label, this.#period),
        h('span', { className: 'numbers' }, this.#value, this.#target),
      ),
      h('div', { className: 'track', part: 'track' }, this.#bar),
      h('div', { className: 'line foot' }, this.#percent, this.#left),
    ),
  );

  constructor() {
    super();
    this.shadowRoot.append(this.#panel);
  }

  connected() {
    const { metric, period, target, label } = this.options;
    this.#key = goalKey(this.options);
    this.#state = nothingKnown();
    this.#recalled = false;
    this.#looked = false;
    if (period === 'total') this.#recallIn(RECALL_AT_LATEST);
    else this.#recall();
    this.onLeave(() => clearTimeout(this.#recallTimer));
    this.dataset.metric = metric;
    this.#tile.replaceChildren(icon(metric === 'subs' ? 'sub' : 'follow'));
    this.#label.textContent = label || LABELS[metric];
    this.#period.textContent = PERIODS[period];
    this.#target.textContent = ` / ${formatNumber(target)}`;
    this.#panel.setAttribute('aria-label', this.#label.textContent);
    this.#panel.setAttribute('aria-valuemax', target);
    this.#show();
    this.onLeave(subscribeToNumbers((numbers) => this.#counted(numbers)));
    this.onLeave(
      subscribe('event', ({ event, data }, id) => {
        if (event === 'stream.online') this.#become(afterOnline(this.#state, this.options, id, data?.id));
      }),
    );
    if (period === 'day') this.#atMidnight();
  }

  /** Numbers of before an outage are not those of midnight: then the first numbers of the new day begin it. */
  #atMidnight() {
    const timer = setTimeout(() => {
      if (this.#looked && this.dataset.state === 'live') this.#counted(this.#numbers());
      this.#atMidnight();
    }, untilMidnight(Date.now()) + 500);
    this.onLeave(() => clearTimeout(timer));
  }

  /** The latest numbers, in the form of stats. */
  #numbers() {
    const { live, total } = this.#state;
    return { live, [this.options.metric]: total };
  }

  #counted(stats) {
    const before = this.#looked;
    this.#looked ||= this.#recalled && Number.isFinite(stats[this.options.metric]);
    this.#become(afterStats(this.#state, this.options, stats, dayOf(Date.now())), before);
    const unknown = this.#state.begunAt !== null || !this.#asked;
    if (this.#recalled && unknown && asksForStream(this.#state, this.options)) this.#askForStream();
  }

  /** Which stream is on: whether a goal starts anew depends on it. */
  async #askForStream() {
    if (this.#asking) return;
    this.#asked = this.#asking = true;
    const { id } = await currentStream().catch(() => ({ id: '' }));
    this.#asking = false;
    this.#become(afterStream(this.#state, id));
  }

  #recallIn(milliseconds) {
    clearTimeout(this.#recallTimer);
    this.#recallTimer = setTimeout(() => this.#recall(), milliseconds);
  }

  /** Takes up what was remembered, as if the numbers of meanwhile came only now. */
  #recall() {
    const numbers = this.#numbers();
    const counted = this.#state.total !== null;
    this.#recalled = true;
    this.#state = remembered(memory.getItem(this.#key));
    if (counted) this.#counted(numbers);
    else this.#show();
  }

  /** @param looked see {@link become} */
  #become(state, looked = this.#looked) {
    if (!this.#recalled) {
      if (this.#state.total === null) this.#recallIn(RECALL_AFTER_NUMBERS);
      this.#state = state;
      this.#show();
      return;
    }
    const { next, party } = become(state, this.options, looked);
    this.#state = next;
    memory.setItem(this.#key, JSON.stringify(this.#state));
    this.#show();
    if (party) this.#celebrate();
  }

  #show() {
    const current = this.#looked || isCurrent(this.#state, this.options, dayOf(Date.now()));
    const { value, part, reached } = progress(current ? this.#state : nothingKnown(), this.options);
    this.#value.textContent = formatNumber(value);
    this.#panel.classList.toggle('reached', reached);
    this.#bar.classList.toggle('still', this.#shown === null);
    this.#bar.style.setProperty('--part', part);
    this.#percent.textContent = value === null ? '\u00a0' : `${Math.floor(part * 100)}%`;
    this.#left.textContent = reached ? 'Goal reached!' : value === null ? '' : `${formatNumber(this.options.target - value)} to go`;
    if (value !== null) this.#panel.setAttribute('aria-valuenow', value);
    if (this.#shown !== null && value > this.#shown) this.#flash();
    this.#shown = value;
  }

  #flash() {
    this.#panel.classList.remove('gained');
    void this.#panel.offsetWidth; // lets the animation begin anew
    this.#panel.classList.add('gained');
  }

  #celebrate() {
    this.#panel.classList.add('party');
    if (!reducedMotion.matches) this.#panel.append(...Array.from({ length: SPARKS }, spark));
    setTimeout(() => {
      this.#panel.classList.remove('party');
      for (const gone of this.#panel.querySelectorAll('.spark')) gone.remove();
    }, CELEBRATION);
  }
}

function spark() {
  const made = h('i', { className: 'spark' });
  const between = (least, most) => least + Math.random() * (most - least);
  const set = (name, value) => made.style.setProperty(name, value);
  set('--at', `${between(4, 96)}%`);
  set('--tint', ['#ffb703', '#ff5f6d', '#a18bff', '#4cc9f0', '#4ade80'][Math.floor(between(0, 5))]);
  set('--x', `${between(-5, 5)}em`);
  set('--y', `${between(-4.5, 4)}em`);
  set('--spin', `${between(-540, 540)}deg`);
  set('--time', `${between(1.2, 2.6)}s`);
  set('--wait', `${between(0, 1.2)}s`);
  return made;
}
