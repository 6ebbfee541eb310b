import { icon } from '../words/icons.js';
import { kindName } from '../words/kind-names.js';
import { kindColors } from '../words/kinds.js';
import { wordsOf } from '../words/messages.js';
import { describeAnyEvent } from '../words/sentences.js';
import { rememberedOptions } from '../gallery/widget-options.js';
import { RelayElement, h } from '../relay-element.js';
import { watchStatus } from '../relay-status.js';
import { subscribe } from '../twitch-stream.js';
import { loadParts } from '../widgets/alerts/alert-parts.js';
import { AlertSchedule } from '../widgets/alerts/alert-schedule.js';
import { sayAlert } from '../widgets/alerts/alert-text.js';
import { OPTIONS, accepting, queueOf } from '../widgets/alerts/options.js';
import { readParameters } from '../widgets/parameters.js';
import { change, forgetToken } from './admin-access.js';

const say = await wordsOf('pages');

const MOST_ROWS = 6;
const PACE = 250; // between two looks at the queue: a storm changes it many times a second

/** The order of each button, for a toggle also while it is on. The keys are no characters, so they disturb nobody who types. */
const BUTTONS = [
  { name: 'pause', key: 'F8', on: 'resume', off: 'pause' },
  { name: 'skip', key: 'F9', off: 'skip' },
  { name: 'mute', key: 'F2', on: 'unmute', off: 'mute' },
  { name: 'clear', off: 'clear' },
];

/**
 * `<alert-control>`: pauses, skips, mutes and clears the alerts of all widgets, and shows what is on air and what waits, as
 * a widget with the gallery's options shows it.
 */
export class AlertControl extends RelayElement {
  static tag = 'alert-control';

  static css = `
    :host { container-type: inline-size; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block: 0.8rem; }
    button { display: inline-flex; align-items: center; gap: 0.45rem; padding: 0.4rem 0.75rem; font: inherit;
      font-size: 0.88rem; color: inherit; background: var(--relay-raised); border: 1px solid var(--relay-line);
      border-radius: 999px; cursor: pointer; }
    button:hover { border-color: var(--relay-accent); }
    button[data-on='true'] { color: var(--relay-wait); border-color: var(--relay-wait); }
    kbd { font: inherit; font-size: 0.78rem; color: var(--relay-muted); }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0.6rem; align-items: center;
      padding-block: 0.25rem; font-size: 0.92rem; }
    li > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    li[data-on-air] > span { font-weight: 650; }
    ${kindColors('--kind')}
    svg { inline-size: 1.1rem; fill: none; stroke: var(--kind); stroke-width: 1.8; stroke-linecap: round;
      stroke-linejoin: round; }
    .note { font-size: 0.85rem; line-height: 1.4; color: var(--relay-muted); overflow-wrap: anywhere; }
    .note[data-level='bad'] { color: var(--relay-wait); }
    .said { min-block-size: 1.4em; margin-block-start: 0.4rem; }
    .small { padding: 0.1rem 0.55rem; font-size: 0.78rem; }
    [hidden] { display: none; }
    @container (max-width: 18rem) { /* in a dock the buttons stand in one row, so that more of the feed is seen */
      .buttons { gap: 0.35rem; margin-block: 0.5rem; }
      .buttons button { padding: 0.35rem 0.6rem; font-size: 0.82rem; }
      kbd { display: none; }
    }
  `;

  #buttons = new Map(BUTTONS.map((what) => [what.name, this.#button(what)]));
  #list = h('ul');
  #rows = new Map();
  #note = h('p', { className: 'note' });
  #said = h('p', { className: 'note said', role: 'status' });
  #forget = h('button', { type: 'button', className: 'small', hidden: true }, say('token.forget'));
  #control = { paused: false, muted: false };
  #queue;
  #schedule;
  #timer;

  constructor() {
    super();
    const title = h('h2', { id: 'title' }, say('alerts'));
    const group = h('div', { className: 'buttons', role: 'group', 'aria-labelledby': title.id });
    group.append(...this.#buttons.values());
    this.#forget.title = say('token.forget.more');
    this.#forget.addEventListener('click', async () => {
      this.#say(await forgetToken(), say('token.forgotten'));
    });
    this.shadowRoot.append(title, group, this.#list, this.#note, this.#said, this.#forget);
  }

