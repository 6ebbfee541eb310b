import { formatRemaining } from '../../words/format.js';
import { drawing } from '../../words/icons.js';
import { adBreakOf } from './ad-break.js';
import { BAR_STYLE, barPanel } from '../bar-panel.js';
import { MOMENT_STYLE, MomentElement } from '../moment-element.js';
import { OPTIONS, needs } from './options.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

const MEGAPHONE = 'M4 10v4h3l8 4.5v-13L7 10zM8 14.5V19h2.5v-3.4M18 9.5a3.5 3.5 0 0 1 0 5';

/** `<adbreak-widget>`: the time that is left of an ad break. */
export class AdBreakWidget extends MomentElement {
  static tag = 'adbreak-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = `${BAR_STYLE}${MOMENT_STYLE}
    :host { --kind: var(--relay-accent, var(--relay-raid)); max-inline-size: 26em; }
    .bar { transition: translate 1s linear; }
    :host([preview]) .bar { transition: none; }
    .foot { display: none; }
  `;

  #parts = barPanel();

  constructor() {
    super();
    this.panel = this.#parts.panel;
    this.#parts.tile.append(drawing(MEGAPHONE));
    this.shadowRoot.append(this.panel);
  }

  connected() {
    this.#parts.label.textContent = this.options.label || say('ad');
    this.panel.setAttribute('aria-label', this.#parts.label.textContent);
    super.connected();
  }

  told(message) {
    return adBreakOf(message);
  }

  paint({ endsAt, length }, now) {
    this.#parts.value.textContent = formatRemaining(endsAt - now);
    this.#parts.bar.style.setProperty('--part', (endsAt - now) / length);
  }
}

AdBreakWidget.register();
