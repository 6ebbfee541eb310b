import { subscribe } from '../../twitch-stream.js';
import { ChatLog } from './chat-log.js';
import { OPTIONS, needs } from './options.js';
import { h } from '../../relay-element.js';
import { WidgetElement } from '../widget-element.js';
import { AUTHOR_COLOR } from '../author-color.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** Lines that come faster are painted together: nobody reads more, and a busy chat must not take the game's processor. */
const PAINTED_AT_MOST_EVERY = 150;
const LEAVING = 400;

/**
 * `<chat-widget>`: the channel's chat. It begins empty: of a message in the past, this page cannot know whether a moderator has
 * deleted it meanwhile.
 */
export class ChatWidget extends WidgetElement {
  static tag = 'chat-widget';

  static parameters = OPTIONS;

  static needs = needs;

  static css = `${WIDGET_STYLE}
    :host { align-self: stretch; overflow: hidden; } /* as high as the page: old lines leave at the top */
    [role='log'] { position: absolute; inset-inline: 0.7em; inset-block-end: 0.7em; }
    ol { /* a long reply, which is cut off, makes no line wider than the page */
      display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.3em; justify-items: start; max-inline-size: 34em; }
    li { --kind: var(--relay-accent, var(--author)); max-inline-size: 100%; padding: 0.32em 0.8em; overflow-wrap: anywhere;
      font-size: 0.86em; }
    li.fresh { animation: arrive 0.25s ease-out; }
    li.leaving { opacity: 0; transition: opacity 0.35s; }
    li.highlighted { border-color: var(--kind); box-shadow: inset 0.2em 0 0 var(--kind); }
    :host(:dir(rtl)) li.highlighted { box-shadow: inset -0.2em 0 0 var(--kind); }
    .reply { display: block; font-size: 0.8em; font-weight: 500; color: var(--widget-muted); white-space: nowrap;
      overflow: hidden; text-overflow: ellipsis; }
    .badge { display: inline-block; margin-inline-end: 0.4em; padding: 0 0.45em; border-radius: 0.35em; font-size: 0.72em;
      line-height: 1.5; font-weight: 700; vertical-align: 0.12em; background: #3a4054; color: #fff; text-shadow: none; }
    .author { font-weight: 800; color: ${AUTHOR_COLOR}; }
    .mention, .emote, .cheermote { font-weight: 800; }
    @keyframes arrive { from { opacity: 0; transform: translateY(0.5em); } }
  `;

  #list = h('ol');
  #rows = new Map();
  #log;
  #timer;
  #paintedAt = -Infinity;

  constructor() {
    super();
    this.shadowRoot.append(h('div', { role: 'log', 'aria-label': say('chat') }, this.#list));
  }

  connected() {
    const { lines, fade, hide, commands } = this.options;
    const hidden = hide.split(',').map((name) => name.trim());
    this.#log = new ChatLog({ most: lines, fade: fade > 0 ? fade * 1000 : Infinity, hidden, commands });
    this.onLeave(subscribe('event', (message) => this.offer(message)));
    this.onLeave(() => clearTimeout(this.#timer));
  }

  /** Shows a message of the stream, if it is one about the chat. */
  offer(message) {
    if (!this.#log.heard(message, Date.now())) return;
    this.#paintIn(this.#paintedAt + PAINTED_AT_MOST_EVERY - Date.now());
  }

  #paintIn(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#paint(), Math.max(0, milliseconds));
  }

  #paint() {
    const now = Date.now();
    this.#paintedAt = now;
    const rows = new Map(this.#log.at(now).map((line) => [line, this.#rows.get(line) ?? this.#row(line)]));
    const added = [...rows].filter(([line]) => !this.#rows.has(line));
    for (const [line, gone] of this.#rows) if (!rows.has(line)) this.#leave(gone, added.length > 0);
    let place = this.#list.firstElementChild;
    for (const row of rows.values()) {
      while (place?.classList.contains('leaving')) place = place.nextElementSibling;
      if (row === place) place = place.nextElementSibling;
      else this.#list.insertBefore(row, place);
    }
    this.#rows = rows;
    const { nextAt } = this.#log;
    if (nextAt < Infinity) this.#paintIn(Math.max(20, nextAt - now));
  }

  /** @param {boolean} atOnce where new lines take its place */
  #leave(row, atOnce) {
    if (atOnce) return row.remove();
    row.classList.add('leaving');
    setTimeout(() => row.remove(), LEAVING);
  }

  #row({ name, color, badges, reply, pieces, highlighted }) {
    const words = badges.map((badge) => h('span', { className: 'badge', part: 'badge' }, badge));
    const made = h(
      'li',
      { className: `panel fresh${highlighted ? ' highlighted' : ''}`, part: 'panel line' },
      this.options.replies && reply ? h('bdi', { className: 'reply', part: 'reply' }, `↩ ${reply.name}: ${reply.text}`) : null,
      ...(this.options.badges ? words : []),
      h('bdi', { className: 'author', part: 'author' }, name),
      ': ',
      h('bdi', { className: 'text', part: 'text' }, ...pieces.map(piece)),
    );
    made.style.setProperty('--author', color);
    return made;
  }
}

function piece({ text, part }) {
  return part ? h('span', { className: part, part }, text) : text;
}

ChatWidget.register();
