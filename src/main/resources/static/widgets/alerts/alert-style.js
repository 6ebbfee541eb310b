/** Style of an alert. The words in `data-enter`, `data-exit` and `data-layout` are those of alert-motion.js. */
import { kindColors } from '../../words/kinds.js';
import { AUTHOR_COLOR } from '../author-color.js';
import { WIDGET_STYLE } from '../widget-style.js';

export const ALERT_STYLE = `${WIDGET_STYLE}
  .stage { display: grid; justify-items: var(--align, center); min-block-size: 7em; align-items: start; --way: 1; }
  :host(:dir(rtl)) .stage { --way: -1; }
  .stage > * { grid-area: 1 / 1; }
  .alert { --kind: var(--relay-accent, var(--color)); position: relative; display: grid; overflow: hidden;
    grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 0.35em 0.85em;
    min-inline-size: min(100%, 15em); max-inline-size: min(100%, 27em); padding-block: 0.8em; padding-inline: 0.85em 1.3em;
    border-color: color-mix(in srgb, var(--kind) 45%, transparent);
    animation: rise 0.6s cubic-bezier(0.2, 1.25, 0.35, 1); }
  .alert::before { content: ''; position: absolute; inset: 0; pointer-events: none;
    background: radial-gradient(22em 9em at 0 0, color-mix(in srgb, var(--kind) 32%, transparent), transparent 70%); }
  :host(:dir(rtl)) .alert::before { scale: -1 1; }
  .alert::after { content: ''; position: absolute; inset: 0; pointer-events: none; translate: -110% 0;
    background: linear-gradient(100deg, transparent 30%, rgb(255 255 255 / 0.22) 50%, transparent 70%);
    animation: sheen 1s ease-out 0.35s; }
  .alert > * { position: relative; }
  ${kindColors('--color')}
  @container style(--widget-panel: transparent) or style(--widget-panel: none) {
    .alert::before, .alert::after { display: none; }
  }
  .tile { inline-size: 2.9em; block-size: 2.9em; border-radius: 0.8em;
    animation: pop 0.7s cubic-bezier(0.3, 1.8, 0.4, 1) 0.1s backwards; }
  .tile svg { inline-size: 1.6em; block-size: 1.6em; }
  .picture { grid-row: 1 / span 2; inline-size: 5.6em; block-size: 5.6em; object-fit: contain; }
  .words { min-inline-size: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical;
    -webkit-line-clamp: 4; overflow: hidden; font-weight: 600; color: color-mix(in srgb, var(--kind) 42%, var(--widget-text, #fff)); }
  .words.own, .words.plain { font-size: 1.2em; font-weight: 700; color: inherit; text-wrap: balance; }
  .name { display: block; font-size: 1.32em; line-height: 1.2; font-weight: 800; color: var(--widget-text, #fff);
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap; letter-spacing: -0.01em; }
  .name, .message { text-align: left; }
  :host(:dir(rtl)) :is(.name, .message) { text-align: right; }
  .own .name { display: inline-block; font-size: 1em; max-inline-size: min(100%, 14em); vertical-align: bottom;
    color: color-mix(in srgb, var(--kind) 65%, var(--widget-text, #fff)); }
  .alert.colored .name { color: ${AUTHOR_COLOR}; }
  .message { grid-column: 2; font-size: 0.86em; font-weight: 500; color: var(--widget-text, #fff);
    overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
    overflow: hidden; }

  .alert[data-layout='above'] { grid-template-columns: minmax(0, 1fr); justify-items: center; text-align: center;
    padding-inline: 1.3em; }
  [data-layout='above'] .picture { grid-row: auto; inline-size: 100%; block-size: 9em; }
  [data-layout='above'] :is(.name, .message) { text-align: center; grid-column: 1; }

  .alert[data-enter='drop'] { animation-name: drop; }
  .alert[data-enter='slide'] { animation-name: slide; animation-timing-function: cubic-bezier(0.15, 1, 0.3, 1); }
  .alert[data-enter='zoom'] { animation-name: zoom; animation-timing-function: cubic-bezier(0.15, 1, 0.3, 1); }
  .alert[data-enter='bounce'] { animation: bounce 0.9s ease-out; }
  .alert[data-enter='flip'] { animation: flip 0.8s ease-out; }
  .alert[data-enter='fade'] { animation-name: fade; animation-timing-function: ease-out; }
  .alert[data-enter='none'] { animation: none; }
  .alert.rolled { animation: bump 0.35s ease-out; }
  .alert.leaving { opacity: 0; translate: 0 -0.6em; scale: 0.97; transition: opacity 0.35s, translate 0.35s, scale 0.35s; }
  .leaving[data-exit='drop'] { translate: 0 3em; }
  .leaving[data-exit='slide'] { translate: calc(var(--way) * -60%) 0; }
  .leaving[data-exit='zoom'] { translate: none; scale: 0.2; }
  .leaving[data-exit='fade'] { translate: none; scale: none; }
  .leaving[data-exit='none'] { transition: none; }

  @keyframes rise { from { opacity: 0; transform: translateY(1.4em) scale(0.9); } }
  @keyframes drop { from { opacity: 0; transform: translateY(-3em); } }
  @keyframes slide { from { opacity: 0; transform: translateX(calc(var(--way) * -70%)); } }
  @keyframes zoom { from { opacity: 0; transform: scale(0.2); } }
  @keyframes bounce { from { opacity: 0; transform: scale(0.3); } 40% { transform: scale(1.12); } 62% { transform: scale(0.94); }
    82% { transform: scale(1.03); } }
  @keyframes flip { from { opacity: 0; transform: perspective(30em) rotateX(-95deg); }
    55% { transform: perspective(30em) rotateX(18deg); } 78% { transform: perspective(30em) rotateX(-8deg); } }
  @keyframes fade { from { opacity: 0; } }
  @keyframes pop { from { scale: 0.3; rotate: -25deg; } }
  @keyframes sheen { to { translate: 110% 0; } }
  @keyframes bump { 40% { transform: scale(1.03); } }
`;
