import { formatRemaining } from '../../words/format.js';
import { drawing } from '../../words/icons.js';
import { OPTIONS, needs } from './options.js';
import { h } from '../../relay-element.js';
import { sinceBegin } from '../since-begin.js';
import { Subathon } from './subathon.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

const CLOCK = 'M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 9v4.2l2.6 1.6M9.5 2.5h5M12 2.5V5';
const MINUTE = 60_000;
const GAIN_SHOWN_FOR = 2_500;
const LONGEST_TIMER = 2 ** 31 - 1;

/** `<countdown-widget>`: the time that is left, of a fixed length or of a timer that events extend. It has a timer only while its time passes. */
export class CountdownWidget extends WidgetElement {
  static tag = 'countdown-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = `${WIDGET_STYLE}
    :host { --kind: var(--relay-accent, var(--relay-uptime, #22b573)); }
    .panel { display: flex; align-items: center; gap: 0.8em; inline-size: max-content; max-inline-size: 100%;
      padding-block: 0.6em 0.65em; padding-inline: 0.75em 1.3em; }
    .tile { inline-size: 2.6em; block-size: 2.6em; border-radius: 0.75em; }
    .tile svg { inline-size: 1.45em; block-size: 1.45em; }
    .lines { display: grid; min-inline-size: 6em; }
    .label { font-size: 0.76em; line-height: 1.25; font-weight: 500; color: var(--widget-muted); overflow: hidden;
      text-overflow: ellipsis; white-space: nowrap; }
    .clock { display: flex; align-items: baseline; gap: 0.6em; min-inline-size: 0; }
    .value { /* a long text at the end is cut off, and the glow of a theme is not */
      font-size: 1.9em; line-height: 1.1; font-weight: 800; font-variant-numeric: tabular-nums; min-inline-size: 0;
      overflow: clip; overflow-clip-margin: 1em; text-overflow: ellipsis; white-space: nowrap; }
    .amount { font-weight: 800; white-space: nowrap; color: color-mix(in srgb, var(--kind) 45%, var(--widget-text, #fff));
      animation: lift 0.4s ease-out; }
    .amount:empty { display: none; }
    @keyframes lift { from { opacity: 0; transform: translateY(0.6em); } }
  `;

  #label = h('bdi', { className: 'label', part: 'label' });
  #value = h('span', { className: 'value', part: 'value' }, '–');
  #gain = h('span', { className: 'amount', part: 'amount' });
  #panel = h(
    'div',
    { className: 'panel', part: 'panel', role: 'timer' },
    h('span', { className: 'tile', part: 'icon' }, drawing(CLOCK)),
    h('div', { className: 'lines' }, this.#label, h('div', { className: 'clock' }, this.#value, this.#gain)),
  );
  #subathon = null;
  #endsAt = () => 0;
  #ahead = 0;
  #memory;
  #timer;
  #gainTimer;

  constructor() {
    super();
    this.shadowRoot.append(this.#panel);
  }

  connected() {
    const { of, to, label } = this.options;
    this.#label.textContent = label || say(of === 'subathon' ? 'countdown.left' : 'countdown.soon');
    this.#panel.setAttribute('aria-label', this.#label.textContent);
    this.onLeave(() => clearTimeout(this.#timer));
    this.#subathon = null;
    if (of === 'subathon') this.#beginSubathon();
    else if (of === 'length') this.#countFromAppearance();
    else if (to === undefined) this.sayWrong({ key: 'countdown.to' });
    else this.#countTo(() => to);
  }

  /** Shows a made-up event. @returns {boolean} whether it extends the timer */
  offer(message) {
    return this.#subathon !== null && this.#heard(message, null, '') > 0;
  }

  #countTo(endsAt) {
    this.#endsAt = endsAt;
    this.#tick();
  }

  /** OBS tells a page when its scene appears, and may keep the page while it does not. */
  #countFromAppearance() {
    const length = this.options.minutes * MINUTE;
    const begin = () => {
      const end = Date.now() + length;
      if (document.visibilityState === 'visible') this.#countTo(() => end);
    };
    document.addEventListener('visibilitychange', begin);
    this.onLeave(() => document.removeEventListener('visibilitychange', begin));
    begin();
  }

  async #beginSubathon() {
    const { minutes, most, from } = this.options;
    const make = (kept, ahead) => {
      this.#memory = kept;
      this.#ahead = ahead;
      const longest = most > 0 ? most * MINUTE : Infinity;
      this.#subathon = new Subathon({ prices: this.options, length: minutes * MINUTE, most: longest, began: from }, kept.text ?? '');
      this.#endsAt = (now) => this.#subathon.endsAt(now);
      return this.#subathon;
    };
    const heard = (message, time, id) => this.#heard(message, time, id);
    if (!(await sinceBegin(this, this.#memoryName(), needs(this.options), make, heard))) return;
    this.#keep();
    this.#tick();
  }

  /** Timers that events extend in another way do not share a memory. */
  #memoryName() {
    const { minutes, most, from, sub, tier2, tier3, gift, bits, follow } = this.options;
    return `subathon-${JSON.stringify([minutes, most, from, sub, tier2, tier3, gift, bits, follow])}`;
  }

  #heard(message, time, id) {
    const seconds = this.#subathon.heard(message, time, id, this.#now());
    if (time !== null) return seconds; // the past is kept at its end, once
    this.#keep();
    if (seconds > 0) {
      this.#gain.textContent = `+${formatRemaining(seconds * 1_000)}`;
      clearTimeout(this.#gainTimer);
      this.#gainTimer = setTimeout(() => this.#gain.replaceChildren(), GAIN_SHOWN_FOR);
    }
    this.#tick();
    return seconds;
  }

  #keep() {
    this.#memory.keep(JSON.stringify(this.#subathon));
  }

  #now() {
    return Date.now() + this.#ahead;
  }

  #tick() {
    clearTimeout(this.#timer);
    const now = this.#now();
    const left = this.#endsAt(now) - now;
    const text = left > 0 ? formatRemaining(left) : this.options.end || formatRemaining(0);
    if (this.#value.textContent !== text) this.#value.textContent = text;
    const waits = this.#subathon === null ? 0 : this.#subathon.beginsAt - now;
    const next = waits > 0 ? waits : left > 0 ? left % 1_000 || 1_000 : Infinity;
    if (next < Infinity) this.#timer = setTimeout(() => this.#tick(), Math.min(LONGEST_TIMER, Math.max(20, next)));
  }
}

CountdownWidget.register();
