import { CountedGoal } from './counted-goal.js';
import { GOAL_STYLE } from './goal-style.js';
import { GoalView } from './goal-view.js';
import { OPTIONS, needs } from './options.js';
import { WidgetElement } from '../widget-element.js';

/** `<goal-widget>`: a bar on its way to a number, and a moment when it gets there. */
export class GoalWidget extends WidgetElement {
  static tag = 'goal-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = GOAL_STYLE;

  #view;
  #twitch = null;

  connected() {
    this.#twitch = null;
    this.#view?.panel.remove();
    this.#view = new GoalView();
    this.shadowRoot.append(this.#view.panel);
    this.dataset.metric = this.options.metric;
    if (this.options.metric === 'twitch') this.#followTwitch();
    else new CountedGoal(this, this.#view).begin();
  }

  /** Shows a made-up event. @returns {boolean} whether it is one of the goal on Twitch, and this is shown */
  offer(message) {
    return this.#twitch?.offer(message) ?? false;
  }

  async #followTwitch() {
    const { TwitchGoal } = await import('./twitch-goal.js');
    if (!this.isConnected) return;
    this.#twitch = new TwitchGoal(this, this.#view);
    this.#twitch.begin();
  }
}

GoalWidget.register();
