/**
 * The panel of what is on its way: an icon, words, a number, a bar, and a small line below. Goals, hype trains and ad breaks have
 * one.
 */
import { h } from '../relay-element.js';
import { WIDGET_STYLE } from './widget-style.js';

export const BAR_STYLE = `${WIDGET_STYLE}
  :host { max-inline-size: 44em; contain: layout; container-type: inline-size; }
  .panel { position: relative; display: flex; align-items: center; gap: 0.8em;
    padding: var(--widget-padding, 0.75em 1.05em 0.75em 0.8em); }
  .tile { flex: none; inline-size: 2.6em; block-size: 2.6em; border-radius: 0.75em; }
  .tile svg { inline-size: 1.45em; block-size: 1.45em; }
  .body { flex: 1; min-inline-size: 0; }
  .line { display: flex; align-items: baseline; justify-content: space-between; gap: 0.8em; }
  .label { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 700; }
  .period { margin-inline-start: 0.5em; font-size: 0.76em; font-weight: 500; color: var(--widget-muted); }
  .numbers, .foot > .percent { direction: ltr; unicode-bidi: isolate; }
  .numbers { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .value { font-size: 1.25em; font-weight: 800; }
  .target, .foot { color: var(--widget-muted); }
  .foot { font-size: 0.76em; font-weight: 500; font-variant-numeric: tabular-nums; min-block-size: 1.25em; }
  .left { unicode-bidi: isolate; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .track { position: relative; block-size: 0.8em; margin-block: 0.35em 0.4em; border-radius: 1em; overflow: hidden;
    background: var(--widget-track); box-shadow: inset 0 0 0 1px rgb(0 0 0 / 0.25), inset 0 1px 3px rgb(0 0 0 / 0.4); }
  .bar { block-size: 100%; inline-size: 100%; border-radius: inherit;
    background: linear-gradient(180deg, rgb(255 255 255 / 0.3), transparent 55%), linear-gradient(90deg,
    color-mix(in oklab, var(--kind) 72%, #3417a8), var(--kind));
    translate: calc(-100% + 100% * var(--part, 0)); transition: translate 1.1s cubic-bezier(0.2, 0.9, 0.25, 1); }
  :host(:dir(rtl)) .bar { translate: calc(100% - 100% * var(--part, 0)); }
  @container (max-width: 21em) { /* the numbers come first where there is little room */
    .tile { display: none; }
  }
`;

/**
 * @returns {Object<string, HTMLElement>} `panel`, `tile`, `body`, and where its words go: `label`, `period` behind it, `value`,
 *     `target`, `percent` and `left`; the width of `bar` is its custom property `--part`, from 0 to 1
 */
export function barPanel() {
  const label = h('bdi', { part: 'label' });
  const period = h('span', { className: 'period', part: 'period' });
  const value = h('span', { className: 'value', part: 'value' });
  const target = h('span', { className: 'target', part: 'target' });
  const bar = h('div', { className: 'bar', part: 'bar' });
  const track = h('div', { className: 'track', part: 'track' }, bar);
  const percent = h('span', { className: 'percent', part: 'percent' });
  const left = h('span', { className: 'left', part: 'left' });
  const tile = h('span', { className: 'tile', part: 'icon' });
  const body = h(
    'div',
    { className: 'body' },
    h(
      'div',
      { className: 'line' },
      h('span', { className: 'label' }, label, period),
      h('span', { className: 'numbers' }, value, target),
    ),
    track,
    h('div', { className: 'line foot' }, percent, left),
  );
  const panel = h('div', { className: 'panel', part: 'panel', role: 'progressbar' }, tile, body);
  return { panel, tile, body, label, period, value, target, track, bar, percent, left };
}
