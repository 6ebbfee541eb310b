import { subscribe } from '../twitch-stream.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { RelayElement, h } from '../relay-element.js';
import { COMMON } from '../widgets/common-options.js';
import { chosen, nextRound, rememberedOptions } from '../gallery/widget-options.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/** `<goal-panel>`: the goal that was put together in the gallery, or the way to the next round number of followers. */
export class GoalPanel extends RelayElement {
  static tag = 'goal-panel';

  static css = `
    goal-widget { min-block-size: 3.6rem; margin-block-start: 0.6rem; padding: 0; max-inline-size: none;
      --widget-size: 0.74; --widget-panel: none; --widget-edge: transparent; --widget-depth: none; --widget-padding: 0;
      --widget-shadow: none; --widget-text: var(--relay-text); --widget-muted: var(--relay-muted);
      --widget-reached: var(--relay-wait); --widget-track: var(--relay-raised); --relay-accent: initial; }
  `;

  #place = h('div');
  #shown = '';

  constructor() {
    super();
    this.shadowRoot.append(h('h2', {}, say('goal')), this.#place);
  }

  connected() {
    this.onLeave(subscribe('stats', ({ data }) => this.#update(data)));
  }

  #update(stats) {
    const before = rememberedOptions().goal ?? {};
    const metric = before.metric === 'subs' ? 'subs' : 'followers';
    const target = String(nextRound(stats[metric]));
    const wanted = chosen(KINDS, { target, ...before, hints: '0' });
    const now = JSON.stringify(wanted);
    if (now === this.#shown) return;
    this.#shown = now;
    const goal = document.createElement(GoalWidget.tag);
    goal.query = new URLSearchParams(wanted);
    this.#place.replaceChildren(goal);
  }
}

const KINDS = { ...GoalWidget.parameters, hints: COMMON.hints };
