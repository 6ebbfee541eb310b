/** The look of a goal. */
import { BAR_STYLE } from '../bar-panel.js';

export const GOAL_STYLE = `${BAR_STYLE}
  :host { --kind: var(--relay-accent, var(--relay-follow)); }
  :host([data-metric='subs']) { --kind: var(--relay-accent, var(--relay-sub)); }
  :host([data-metric='bits']) { --kind: var(--relay-accent, var(--relay-cheer)); }
  .mark { position: absolute; inset-block: 0; inset-inline-start: calc(100% * var(--at)); inline-size: 0.16em;
    background: var(--widget-text, #fff); opacity: 0.75; }
  .mark.done { opacity: 0.3; }
  .bar.still { transition: none; }
  .panel.gained .track::after { content: ''; position: absolute; inset: 0; opacity: 0;
    background: linear-gradient(90deg, transparent, #fff, transparent); animation: sweep 1.1s ease-out; }
  :host(:dir(rtl)) .panel.gained .track::after { animation-direction: reverse; }
  .reached { --kind: #ffb703; }
  .reached .bar { background: linear-gradient(90deg, #ffb703, #ffe08a, #ffb703) 0 0 / 200% 100%; }
  .reached .value, .reached .foot { color: var(--widget-reached, #ffe08a); }
  .party { animation: glow 1.2s ease-in-out 6 alternate; }
  .party .value { animation: pop 0.9s ease-out 2; display: inline-block; }
  .party .bar { animation: shimmer 1.4s linear 6; }
  .spark { position: absolute; inset-block-start: 60%; inset-inline-start: var(--at); inline-size: 0.4em;
    block-size: 0.65em; border-radius: 0.1em; background: var(--tint); opacity: 0;
    animation: fly var(--time) cubic-bezier(0.15, 0.7, 0.5, 1) var(--wait) 2; }
  @keyframes sweep { 20% { opacity: 0.55; } from { transform: translateX(-100%); } to { transform: translateX(100%); } }
  @keyframes glow { to { box-shadow: 0 0 1.4em #ffb703; border-color: #ffd56b; } }
  @keyframes pop { 40% { transform: scale(1.25); } }
  @keyframes shimmer { to { background-position: -200% 0; } }
  @keyframes fly { 10% { opacity: 1; } 100% { opacity: 0; transform: translate(var(--x), var(--y)) rotate(var(--spin)); } }
`;
