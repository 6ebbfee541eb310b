/** A goal whose number the widget counts: followers, subs, or bits. It says when to look, and goal-progress.js says what it is at. */
import { formatSpan } from '../../words/format.js';
import { wordsOf } from '../../words/messages.js';
import {
  afterEvent,
  afterOnline,
  afterStats,
  afterStream,
  asksForStream,
  become,
  goalKey,
  isCurrent,
  nothingKnown,
  periodOf,
  progress,
  remembered,
  untilMidnight,
} from './goal-progress.js';
import { milestonesOf } from './milestones.js';
import { subscribeToNumbers } from '../known-numbers.js';
import { memory } from '../../memory.js';
import { currentStream } from '../uptime.js';
import { subscribe } from '../../twitch-stream.js';

const say = await wordsOf('widget');

/** A browser takes a tenth of a second to open its memory. A total can be painted without it. */
const RECALL_AFTER_NUMBERS = 100;
const RECALL_AT_LATEST = 1_000;
const PAST_EVENTS = 500;
const ICONS = { followers: 'follow', subs: 'sub', bits: 'cheer' };
const MINUTE = 60_000;
const ONLINE = 'stream.online';

export class CountedGoal {
  #options;
  #view;
  #widget;
  #key;
  #state = nothingKnown();
  #recalled = false;
  #looked = false;
  #asking = false;
  #asked = false;
  #recallTimer;

  /** @param {import('../widget-element.js').WidgetElement} widget whose options count, and that ends it */
  constructor(widget, view) {
    this.#widget = widget;
    this.#options = widget.options;
    this.#view = view;
    this.#key = goalKey(widget.options);
  }

  begin() {
    const { metric, period, start, target, milestones, ends } = this.#options;
    this.#view.mark(milestonesOf(milestones, period === 'total' ? start : 0, target));
    this.#name();
    if (ends !== undefined) this.#widget.every(MINUTE, () => this.#name());
    this.#widget.onLeave(() => clearTimeout(this.#recallTimer));
    if (metric === 'bits') return this.#beginBits();
    if (period === 'total') this.#recallIn(RECALL_AT_LATEST);
    else this.#recall();
    this.#show();
    this.#listenToNumbers();
    this.#widget.onLeave(
      subscribe('event', ({ event, data }, id) => {
        if (event === ONLINE) this.#become(afterOnline(this.#state, this.#options, id, data?.id));
      }),
    );
  }

  /** Nobody tells a sum of bits, so every cheer counts that the relay has kept, that comes, and that was counted earlier. */
  async #beginBits() {
    this.#recall();
    const [{ subscribeWithPast }, { isTest }] = await Promise.all([import('../past-events.js'), import('../test-events.js')]);
    if (!this.#widget.isConnected) return;
    let isPast = true;
    const { past, end } = subscribeWithPast(['channel.cheer', ONLINE], PAST_EVENTS, (message, time, id) => {
      if (isTest(message)) return;
      const next = afterEvent(this.#state, this.#options, message, id, periodOf(time ?? Date.now(), this.#options.period));
      if (isPast) this.#state = next;
      else this.#become(next);
    });
    this.#widget.onLeave(end);
    await past;
    isPast = false;
    if (!this.#widget.isConnected) return;
    this.#counted(this.#numbers());
    this.#listenToNumbers();
  }

  #listenToNumbers() {
    const { metric, period } = this.#options;
    this.#widget.onLeave(
      subscribeToNumbers((numbers) => this.#counted(metric === 'bits' ? { ...numbers, bits: this.#numbers().bits } : numbers)),
    );
    if (['day', 'week', 'month'].includes(period)) this.#atMidnight();
  }

  /** During an outage the total of midnight is not known. Then the first numbers of the new day begin the new count. */
  #atMidnight() {
    const timer = setTimeout(() => {
      if (this.#looked && this.#widget.dataset.state === 'live') this.#counted(this.#numbers());
      this.#atMidnight();
    }, untilMidnight(Date.now()) + 500);
    this.#widget.onLeave(() => clearTimeout(timer));
  }

  #name() {
    const { metric, period, label, ends } = this.#options;
    const left = ends === undefined ? '' : ends > Date.now() ? say('left', { time: formatSpan(ends - Date.now()) }) : say('goal.ended');
    const counted = period === 'total' ? '' : say(`goal.${period}`);
    this.#view.name(ICONS[metric], label || say(`goal.${metric}`), [counted, left].filter(Boolean).join(' · '));
  }

  /** The latest numbers, in the form of stats. */
  #numbers() {
    const { live, total } = this.#state;
    const { metric } = this.#options;
    return { live, [metric]: metric === 'bits' ? (total ?? 0) : total };
  }

  #counted(stats) {
    const before = this.#looked;
    this.#looked ||= this.#recalled && Number.isFinite(stats[this.#options.metric]);
    this.#become(afterStats(this.#state, this.#options, stats, periodOf(Date.now(), this.#options.period)), before);
    const unknown = this.#state.begunAt !== null || !this.#asked;
    if (this.#recalled && unknown && asksForStream(this.#state, this.#options)) this.#askForStream();
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

  /** @param looked see `become` in goal-progress.js */
  #become(state, looked = this.#looked) {
    if (this.#isOver() && this.#looked && looked) return;
    if (!this.#recalled) {
      if (this.#state.total === null) this.#recallIn(RECALL_AFTER_NUMBERS);
      this.#state = state;
      this.#show();
      return;
    }
    const { next, party } = become(state, this.#options, looked);
    this.#state = next;
    memory.setItem(this.#key, JSON.stringify(this.#state));
    this.#show();
    if (party) this.#view.celebrate();
  }

  #isOver() {
    return this.#options.ends !== undefined && Date.now() >= this.#options.ends;
  }

  #show() {
    const { period, target } = this.#options;
    const current = this.#looked || isCurrent(this.#state, this.#options, periodOf(Date.now(), period));
    this.#view.show({ ...progress(current ? this.#state : nothingKnown(), this.#options), target });
  }
}
