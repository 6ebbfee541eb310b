/**
 * Style that all widgets start with; `em` everywhere below `:host`, so that `size` scales all of it. Each custom property
 * that src/docs/widgets.md lists is read here or in the widget, and each `part` that it lists is set there.
 */
export const WIDGET_STYLE = `
  :host { position: relative; box-sizing: border-box; padding: 0.7em; color: var(--widget-text, #fff);
    font-family: var(--relay-font, inherit); font-size: calc(1.5rem * var(--widget-size, 1)); font-weight: 600;
    line-height: 1.25; text-shadow: var(--widget-shadow, none); }
  :host([data-state='stale']) .panel { opacity: 0.6; }
  :host([data-undressed]) > :not(.hint) { visibility: hidden; }
  .panel { background: var(--widget-panel, #14161e); border: var(--widget-edge-width, 1px) solid var(--widget-edge, transparent);
    border-radius: var(--widget-radius, 1em); box-shadow: var(--widget-depth, none); }
  @container style(--widget-panel: transparent) or style(--widget-panel: none) {
    :host .panel { border-color: transparent; box-shadow: none; }
  }
  .tile { display: grid; place-items: center; flex: none; inline-size: 2.1em; block-size: 2.1em; border-radius: 0.62em;
    color: #fff; background: linear-gradient(145deg, color-mix(in oklab, var(--kind) 88%, #fff),
    color-mix(in oklab, var(--kind) 72%, #1a0b33)); box-shadow: inset 0 1px 0 rgb(255 255 255 / 0.3),
    0 0.15em 0.5em rgb(0 0 0 / 0.3); }
  .tile svg { inline-size: 1.25em; block-size: 1.25em; }
  .hint { position: absolute; inset-inline: 0.7em auto; inset-block-start: 0.7em; z-index: 9;
    max-inline-size: calc(100% - 1.4em); padding: 0.35em 0.8em; border-radius: 0.6em; font-size: max(0.62em, 15px);
    background: #14161d; color: #ffd27a; border: 1px solid #ffd27a; text-shadow: none; overflow-wrap: anywhere; }
  .hint[hidden] { display: none; }
  .hint[data-kind='wrong'] { color: #ffb4b4; border-color: #ff7b7b; }
  svg { inline-size: 1em; block-size: 1em; fill: none; stroke: currentColor; stroke-width: var(--widget-line, 2);
    stroke-linecap: var(--widget-line-end, round); stroke-linejoin: var(--widget-line-join, round); flex: none; }
`;
