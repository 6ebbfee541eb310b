import { formatLeft, formatPercent } from '../../words/format.js';
import { drawing } from '../../words/icons.js';
import { BAR_STYLE, barPanel } from '../bar-panel.js';
import { MOMENT_STYLE, MomentElement } from '../moment-element.js';
import { OPTIONS, needs } from './options.js';
import { trainOf } from './train.js';
import { h } from '../../relay-element.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

const TRAIN = 'M7.5 3.5h9A2.5 2.5 0 0 1 19 6v8.5a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 5 14.5V6a2.5 2.5 0 0 1 2.5-2.5zM5 11h14M8.5 14h.1M15.5 14h.1M8.5 17l-2 3.5M15.5 17l2 3.5';

/** `<hypetrain-widget>`: the level of a hype train, the way to the next one, the time that is left, and who gave most. */
export class HypeTrainWidget extends MomentElement {
  static tag = 'hypetrain-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = `${BAR_STYLE}${MOMENT_STYLE}
    :host { --kind: var(--relay-accent, var(--relay-sub)); }
    .top { display: flex; flex-wrap: wrap; gap: 0.1em 1.2em; margin-block-start: 0.3em; font-size: 0.86em; }
    .top:empty { display: none; }
    .top li { display: flex; gap: 0.45em; min-inline-size: 0; max-inline-size: 100%; }
    .name { font-weight: 800; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .amount { color: var(--widget-muted); white-space: nowrap; }
    .panel.rose .value { animation: pop 0.9s ease-out; display: inline-block; }
    .panel.rose .tile { animation: shake 0.6s ease-in-out 2; }
    @keyframes pop { 40% { transform: scale(1.3); } }
    @keyframes shake { 25% { rotate: -6deg; } 75% { rotate: 6deg; } }
  `;

  #parts = barPanel();
  #top = h('ul', { className: 'top' });
  #id = '';
  #level = 0;

  constructor() {
    super();
    this.panel = this.#parts.panel;
    this.#parts.tile.append(drawing(TRAIN));
    this.#parts.body.append(this.#top);
    this.shadowRoot.append(this.panel);
    this.panel.addEventListener('animationend', ({ animationName }) => {
      if (animationName === 'pop') this.panel.classList.remove('rose');
    });
  }

  told(message) {
    return trainOf(message, this.options.stays * 1_000);
  }

  paint(train, now) {
    const { label, value, bar, percent, left } = this.#parts;
    const part = train.over ? 1 : Math.min(1, Math.max(0, train.progress / train.goal || 0));
    label.textContent = this.options.label || train.title;
    this.panel.setAttribute('aria-label', label.textContent);
    value.textContent = say('train.level', { n: train.level });
    bar.style.setProperty('--part', part);
    percent.textContent = train.over ? '' : formatPercent(Math.floor(part * 100) / 100);
    left.textContent = train.over ? say('train.arrived') : formatLeft(train.endsAt - now);
    const wanted = this.options.top ? train.top.map(giver) : [];
    if (wanted.map(({ textContent }) => textContent).join() !== [...this.#top.children].map(({ textContent }) => textContent).join()) {
      this.#top.replaceChildren(...wanted);
    }
    this.panel.classList.toggle('rose', this.#id === train.id && (train.level > this.#level || this.panel.classList.contains('rose')));
    this.#id = train.id;
    this.#level = train.level;
  }
}

function giver({ name, amount }) {
  return h('li', {}, h('bdi', { className: 'name', part: 'name' }, name), h('span', { className: 'amount', part: 'amount' }, amount));
}

HypeTrainWidget.register();
