import { CountedGoal } from './counted-goal.js';
import { TYPES, creatorGoalOf, rememberedGoal } from './creator-goal.js';
import { GOAL_STYLE } from './goal-style.js';
import { GoalView } from './goal-view.js';
import { channelMemory } from '../channel-memory.js';
import { OPTIONS, needs } from './options.js';
import { subscribeWithPast } from '../past-events.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';
import { WidgetElement } from '../widget-element.js';

/** Test events may lie before the latest real one. */
const PAST_EVENTS = 20;

/** `<goal-widget>`: a bar on its way to a number, and a moment when it gets there. */
export class GoalWidget extends WidgetElement {
  static tag = 'goal-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = GOAL_STYLE;

  #view;
  /** The goal on Twitch, and what is kept of it. */
  #creators = null;
  #memory;
  #testTimer;

  connected() {
    this.#view?.panel.remove();
    this.#view = new GoalView();
    this.shadowRoot.append(this.#view.panel);
    this.dataset.metric = this.options.metric;
    if (this.options.metric === 'twitch') this.#followTwitch();
    else new CountedGoal(this, this.#view).begin();
  }

  /** Shows a made-up event. @returns {boolean} whether it is one of the goal on Twitch, and this is shown */
  offer(message) {
    const takes = this.options.metric === 'twitch' && TYPES.includes(message.event);
    if (takes) this.#heard(message, true);
    return takes;
  }

  async #followTwitch() {
    this.onLeave(() => clearTimeout(this.#testTimer));
    this.#showTwitch(null);
    this.#memory = await channelMemory('goal-twitch');
    if (!this.isConnected) return;
    this.#creators = rememberedGoal(this.#memory.text);
    this.#showTwitch(this.#creators);
    this.onLeave(subscribeWithPast(TYPES, PAST_EVENTS, (message, time) => this.#heard(message, time === null)).end);
  }

  #heard(message, isNow) {
    const goal = creatorGoalOf(message.data);
    if (goal === null) return;
    clearTimeout(this.#testTimer);
    if (isTest(message)) {
      this.#testTimer = setTimeout(() => this.#showTwitch(this.#creators), TEST_SHOWN_FOR);
    } else {
      if (isNow && goal.reached && this.#creators !== null && !this.#creators.reached) this.#view.celebrate();
      this.#creators = goal;
      this.#memory.keep(JSON.stringify(message.data));
    }
    this.#showTwitch(goal);
  }

  #showTwitch(goal) {
    this.#view.name(goal?.kind ?? 'other', this.options.label || (goal?.label ?? 'Goal'), '');
    this.#view.show(goal ?? { value: null, target: null, part: 0, reached: false });
  }
}

GoalWidget.register();
