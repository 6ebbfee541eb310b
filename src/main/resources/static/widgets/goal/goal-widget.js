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
import { GOAL_STYLE } from './goal-style.js';
import { icon } from '../../words/icons.js';
import { subscribeToNumbers } from '../known-numbers.js';
import { memory } from '../../memory.js';
import { OPTIONS } from './options.js';
import { h } from '../../relay-element.js';
import { currentStream } from '../uptime.js';
import { WidgetElement, reducedMotion } from '../widget-element.js';

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

  static parameters = OPTIONS;

  static css = GOAL_STYLE;

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
    this.#panel.addEventListener('animationend', ({ animationName }) => {
      if (animationName === 'sweep') this.#panel.classList.remove('gained');
    });
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

  /** During an outage the total of midnight is not known. Then the first numbers of the new day begin the new count. */
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

  /** A gain during the flash of another is part of it. To begin anew, the browser would have to lay the page out at each follow. */
  #flash() {
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

GoalWidget.register();
