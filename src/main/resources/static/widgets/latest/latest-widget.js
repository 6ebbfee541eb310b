import { icon } from '../../words/icons.js';
import { kindColors } from '../../words/kinds.js';
import { LATEST, latestOf, remembered } from './latest-event.js';
import { channelMemory } from '../channel-memory.js';
import { OPTIONS } from './options.js';
import { subscribeWithPast } from '../past-events.js';
import { h } from '../../relay-element.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** Test events may lie before the latest real one. */
const PAST_EVENTS = 20;

/** `<latest-widget>`: who was the latest to follow, subscribe, gift, cheer or raid. */
export class LatestWidget extends WidgetElement {
  static tag = 'latest-widget';

  static parameters = OPTIONS;

  static css = `${WIDGET_STYLE}
    .panel { --kind: var(--relay-accent, var(--color)); display: flex; align-items: center; gap: 0.7em;
      inline-size: max-content; max-inline-size: 100%; padding-block: 0.5em; padding-inline: 0.6em 1.15em; }
    ${kindColors('--color')}
    .lines { display: grid; min-inline-size: 5em; }
    .label { font-size: 0.72em; line-height: 1.25; font-weight: 500; color: var(--widget-muted); overflow: hidden;
      text-overflow: ellipsis; white-space: nowrap; }
    .who { display: flex; align-items: baseline; gap: 0.5em; min-inline-size: 0; }
    .name { font-size: 1.16em; line-height: 1.2; font-weight: 800; overflow: hidden; text-overflow: ellipsis;
      white-space: nowrap; }
    .amount { font-size: 0.86em; white-space: nowrap; font-variant-numeric: tabular-nums;
      color: color-mix(in srgb, var(--kind) 45%, var(--widget-text, #fff)); }
    .changed .who { animation: lift 0.6s ease-out; }
    .changed .tile { animation: pop 0.6s ease-out; }
    @keyframes lift { from { transform: translateY(0.5em); opacity: 0; } }
    @keyframes pop { 35% { scale: 1.2; } }
  `;

  #name = h('bdi', { className: 'name', part: 'name' }, '–');
  #amount = h('span', { className: 'amount', part: 'amount' });
  #label = h('span', { className: 'label', part: 'label' });
  #tile = h('span', { className: 'tile', part: 'icon' });
  #panel = h(
    'div',
    { className: 'panel', part: 'panel', role: 'status' },
    this.#tile,
    h('div', { className: 'lines' }, this.#label, h('span', { className: 'who' }, this.#name, this.#amount)),
  );
  #memory;
  #latest = null;
  #testTimer;

  constructor() {
    super();
    this.shadowRoot.append(this.#panel);
    this.#panel.addEventListener('animationend', () => this.#panel.classList.remove('changed'));
  }

  connected() {
    const { of, label } = this.options;
    const { kind, types } = LATEST[of];
    this.#panel.dataset.kind = kind;
    this.#tile.replaceChildren(icon(kind));
    this.#label.textContent = label || say(`latest.${of}`);
    this.onLeave(() => clearTimeout(this.#testTimer));
    this.#begin(of, Object.keys(types));
  }

  async #begin(of, types) {
    this.#memory = await channelMemory(`latest-${of}`);
    if (!this.isConnected) return;
    this.#latest = remembered(this.#memory.text);
    this.#show(this.#latest);
    this.onLeave(subscribeWithPast(types, PAST_EVENTS, (message, time) => this.#heard(message, time)).end);
  }

  /** Shows a made-up event. @returns {boolean} whether it is of the chosen kind */
  offer(message) {
    const takes = Object.hasOwn(LATEST[this.options.of].types, message.event) && isTest(message);
    if (takes) this.#heard(message, null);
    return takes;
  }

  #heard(message, time) {
    const latest = latestOf(this.options.of, message);
    if (isTest(message)) return this.#showTest(latest);
    this.#latest = latest;
    this.#memory.keep(JSON.stringify(latest));
    clearTimeout(this.#testTimer);
    this.#show(latest, time === null);
  }

  #showTest(latest) {
    clearTimeout(this.#testTimer);
    this.#testTimer = setTimeout(() => this.#show(this.#latest), TEST_SHOWN_FOR);
    this.#show(latest, true);
  }

  #show(latest, isNew = false) {
    const name = latest?.name ?? '–';
    const amount = this.options.amount ? (latest?.amount ?? '') : '';
    if (this.#name.textContent === name && this.#amount.textContent === amount) return;
    this.#name.textContent = name;
    this.#amount.textContent = amount;
    this.#panel.classList.toggle('changed', isNew);
  }
}

LatestWidget.register();