  connected() {
    const kept = rememberedOptions().alerts ?? {};
    const { values } = readParameters(OPTIONS, (name) => kept[name]);
    this.#queue = queueOf(values, { describe: describeAnyEvent });
    this.#start(values);
    this.onLeave(() => (this.#timer = clearTimeout(this.#timer)));
    this.onLeave(subscribe('alerts', (control) => this.#controlled(control)));
    this.onLeave(watchStatus(({ status }) => status && (this.#forget.hidden = !status.admin?.needed)));
    const press = (event) => this.#press(event);
    document.addEventListener('keydown', press);
    this.onLeave(() => document.removeEventListener('keydown', press));
    this.#look();
  }

  /** Variations and speech change how long an alert stays, so they are loaded first. */
  async #start(values) {
    const parts = await loadParts(values);
    if (!this.isConnected) return;
    this.#queue = queueOf(values, { ...parts, describe: describeAnyEvent });
    this.#schedule = new AlertSchedule(this.#queue, () => this.#lookSoon(), { accepts: accepting(values), whole: true });
    this.#schedule.start();
    this.onLeave(() => this.#schedule.stop());
  }

  #button({ name, key, off }) {
    const made = h('button', { type: 'button' });
    made.append(h('span', {}, say(`alerts.${off}`)), ...(key ? [' ', h('kbd', { 'aria-hidden': 'true' }, key)] : []));
    if (key) made.setAttribute('aria-keyshortcuts', key);
    made.addEventListener('click', () => this.#give(this.#orderOf(name)));
    return made;
  }

  /** @returns {string} what a press of the button orders now */
  #orderOf(name) {
    const { on, off } = BUTTONS.find((what) => what.name === name);
    return on && this.#isOn(name) ? on : off;
  }

  #isOn(name) {
    return name === 'pause' ? this.#control.paused : this.#control.muted;
  }

  #press(event) {
    const what = BUTTONS.find(({ key }) => key === event.key);
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && !event.repeat;
    if (!what || !plain) return;
    event.preventDefault();
    this.#give(this.#orderOf(what.name));
  }

  async #give(order) {
    const answer = await change(`api/alerts/${order}`);
    this.#say(answer, say(`alerts.${order.split('/')[0]}.done`));
  }

  #say(answer, done) {
    this.#said.dataset.level = answer.ok ? 'ok' : 'bad';
    this.#said.textContent = answer.ok ? done : say('failed', { reason: answer.reason });
  }

  #controlled(control) {
    this.#control = control;
    for (const { name, on, off } of BUTTONS) {
      if (!on) continue;
      const button = this.#buttons.get(name);
      button.dataset.on = this.#isOn(name);
      button.firstChild.textContent = say(`alerts.${this.#isOn(name) ? on : off}`);
    }
    this.#lookSoon();
  }

  #lookSoon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, PACE);
  }

  #look() {
    const { current, waiting } = this.#queue;
    const alerts = [...(current ? [current] : []), ...waiting.slice(0, MOST_ROWS)].slice(0, MOST_ROWS);
    const told = alerts.map((alert) => ({
      kind: alert.kind,
      onAir: alert === current,
      id: alert.ids[0],
      pieces: sayAlert(alert),
    }));
    const more = waiting.length + (current ? 1 : 0) - told.length;
    const note = noteOf(current !== null, waiting.length, more, this.#control.paused);
    if (this.#note.textContent !== note) this.#note.textContent = note;
    this.#show(told);
  }

  /** A row that stays keeps its element, and with it the focus. */
  #show(told) {
    const focused = this.shadowRoot.activeElement;
    const rows = new Map(told.map((row) => [JSON.stringify(row), row]));
    for (const [key, row] of rows) rows.set(key, this.#rows.get(key) ?? this.#row(row));
    for (const [key, gone] of this.#rows) if (!rows.has(key)) gone.remove();
    let place = this.#list.firstElementChild;
    for (const wanted of rows.values()) {
      if (wanted === place) place = place.nextElementSibling;
      else this.#list.insertBefore(wanted, place);
    }
    this.#rows = rows;
    if (focused && !focused.isConnected) (this.#list.querySelector('button') ?? this.#buttons.get('skip')).focus();
  }

  #row({ kind, onAir, id, pieces }) {
    const text = pieces.map((piece) => piece.text).join('');
    const skip = h('button', { type: 'button', className: 'small', 'aria-label': say('alerts.skip.one', { text }) }, say('alerts.skip'));
    skip.addEventListener('click', () => this.#give(`skip/${encodeURIComponent(id)}`));
    const made = h('li', {}, icon(kind), h('span', { title: kindName(kind) }, ...pieces.map(spoken)), skip);
    made.dataset.kind = kind;
    if (onAir) made.dataset.onAir = '';
    return made;
  }
}

/** @param {number} more how many alerts have no row */
function noteOf(onAir, waiting, more, paused) {
  const beyond = more > 0 ? `${say('alerts.more', { n: more })} ` : '';
  if (paused) return beyond + (waiting === 0 ? say('alerts.paused') : say('alerts.paused.wait', { n: waiting }));
  return onAir || waiting > 0 ? beyond.trim() : say('alerts.none');
}

/** `bdi`, so that a stranger's right-to-left name moves no other words. */
function spoken({ text, part }) {
  return part === 'name' ? h('bdi', {}, text) : text;
}
