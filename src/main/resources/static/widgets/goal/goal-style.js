/** The look of a goal. */
import { WIDGET_STYLE } from '../widget-style.js';

export const GOAL_STYLE = `${WIDGET_STYLE}
  :host { max-inline-size: 44em; contain: layout; container-type: inline-size; --kind: var(--relay-accent, var(--relay-follow)); }
  :host([data-metric='subs']) { --kind: var(--relay-accent, var(--relay-sub)); }
  .panel { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center;
    gap: 0 0.8em; padding: var(--widget-padding, 0.75em 1.05em 0.75em 0.8em); }
  .tile { inline-size: 2.6em; block-size: 2.6em; border-radius: 0.75em; }
  .tile svg { inline-size: 1.45em; block-size: 1.45em; }
  .line { display: flex; align-items: baseline; justify-content: space-between; gap: 0.8em; }
  .label { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 700; }
  .period { margin-inline-start: 0.5em; font-size: 0.76em; font-weight: 500; color: var(--widget-muted); }
  .numbers, .foot > * { direction: ltr; unicode-bidi: isolate; }
  .numbers { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .value { font-size: 1.25em; font-weight: 800; }
  .target, .foot { color: var(--widget-muted); }
  .foot { font-size: 0.76em; font-weight: 500; font-variant-numeric: tabular-nums; min-block-size: 1.25em; }
  .track { position: relative; block-size: 0.8em; margin-block: 0.35em 0.4em; border-radius: 1em; overflow: hidden;
    background: var(--widget-track); box-shadow: inset 0 0 0 1px rgb(0 0 0 / 0.25), inset 0 1px 3px rgb(0 0 0 / 0.4); }
  .bar { block-size: 100%; inline-size: 100%; border-radius: inherit;
    background: linear-gradient(180deg, rgb(255 255 255 / 0.3), transparent 55%), linear-gradient(90deg,
    color-mix(in oklab, var(--kind) 72%, #3417a8), var(--kind));
    translate: calc(-100% + 100% * var(--part, 0)); transition: translate 1.1s cubic-bezier(0.2, 0.9, 0.25, 1); }
  :host(:dir(rtl)) .bar { translate: calc(100% - 100% * var(--part, 0)); }
  .bar.still { transition: none; }
  .panel.gained .track::after { content: ''; position: absolute; inset: 0; opacity: 0;
    background: linear-gradient(90deg, transparent, #fff, transparent); animation: sweep 1.1s ease-out; }
  .reached { --kind: #ffb703; }
  .reached .bar { background: linear-gradient(90deg, #ffb703, #ffe08a, #ffb703) 0 0 / 200% 100%; }
  .reached .value, .reached .foot { color: var(--widget-reached, #ffe08a); }
  .party { animation: glow 1.2s ease-in-out 6 alternate; }
  .party .value { animation: pop 0.9s ease-out 2; display: inline-block; }
  .party .bar { animation: shimmer 1.4s linear 6; }
  .spark { position: absolute; inset-block-start: 60%; inset-inline-start: var(--at); inline-size: 0.4em;
    block-size: 0.65em; border-radius: 0.1em; background: var(--tint); opacity: 0;
    animation: fly var(--time) cubic-bezier(0.15, 0.7, 0.5, 1) var(--wait) 2; }
  @container (max-width: 21em) { /* the numbers come first where there is little room */
    .panel { grid-template-columns: minmax(0, 1fr); }
    .tile { display: none; }
  }
  @keyframes sweep { 20% { opacity: 0.55; } from { transform: translateX(-100%); } to { transform: translateX(100%); } }
  @keyframes glow { to { box-shadow: 0 0 1.4em #ffb703; border-color: #ffd56b; } }
  @keyframes pop { 40% { transform: scale(1.25); } }
  @keyframes shimmer { to { background-position: -200% 0; } }
  @keyframes fly { 10% { opacity: 1; } 100% { opacity: 0; transform: translate(var(--x), var(--y)) rotate(var(--spin)); } }
`;
