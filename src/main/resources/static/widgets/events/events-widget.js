import { icon } from '../../words/icons.js';
import { kindColors } from '../../words/kinds.js';
import { OPTIONS } from './options.js';
import { RecentList, typesOf } from './recent-list.js';
import { subscribeWithPast } from '../past-events.js';
import { h } from '../../relay-element.js';
import { WidgetElement } from '../widget-element.js';
import { WIDGET_STYLE } from '../widget-style.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

/** Some may be recipients of gifts, or test events, which are no rows. */
const PAST_EVENTS = 100;
const LEAVING = 400;
const LONGEST_TIMER = 2 ** 31 - 1;

/** `<events-widget>`: what happened lately, as a list. */
export class EventsWidget extends WidgetElement {
  static tag = 'events-widget';

  static parameters = OPTIONS;

  static css = `${WIDGET_STYLE}
    ol { display: grid; gap: 0.45em; max-inline-size: 30em; }
    li { --kind: var(--relay-accent, var(--color)); display: grid; grid-template-columns: auto minmax(0, 1fr);
      align-items: center; gap: 0.1em 0.7em; padding-block: 0.42em; padding-inline: 0.5em 0.9em; }
    ${kindColors('--color')}
    li.fresh { animation: arrive 0.5s cubic-bezier(0.2, 1.1, 0.35, 1); }
    li.leaving { opacity: 0; transition: opacity 0.35s; }
    .words { min-inline-size: 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;
      overflow-wrap: anywhere; font-size: 0.86em; color: color-mix(in srgb, var(--kind) 35%, var(--widget-text, #fff)); }
    .name { font-size: 1.16em; font-weight: 800; color: var(--widget-text, #fff); }
    .message { grid-column: 2; font-size: 0.76em; font-weight: 500; color: var(--widget-muted); overflow-wrap: anywhere;
      display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    :host(:dir(rtl)) { --way: -1; }
    @keyframes arrive { from { opacity: 0; transform: translateX(calc(var(--way, 1) * -1.5em)); } }
  `;

  #listOfRows = h('ol');
  #rows = new Map();
  #list;
  #offered = 0;
  #timer;

  constructor() {
    super();
    this.shadowRoot.append(h('div', { role: 'log', 'aria-label': say('events') }, this.#listOfRows));
  }

  connected() {
    const { show, count, fade } = this.options;
    this.#list = new RecentList(count, fade > 0 ? fade * 1000 : Infinity);
    this.onLeave(
      subscribeWithPast(typesOf(show), PAST_EVENTS, (message, time, id) => {
        this.#list.add(message, time ?? Date.now(), id);
        this.#showSoon(time === null);
      }).end,
    );
    this.onLeave(() => clearTimeout(this.#timer));
  }

  /** Shows a made-up event. @returns {boolean} whether it is of a kind that is shown */
  offer(message) {
    if (!typesOf(this.options.show).includes(message.event)) return false;
    this.#list.add(message, Date.now(), `offered-${++this.#offered}`);
    this.#show(true);
    return true;
  }

  /** A history of a hundred events is shown once. */
  #showSoon(fresh) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(fresh));
  }

  #show(fresh) {
    clearTimeout(this.#timer);
    const shown = this.#list.at(Date.now());
    const wanted = this.options.newest === 'top' ? shown.toReversed() : shown;
    const rows = new Map(wanted.map((row) => [row.id, this.#rows.get(row.id) ?? this.#row(row, fresh)]));
    for (const [id, gone] of this.#rows) {
      if (!rows.has(id)) this.#leave(gone, shown.length < this.options.count);
    }
    let place = this.#listOfRows.firstElementChild;
    for (const row of rows.values()) {
      if (row === place) place = place.nextElementSibling;
      else this.#listOfRows.insertBefore(row, place);
    }
    this.#rows = rows;
    const { nextAt } = this.#list;
    if (nextAt < Infinity) {
      this.#timer = setTimeout(() => this.#show(false), Math.min(LONGEST_TIMER, Math.max(20, nextAt - Date.now())));
    }
  }

  /** @param {boolean} slowly where no other row takes its place */
  #leave(row, slowly) {
    if (!slowly) return row.remove();
    row.classList.add('leaving');
    setTimeout(() => row.remove(), LEAVING);
  }

  #row({ kind, who, text, message }, fresh) {
    const name = who && h('bdi', { className: 'name', part: 'name' }, who);
    const told = h('span', { className: 'words', part: 'words' }, name, who && ' ', text);
    const written = this.options.messages && message && h('bdi', { className: 'message', part: 'message' }, message);
    const tile = h('span', { className: 'tile', part: 'icon' }, icon(kind));
    const row = h('li', { className: `panel${fresh ? ' fresh' : ''}`, part: `panel row ${kind}` }, tile, told, written || null);
    row.dataset.kind = kind;
    return row;
  }
}

EventsWidget.register();
