import { AlertSchedule } from './alert-schedule.js';
import { play } from './alert-sound.js';
import { sayAlert } from './alert-text.js';
import { OPTIONS, accepting, needsSentences, queueOf } from './options.js';
import { icon } from '../../words/icons.js';
import { KINDS, kindColors } from '../../words/kinds.js';
import { h } from '../../relay-element.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';

const LEAVING = 400;
const AT_ONCE = 1_500; // an alert that began earlier, before a reload, has had its sound

/**
 * `<alerts-widget>`: who followed, subscribed, gifted, cheered or raided, one after another. With the attribute `preview`
 * it is not on air, and nobody can pause it.
 */
export class AlertsWidget extends WidgetElement {
  static tag = 'alerts-widget';

  static parameters = OPTIONS;

  static css = `${WIDGET_STYLE}
    .stage { display: grid; justify-items: var(--align, center); min-block-size: 7em; align-items: start; }
    .stage > * { grid-area: 1 / 1; }
    .alert { --kind: var(--relay-accent, var(--color)); position: relative; display: grid; overflow: hidden;
      grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 0.35em 0.85em;
      min-inline-size: min(100%, 15em); max-inline-size: min(100%, 27em); padding: 0.8em 1.3em 0.8em 0.85em;
      border-color: color-mix(in srgb, var(--kind) 45%, transparent);
      animation: arrive 0.6s cubic-bezier(0.2, 1.25, 0.35, 1); }
    .alert::before { content: ''; position: absolute; inset: 0; pointer-events: none;
      background: radial-gradient(22em 9em at 0 0, color-mix(in srgb, var(--kind) 32%, transparent), transparent 70%); }
    :host(:dir(rtl)) .alert::before { scale: -1 1; }
    .alert::after { content: ''; position: absolute; inset: 0; pointer-events: none; translate: -110% 0;
      background: linear-gradient(100deg, transparent 30%, rgb(255 255 255 / 0.22) 50%, transparent 70%);
      animation: sheen 1s ease-out 0.35s; }
    .alert > * { position: relative; }
    ${kindColors('--color')}
    @container style(--widget-panel: transparent) or style(--widget-panel: none) {
      .alert::before, .alert::after { display: none; }
    }
    .alert.leaving { opacity: 0; translate: 0 -0.6em; scale: 0.97; transition: opacity 0.35s, translate 0.35s, scale 0.35s; }
    .tile { inline-size: 2.9em; block-size: 2.9em; border-radius: 0.8em;
      animation: pop 0.7s cubic-bezier(0.3, 1.8, 0.4, 1) 0.1s backwards; }
    .tile svg { inline-size: 1.6em; block-size: 1.6em; }
    .words { min-inline-size: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical;
      -webkit-line-clamp: 4; overflow: hidden; font-weight: 600; color: color-mix(in srgb, var(--kind) 42%, var(--widget-text, #fff)); }
    .words.own, .words.plain { font-size: 1.2em; font-weight: 700; color: inherit; text-wrap: balance; }
    .name { display: block; font-size: 1.32em; line-height: 1.2; font-weight: 800; color: var(--widget-text, #fff);
      overflow: hidden; text-overflow: ellipsis; white-space: nowrap; letter-spacing: -0.01em; }
    .name, .message { text-align: left; }
    :host(:dir(rtl)) :is(.name, .message) { text-align: right; }
    .own .name { display: inline-block; font-size: 1em; max-inline-size: min(100%, 14em); vertical-align: bottom;
      color: color-mix(in srgb, var(--kind) 65%, var(--widget-text, #fff)); }
    .message { grid-column: 2; font-size: 0.86em; font-weight: 500; color: var(--widget-text, #fff);
      overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
      overflow: hidden; }
    .alert.rolled { animation: bump 0.35s ease-out; }
    @keyframes arrive { from { opacity: 0; transform: translateY(1.4em) scale(0.9); } }
    @keyframes pop { from { scale: 0.3; rotate: -25deg; } }
    @keyframes sheen { to { translate: 110% 0; } }
    @keyframes bump { 40% { transform: scale(1.03); } }
  `;

  #stage = h('div', { className: 'stage', role: 'log', 'aria-live': 'polite' });
  #queue;
  #schedule;
  #started;
  #shown = null;
  #count = 0;
  #box = null;

  constructor() {
    super();
    this.shadowRoot.append(this.#stage);
  }

  connected() {
    this.#stage.style.setProperty('--align', this.options.align);
    this.#started = this.#start();
  }

  /** At once, unless the widget shows events whose words it has to load first. */
  async #start() {
    const words = needsSentences(this.options) ? await import('../../words/sentences.js') : {};
    if (!this.isConnected) return;
    this.#queue = queueOf(this.options, words.describeAnyEvent);
    this.#schedule = new AlertSchedule(this.#queue, () => this.#show(this.#queue.current), {
      accepts: accepting(this.options),
    });
    this.#schedule.start(!this.hasAttribute('preview'));
    this.onLeave(() => this.#schedule.stop());
  }

  /** Shows a message of this page only when its turn comes. */
  async offer(message) {
    await this.#started;
    this.#schedule?.offer(message);
  }

  #show(alert) {
    if (alert !== this.#shown) {
      this.#leave();
      if (alert) this.#enter(alert);
    } else if (alert && alert.count !== this.#count) {
      this.#fill(alert);
      this.#box.classList.remove('rolled');
      void this.#box.offsetWidth; // lets the animation begin anew
      this.#box.classList.add('rolled');
    }
    this.#shown = alert;
    this.#count = alert?.count ?? 0;
  }

  /** @param {'text' | 'color' | 'sound'} what */
  #option(kind, what) {
    const name = `${kind}-${what}`;
    const instead = OPTIONS[name]?.inherits ?? (what === 'sound' ? ['sound'] : []);
    return [name, ...instead].map((one) => this.options[one]).find(Boolean);
  }

  #enter(alert) {
    this.#box = h('div', { className: 'alert panel', part: `alert panel ${alert.kind}` });
    this.#box.dataset.kind = alert.kind;
    const own = this.#option(alert.kind, 'color');
    if (own) this.#box.style.setProperty('--kind', own);
    this.#fill(alert);
    this.#stage.append(this.#box);
    if (this.#schedule.muted || Date.now() - alert.since > AT_ONCE) return;
    play(this.#option(alert.kind, 'sound'), this.options.volume / 100);
  }

  #fill(alert) {
    const template = this.#option(alert.kind, 'text');
    const told = h('span', { className: `words${template ? ' own' : alert.who === null ? ' plain' : ''}`, part: 'words' });
    for (const { text, part } of sayAlert(alert, template)) told.append(part ? named(part, text) : text);
    const message = alert.message && !template?.includes('{message}') && named('message', alert.message);
    const tile = h('span', { className: 'tile', part: 'icon' }, icon(alert.kind));
    this.#box.replaceChildren(tile, told, ...(message ? [message] : []));
  }

  #leave() {
    const box = this.#box;
    if (!box) return;
    this.#box = null;
    box.classList.add('leaving');
    setTimeout(() => box.remove(), LEAVING);
  }
}

/** `bdi`, so that a stranger's right-to-left text moves no other words. */
function named(part, text) {
  return h('bdi', { className: part, part }, text);
}

AlertsWidget.register();
