import { kindColors } from '../../words/kinds.js';
import { CreditList, TYPES } from './credit-list.js';
import { OPTIONS, needs } from './options.js';
import { h } from '../../relay-element.js';
import { sinceBegin } from '../since-begin.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** `<credits-widget>`: the names of all who did something in this stream, rolling by. */
export class CreditsWidget extends WidgetElement {
  static tag = 'credits-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = `${WIDGET_STYLE}
    :host { align-self: stretch; overflow: hidden; --kind: var(--relay-accent, var(--relay-sub)); } /* as high as the page */
    .stage { position: absolute; inset: 0.7em; }
    .panel { block-size: 100%; }
    .view { block-size: 100%; overflow: hidden; container-type: size;
      mask-image: linear-gradient(transparent, #000 7%, #000 93%, transparent); }
    .roll, section, ul { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; }
    .roll { padding-inline: 1em; text-align: center;
      animation: roll var(--time) linear var(--rounds) both; }
    :host([preview]) .roll { padding-block: 1em; animation: none; } /* in the gallery nothing moves by itself */
    .title { font-size: 1.5em; line-height: 1.2; font-weight: 800; overflow-wrap: anywhere; }
    section { max-inline-size: 100%; margin-block-start: 2.2em; }
    section, .last { --kind: var(--relay-accent, var(--color)); }
    ${kindColors('--color')}
    h2 { font-size: 0.86em; letter-spacing: 0.06em; text-transform: uppercase; color: var(--widget-muted); margin-block-end: 0.5em; }
    li { display: flex; justify-content: center; align-items: baseline; gap: 0.5em; max-inline-size: 100%; }
    ul { gap: 0.15em; max-inline-size: 100%; }
    .name { min-inline-size: 0; font-weight: 800; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .amount { font-size: 0.8em; font-weight: 500; color: var(--widget-muted); white-space: nowrap; font-variant-numeric: tabular-nums; }
    .last { margin-block-start: 2.6em; }
    @keyframes roll { from { transform: translateY(100cqb); } to { transform: translateY(-100%); } }
    @media (prefers-reduced-motion: reduce) { .view { overflow: auto; padding-block: 1em; mask-image: none; } }
  `;

  #roll = h('div', { className: 'roll' });
  #view = h('div', { className: 'view', tabIndex: 0, role: 'region', 'aria-label': say('credits') }, this.#roll);
  #list = null;
  #memory;
  #timer;

  constructor() {
    super();
    const panel = h('div', { className: 'panel', part: 'panel credits' }, this.#view);
    this.shadowRoot.append(h('div', { className: 'stage' }, panel));
    // names that come during a round are in the next one: a list that grows would jump
    this.#roll.addEventListener('animationiteration', () => this.#write());
  }

  connected() {
    const { seconds, loop } = this.options;
    this.#roll.style.setProperty('--time', `${seconds}s`);
    this.#roll.style.setProperty('--rounds', loop ? 'infinite' : '1');
    this.onLeave(() => clearTimeout(this.#timer));
    const begin = () => document.visibilityState === 'visible' && this.#rollAnew();
    document.addEventListener('visibilitychange', begin);
    this.onLeave(() => document.removeEventListener('visibilitychange', begin));
    this.#begin();
  }

  /** Shows a made-up event. @returns {boolean} whether it is of somebody who is named */
  offer(message) {
    if (!this.#list?.heard(message, null, '', Date.now())) return false;
    this.#write();
    return true;
  }

  async #begin() {
    const make = (kept) => {
      this.#memory = kept;
      this.#list = new CreditList(this.options.show, kept.text ?? '');
      return this.#list;
    };
    const toldPast = await sinceBegin(this, 'credits', TYPES, make, (message, time, id) => {
      this.#list.heard(message, time, id, Date.now());
      this.#keepSoon();
    });
    if (toldPast) this.#rollAnew();
  }

  /** Many events at once are kept once, and written at once where nothing rolls. */
  #keepSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#memory.keep(JSON.stringify(this.#list));
      if (this.#roll.getAnimations().every(({ playState }) => playState !== 'running')) this.#write();
    }, 200);
  }

  /** OBS tells a page when its scene appears: that is when a round begins. */
  #rollAnew() {
    if (this.#list === null) return;
    this.#write();
    for (const animation of this.#roll.getAnimations()) {
      animation.currentTime = 0;
      animation.play();
    }
  }

  #write() {
    const { title, end, amounts } = this.options;
    const line = (className, text) => (text ? h('p', { className, part: 'title' }, h('bdi', {}, text)) : null);
    this.#roll.replaceChildren(
      ...[
        line('title', title),
        ...this.#list.at(Date.now()).map((section) => sectionOf(section, amounts)),
        line('title last', end),
      ].filter((one) => one !== null),
    );
  }
}

function sectionOf({ section, title, names, more }, amounts) {
  const made = h(
    'section',
    { 'aria-label': title },
    h('h2', { part: 'label' }, title),
    h(
      'ul',
      {},
      ...names.map(({ name, amount }) =>
        h(
          'li',
          {},
          h('bdi', { className: 'name', part: 'name' }, name),
          amounts && amount ? h('span', { className: 'amount', part: 'amount' }, amount) : null,
        ),
      ),
      more > 0 ? h('li', {}, h('span', { className: 'amount', part: 'amount' }, say('more', { n: more }))) : null,
    ),
  );
  made.dataset.kind = section;
  return made;
}

CreditsWidget.register();
