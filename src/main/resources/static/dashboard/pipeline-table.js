import { ROUTE_COLUMNS, SINK_COLUMNS, routeRows, sinkRows } from './pipeline-report.js';
import { LEVEL_STYLE, levelName } from './level-style.js';
import { RelayElement, h } from '../relay-element.js';
import { watchStatus } from '../relay-status.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/** `<pipeline-table>`: what each route has taken and given, and where each sink stands, if there are sinks. */
export class PipelineTable extends RelayElement {
  static tag = 'pipeline-table';

  static css = `${LEVEL_STYLE}
    :host { display: grid; gap: 1.4rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
      align-items: start; }
    section { min-inline-size: 0; overflow-x: auto; scrollbar-width: thin; }
    section[hidden] { display: none; }
    table { inline-size: 100%; margin-block-start: 0.5rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.4rem 0.6rem; text-align: end; font-weight: 500; white-space: nowrap; }
    :is(th, td):first-child { padding-inline-start: 0.2rem; text-align: start; }
    thead th { font-size: 0.8rem; color: var(--relay-muted); }
    tbody { border-block-start: 1px solid var(--relay-line); }
    .dot { margin-inline-end: 0.65rem; vertical-align: 0.08em; }
    .why td { padding-block: 0 0.5rem; padding-inline-start: 1.4rem; text-align: start; font-size: 0.85rem;
      white-space: normal; overflow-wrap: anywhere; color: var(--relay-muted); }
    .why[data-level='bad'] td { color: var(--relay-text); }
  `;

  #routes = part(say('routes'), ROUTE_COLUMNS);
  #sinks = part(say('sinks'), SINK_COLUMNS);

  constructor() {
    super();
    this.#sinks.section.hidden = true;
    this.shadowRoot.append(this.#routes.section, this.#sinks.section);
  }

  connected() {
    this.onLeave(
      watchStatus(({ status }) => {
        if (!status) return;
        fill(this.#routes, routeRows(status, Date.now()));
        const sinks = sinkRows(status);
        this.#sinks.section.hidden = sinks.length === 0;
        fill(this.#sinks, sinks);
      }),
    );
  }
}

function part(title, columns) {
  const body = h('tbody');
  const head = h('tr', {}, ...columns.map((column) => h('th', { scope: 'col' }, column)));
  const table = h('table', { 'aria-label': title }, h('thead', {}, head), body);
  const section = h('section', { tabIndex: 0, role: 'region', 'aria-label': title }, h('h2', {}, title), table);
  return { section, body, columns, shown: '' };
}

function fill(one, rows) {
  const now = JSON.stringify(rows);
  if (now === one.shown) return;
  one.shown = now;
  one.body.replaceChildren(...rows.flatMap((row) => lines(row, one.columns.length)));
}

function lines({ level, name, cells, problem }, width) {
  const dot = h('span', { className: 'dot' });
  const head = h('th', { scope: 'row' }, dot, h('bdi', {}, name), h('span', { className: 'unseen' }, `, ${level === 'wait' ? say('level.look') : levelName(level)}`));
  const made = [h('tr', {}, head, ...cells.map((cell) => h('td', {}, cell)))];
  if (problem) made.push(h('tr', { className: 'why' }, h('td', { colSpan: width }, problem)));
  for (const line of made) line.dataset.level = level;
  return made;
}
