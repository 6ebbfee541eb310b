import { subscribe } from '../twitch-stream.js';
import { relay } from '../address.js';
import { isFromSharedChat } from '../words/events.js';
import { describeAnyEvent } from '../words/sentences.js';
import { change } from './admin-access.js';
import { EventList } from './event-list.js';
import { timeAgo } from '../words/format.js';
import { icon } from '../words/icons.js';
import { kindColors } from '../words/kinds.js';
import { RelayElement, h } from '../relay-element.js';
import { Pace } from './pace.js';
import { language, wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

const HISTORY = relay('api/twitch/events?limit=50');
const LENGTH = 100;

/** Between two paintings, in milliseconds. */
const PAUSE = 250;

/** Of more rows at once none moves: in a storm nobody can follow, and each moving row costs the browser a layer. */
const MOST_MOVING = 3;

/** `<event-feed>`: what happened, newest first. Starts with the relay's history and goes on live. */
export class EventFeed extends RelayElement {
  static tag = 'event-feed';

  static css = `
    :host { display: flex; flex-direction: column; gap: 0.9rem; min-block-size: 0; container-type: inline-size; }
    .log { flex: 1; min-block-size: 0; overflow-y: auto; scrollbar-width: thin; border-radius: 0.5rem;
      scrollbar-color: var(--relay-line) transparent; }
    .note { color: var(--relay-muted); padding: 0.4rem 0.2rem; }
    li { display: grid; grid-template-columns: auto 1fr auto; gap: 0.2rem 0.9rem; align-items: center;
      padding: 0.6rem 0.5rem; border-block-end: 1px solid var(--relay-line); contain: content; position: relative;
      content-visibility: auto; contain-intrinsic-block-size: auto 3.4rem; }
    li:last-child { border: 0; }
    li.fresh { animation: arrive 0.4s ease-out; }
    li.fresh::before { content: ''; position: absolute; inset: 0; pointer-events: none; opacity: 0;
      background: color-mix(in srgb, var(--kind) 18%, transparent); animation: shine 2.5s ease-out; }
    ${kindColors('--kind')}
    .icon { display: grid; place-items: center; inline-size: 2.3rem; block-size: 2.3rem; border-radius: 50%;
      color: var(--kind); background: color-mix(in srgb, var(--kind) 16%, transparent); }
    svg { inline-size: 1.2rem; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round;
      stroke-linejoin: round; }
    .what { min-inline-size: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical;
      -webkit-line-clamp: 3; overflow: hidden; line-height: 1.4; }
    .who { display: inline-block; max-inline-size: min(100%, 20em); overflow: hidden; text-overflow: ellipsis;
      white-space: nowrap; vertical-align: bottom; font-weight: 650; }
    .side { display: flex; gap: 0.6rem; align-items: center; color: var(--relay-muted); font-size: 0.82rem;
      white-space: nowrap; }
    .origin { padding: 0.05rem 0.5rem; border: 1px solid currentColor; border-radius: 999px; font-size: 0.75rem; }
    .again { padding: 0.05rem 0.5rem; font: inherit; font-size: 0.75rem; color: var(--relay-text); cursor: pointer;
      background: var(--relay-raised); border: 1px solid var(--relay-line); border-radius: 999px; }
    .again:hover { border-color: var(--kind); }
    .said:empty { display: none; }
    .message { grid-column: 2 / -1; color: var(--relay-muted); border-inline-start: 2px solid var(--kind);
      padding-inline-start: 0.6rem; }
    @keyframes arrive { from { transform: translateY(-0.6rem); } } /* no opacity: a text that fades in is hard to read */
    @keyframes shine { from { opacity: 1; } } /* a browser moves and fades without the page's own thread */
    @container (max-width: 24rem) {
      li { grid-template-columns: auto minmax(0, 1fr); gap: 0.1rem 0.6rem; padding: 0.45rem 0.25rem; }
      .icon { inline-size: 1.8rem; block-size: 1.8rem; grid-row: span 2; }
      .what { font-size: 0.94rem; line-height: 1.3; }
      .side { grid-column: 2; font-size: 0.78rem; }
      .again { padding-block: 0; }
    }
  `;

  #list = new EventList(LENGTH);
  #rows = new Map();
  #pace = new Pace(() => this.#render(true), PAUSE);
  #note = h('p', { className: 'note' }, say('events.loading'));
  #rowList = h('ol');
  #said = h('p', { className: 'note said', role: 'status' });
  #log = h('div', { className: 'log', role: 'log', tabIndex: 0, 'aria-live': 'polite', 'aria-busy': 'true' });

  constructor() {
    super();
    const title = h('h2', { id: 'title' }, say('events'));
    this.#log.setAttribute('aria-labelledby', title.id);
    this.#log.append(this.#note, this.#rowList);
    this.#rowList.addEventListener('click', ({ target }) => this.#showAgain(target.closest('.again')));
    this.shadowRoot.append(title, this.#said, this.#log);
  }

  connected() {
    this.onLeave(subscribe('event', (message, id) => this.#arrived(message, id)));
    // a stream that is live again may have left a hole or told old events late; history knows
    this.onLeave(subscribe('state', ({ status }) => status === 'live' && this.#load()));
    this.every(10_000, () => this.#tick());
    this.onLeave(() => this.#pace.stop());
  }

  async #showAgain(button) {
    if (!button) return;
    const { ok, reason } = await change(`api/alerts/replay/${encodeURIComponent(button.dataset.id)}`);
    this.#said.textContent = ok ? '' : say('again.failed', { reason });
  }

  #arrived(message, id) {
    if (this.#list.add(id, Date.now(), message)) this.#pace.request();
  }

  async #load() {
    this.#list.asked();
    try {
      const answer = await fetch(HISTORY, { cache: 'no-store' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.#list.merge((await answer.json()).filter((item) => item.message.type === 'event'));
      this.#note.textContent = say('events.none');
    } catch {
      this.#note.textContent = say('events.away');
    }
    this.#render(false);
    this.#tick();
    this.#log.setAttribute('aria-busy', 'false');
  }

  /** @param {boolean} live false for history, which does not move */
  #render(live) {
    this.#pace.stop();
    const now = Date.now();
    const arrived = this.#list.items.filter(({ id }) => !this.#rows.has(id)).length;
    const moving = live && arrived <= MOST_MOVING;
    const rows = new Map(this.#list.items.map((item) => [item.id, this.#rows.get(item.id) ?? row(item, moving, now)]));
    for (const [id, gone] of this.#rows) if (!rows.has(id)) gone.remove();
    let place = this.#rowList.firstElementChild;
    for (const wanted of rows.values()) {
      if (wanted === place) place = place.nextElementSibling;
      else this.#rowList.insertBefore(wanted, place);
    }
    this.#rows = rows;
    this.#note.hidden = rows.size > 0;
  }

  #tick() {
    const now = Date.now();
    for (const item of this.#list.items) {
      const time = this.#rows.get(item.id)?.querySelector('time');
      const words = timeAgo(item.time, now);
      if (time && time.textContent !== words) time.textContent = words;
    }
  }
}

function row({ id, message, time }, moving, now) {
  const { kind, who, text, message: written } = describeAnyEvent(message.event, message.data);
  const made = h(
    'li',
    { className: moving ? 'fresh' : '' },
    h('span', { className: 'icon' }, icon(kind)),
    h('span', { className: 'what' }, who && h('bdi', { className: 'who' }, who), who && ' ', text),
    h(
      'span',
      { className: 'side' },
      again(id, kind, who, text),
      shared(message.data),
      origin(message.origin),
      h('time', { title: moment(time), 'aria-live': 'off' }, timeAgo(time, now)),
    ),
    written && h('bdi', { className: 'what message' }, written),
  );
  made.dataset.kind = kind;
  return made;
}

/** Few events of the kind `other` are alerts, so they have no button. */
function again(id, kind, who, text) {
  if (kind === 'other') return null;
  const label = say('again.of', { event: `${who ?? ''} ${text}` });
  const button = h('button', { type: 'button', className: 'again', 'aria-label': label }, say('again'));
  button.title = say('again.more');
  button.dataset.id = id;
  return button;
}

function shared(data) {
  const title = say('origin.shared.more');
  return isFromSharedChat(data) ? h('span', { className: 'origin', title }, say('origin.shared')) : null;
}

function origin(name) {
  if (!name) return null;
  const known = ['test', 'replay'].includes(name);
  const title = say(known ? `origin.${name}.more` : 'origin.more');
  return h('span', { className: 'origin', title }, known ? say(`origin.${name}`) : String(name));
}

function moment(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleString(language);
}
