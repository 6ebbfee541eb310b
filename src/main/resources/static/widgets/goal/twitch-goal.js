/** The goal that the broadcaster has set on Twitch: the latest that an event has told. Only pages that show it load this. */
import { channelMemory } from '../channel-memory.js';
import { TWITCH_TYPES } from './options.js';
import { subscribeWithPast } from '../past-events.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';
import { written } from '../../words/format.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** Test events may lie before the latest real one. */
const PAST_EVENTS = 20;

/** Names and icons of the kinds of goals. Twitch adds kinds now and then. */
const KINDS = [
  [/^follow/, 'followers', 'follow'],
  [/subscription/, 'subs', 'sub'],
  [/bit|cheer/, 'bits', 'cheer'],
];

/** @returns {{label: string, kind: string, value: number, target: number, part: number, reached: boolean} | null} */
export function creatorGoalOf(data) {
  const { current_amount: value, target_amount: target } = data ?? {};
  if (!Number.isFinite(value) || !(target > 0)) return null;
  const [, name, kind] = KINDS.find(([known]) => known.test(String(data.type))) ?? [null, 'other', 'other'];
  const part = Math.min(1, Math.max(0, value / target));
  return { label: written(data.description) ?? say(`goal.${name}`), kind, value, target, part, reached: value >= target };
}

/** What was kept from earlier, if it is what we would keep. */
export function rememberedGoal(json) {
  try {
    return creatorGoalOf(JSON.parse(json));
  } catch {
    return null;
  }
}

export class TwitchGoal {
  #widget;
  #view;
  #memory;
  #real = null;
  #testTimer;

  /** @param {import('../widget-element.js').WidgetElement} widget whose leaving ends it */
  constructor(widget, view) {
    this.#widget = widget;
    this.#view = view;
  }

  async begin() {
    this.#widget.onLeave(() => clearTimeout(this.#testTimer));
    this.#show(null);
    this.#memory = await channelMemory('goal-twitch');
    if (!this.#widget.isConnected) return;
    this.#real = rememberedGoal(this.#memory.text);
    this.#show(this.#real);
    this.#widget.onLeave(subscribeWithPast(TWITCH_TYPES, PAST_EVENTS, (message, time) => this.#heard(message, time === null)).end);
  }

  /** Shows a made-up event. @returns {boolean} whether it is one of such a goal */
  offer(message) {
    const takes = TWITCH_TYPES.includes(message.event);
    if (takes) this.#heard(message, true);
    return takes;
  }

  #heard(message, isNow) {
    const goal = creatorGoalOf(message.data);
    if (goal === null) return;
    clearTimeout(this.#testTimer);
    if (isTest(message)) {
      this.#testTimer = setTimeout(() => this.#show(this.#real), TEST_SHOWN_FOR);
    } else {
      if (isNow && goal.reached && this.#real !== null && !this.#real.reached) this.#view.celebrate();
      this.#real = goal;
      this.#memory.keep(JSON.stringify(message.data));
    }
    this.#show(goal);
  }

  #show(goal) {
    this.#view.name(goal?.kind ?? 'other', this.#widget.options.label || (goal?.label ?? say('goal.other')), '');
    this.#view.show(goal ?? { value: null, target: null, part: 0, reached: false });
  }
}
