import { lookOf } from './alert-look.js';
import { loadParts } from './alert-parts.js';
import { pictureOf, problemOf } from './alert-picture.js';
import { AlertSchedule } from './alert-schedule.js';
import { play } from './alert-sound.js';
import { ALERT_STYLE } from './alert-style.js';
import { sayAlert } from './alert-text.js';
import { NameColors } from './name-colors.js';
import { OPTIONS, accepting, isShown, queueOf } from './options.js';
import { icon } from '../../words/icons.js';
import { h } from '../../relay-element.js';
import { subscribe } from '../../twitch-stream.js';
import { WidgetElement } from '../widget-element.js';

const LEAVING = 400;
const OPENED = Date.now();
const AT_ONCE = 1_500; // an alert that began earlier, before the page was opened anew, has had its sound

/**
 * `<alerts-widget>`: who followed, subscribed, gifted, cheered or raided, one after another. With the attribute `preview`
 * it is not on air, and nobody can pause it.
 */
export class AlertsWidget extends WidgetElement {
  static tag = 'alerts-widget';

  static parameters = OPTIONS;

  static css = ALERT_STYLE;

  #stage = h('div', { className: 'stage', role: 'log', 'aria-live': 'polite' });
  #parts;
  #queue;
  #schedule;
  #started;
  #shown = null;
  #count = 0;
  #box = null;
  #look = null;
  #hush = [];
  #colors = new NameColors();

  constructor() {
    super();
    this.shadowRoot.append(this.#stage);
  }

  connected() {
    this.#stage.style.setProperty('--align', this.options.align);
    if (this.options['name-color']) this.onLeave(subscribe('event', (message) => this.#colors.hear(message)));
    this.#started = this.#start();
  }

  /** At once, unless the widget needs something that it has to load first. */
  async #start() {
    this.#parts = await loadParts(this.options);
    if (!this.isConnected) return;
    this.#sayProblems();
    this.#queue = queueOf(this.options, this.#parts);
    this.#schedule = new AlertSchedule(this.#queue, () => this.#show(this.#queue.current), {
      accepts: accepting(this.options),
    });
    this.#schedule.start(!this.hasAttribute('preview'));
    this.onLeave(() => this.#schedule.stop());
    this.onLeave(() => this.#silence());
  }

  async #sayProblems() {
    const { problem, speech } = this.#parts;
    if (problem) this.sayWrong(problem);
    if (speech && !(await speech.hasVoices())) this.sayWrong({ key: 'voices' });
  }

  /**
   * Shows a message of this page only when its turn comes.
   *
   * @returns {Promise<void> | false} false if the widget shows no such events
   */
  offer(message) {
    if (this.#parts && !isShown(message, this.options, this.#parts)) return false;
    return this.#started.then(() => this.#schedule?.offer(message));
  }

  #show(alert) {
    if (this.#schedule.muted) this.#silence();
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

  #enter(alert) {
    this.#look = lookOf(alert, this.options);
    const { color, textColor, panelColor, layout, enter, exit } = this.#look;
    this.#box = h('div', { className: 'alert panel', part: `alert panel ${alert.kind}` });
    Object.assign(this.#box.dataset, { kind: alert.kind, layout, enter, exit });
    const set = (name, value) => value && this.#box.style.setProperty(name, value);
    set('--kind', color);
    set('--widget-text', textColor);
    set('--widget-panel', panelColor);
    this.#box.append(this.#picture(alert.kind));
    this.#fill(alert);
    this.#stage.append(this.#box);
    if (!this.#schedule.muted && alert.since >= OPENED - AT_ONCE) this.#sound(alert);
  }

  #picture(kind) {
    const { picture } = this.#look;
    const tile = h('span', { className: 'tile', part: 'icon' }, icon(kind));
    if (picture === null) return tile;
    return pictureOf(picture, async (made) => {
      made.replaceWith(tile);
      this.sayWrong(await problemOf(picture));
    });
  }

  #sound(alert) {
    const { sound, volume, text } = this.#look;
    const { speech } = this.#parts;
    this.#hush.push(play(sound, volume, async () => this.sayWrong(await problemOf(sound))));
    if (speech) this.#hush.push(speech.speak(speech.spoken(alert, text, this.options), this.options));
  }

  #silence() {
    for (const hush of this.#hush.splice(0)) hush();
  }

  /** Puts the words behind the picture. */
  #fill(alert) {
    const { text: template } = this.#look;
    const told = h('span', { className: `words${template ? ' own' : alert.who === null ? ' plain' : ''}`, part: 'words' });
    for (const { text, part } of sayAlert(alert, template)) told.append(part ? named(part, text) : text);
    const message = alert.message && !template?.includes('{message}') && named('message', alert.message);
    const author = this.#colors.of(alert);
    this.#box.classList.toggle('colored', author !== undefined);
    if (author) this.#box.style.setProperty('--author', author);
    const [picture] = this.#box.children;
    this.#box.replaceChildren(picture, told, ...(message ? [message] : []));
  }

  #leave() {
    const box = this.#box;
    if (!box) return;
    this.#box = null;
    this.#silence();
    box.classList.add('leaving');
    setTimeout(() => box.remove(), LEAVING);
  }
}

/** `bdi`, so that a stranger's right-to-left text moves no other words. */
function named(part, text) {
  return h('bdi', { className: part, part }, text);
}

AlertsWidget.register();
