import { subscribe } from './twitch-stream.js';
import { AlertQueue } from './alert-queue.js';
import { SOUND_NAMES, play } from './alert-sound.js';
import { sayAlert } from './alert-text.js';
import { icon } from './icons.js';
import { color, oneOf, someOf, whole, words, yesOrNo } from './parameters.js';
import { h } from './relay-element.js';
import { WidgetElement } from './widget-element.js';
import { WIDGET_STYLE } from './widget-style.js';

const KINDS = ['follow', 'sub', 'gift', 'cheer', 'raid'];
const LEAVING = 400;

/** `<alerts-widget>`: who followed, subscribed, gifted, cheered or raided, one after another. */
export class AlertsWidget extends WidgetElement {
  static tag = 'alerts-widget';

  static parameters = {
    show: { ...someOf(...KINDS, 'online', 'offline'), fallback: KINDS },
    min: whole(1, 60, 3),
    max: whole(1, 60, 7),
    replay: yesOrNo(),
    volume: whole(0, 100, 50),
    sound: oneOf(...SOUND_NAMES),
    align: oneOf('center', 'start', 'end'),
    ...Object.fromEntries(
      KINDS.flatMap((kind) => [
        [`${kind}-text`, words(200)],
        [`${kind}-color`, color()],
        [`${kind}-sound`, { ...oneOf(...SOUND_NAMES), fallback: undefined }],
      ]),
    ),
  };

  static css = `${WIDGET_STYLE}
    .stage { display: grid; justify-items: var(--align, center); min-block-size: 6.6em; align-items: start; }
    .alert { --kind: var(--relay-other); position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr);
      align-items: center; gap: 0.2em 0.9em; max-inline-size: min(100%, 30em); padding: 0.8em 1.4em 0.8em 0.9em;
      border-color: color-mix(in srgb, var(--kind) 70%, transparent); border-inline-start: 0.3em solid var(--kind);
      animation: arrive 0.55s cubic-bezier(0.2, 1.3, 0.4, 1); }
    .alert[data-kind='follow'] { --kind: var(--relay-follow); }
    .alert[data-kind='sub'] { --kind: var(--relay-sub); }
    .alert[data-kind='gift'] { --kind: var(--relay-gift); }
    .alert[data-kind='cheer'] { --kind: var(--relay-cheer); }
    .alert[data-kind='raid'] { --kind: var(--relay-raid); }
    .alert[data-kind='online'] { --kind: var(--relay-live); }
    .alert.leaving { opacity: 0; translate: 0 -0.5em; transition: opacity 0.35s, translate 0.35s; }
    .picture { display: grid; place-items: center; inline-size: 2.5em; block-size: 2.5em; border-radius: 50%;
      color: var(--kind); background: color-mix(in srgb, var(--kind) 22%, rgb(0 0 0 / 0.45)); }
    .picture svg { inline-size: 1.45em; block-size: 1.45em; }
    .words { font-size: 1.12em; overflow-wrap: anywhere; text-wrap: balance; display: -webkit-box;
      -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; padding-block: 0.05em; }
    .name { color: color-mix(in srgb, var(--kind) 75%, #fff); font-weight: 800; display: inline-block;
      max-inline-size: min(100%, 14em); overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
      vertical-align: bottom; }
    .message { grid-column: 2; font-size: 0.82em; font-weight: 500; color: var(--widget-muted); overflow-wrap: anywhere;
      display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
    .alert.rolled { animation: bump 0.35s ease-out; }
    @keyframes arrive { from { opacity: 0; transform: translateY(1.2em) scale(0.92); } }
    @keyframes bump { 40% { transform: scale(1.03); } }
  `;

  #stage = h('div', { className: 'stage', role: 'log', 'aria-live': 'polite' });
  #queue;
  #shown = null;
  #count = 0;
  #box = null;
  #timer;

  constructor() {
    super();
    this.shadowRoot.append(this.#stage);
  }

  connected() {
    const { show, min, max, replay, align } = this.options;
    this.#queue = new AlertQueue({ shortest: min * 1000, longest: max * 1000, kinds: show });
    this.#stage.style.setProperty('--align', align);
    this.onLeave(
      subscribe('event', (message) => {
        if (message.origin === 'replay' && !replay) return;
        this.#queue.offer(message, Date.now());
        this.#move();
      }),
    );
    this.onLeave(() => clearTimeout(this.#timer));
  }

  #move() {
    clearTimeout(this.#timer);
    const alert = this.#queue.at(Date.now());
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
    const { nextAt } = this.#queue;
    if (nextAt < Infinity) this.#timer = setTimeout(() => this.#move(), Math.max(20, nextAt - Date.now()));
  }

  #enter(alert) {
    this.#box = h('div', { className: 'alert panel' });
    this.#box.dataset.kind = alert.kind;
    const own = this.options[`${alert.kind}-color`] ?? this.options.accent;
    if (own) this.#box.style.setProperty('--kind', own);
    this.#fill(alert);
    this.#stage.append(this.#box);
    play(this.options[`${alert.kind}-sound`] ?? this.options.sound, this.options.volume / 100);
  }

  #fill(alert) {
    const template = this.options[`${alert.kind}-text`];
    const told = h('span', { className: 'words' });
    for (const { text, part } of sayAlert(alert, template)) told.append(part ? h('bdi', { className: part }, text) : text);
    const message = alert.message && !template?.includes('{message}') && h('bdi', { className: 'message' }, alert.message);
    this.#box.replaceChildren(h('span', { className: 'picture' }, icon(alert.kind)), told, ...(message ? [message] : []));
  }

  #leave() {
    const box = this.#box;
    if (!box) return;
    this.#box = null;
    box.classList.add('leaving');
    setTimeout(() => box.remove(), LEAVING);
  }
}
