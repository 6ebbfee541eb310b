/** What the gallery shows as on air: the widgets themselves. A frame with the widget's page would fetch all modules again. */
import { h } from '../relay-element.js';
import { chosen } from './widget-options.js';

const SHEETS = ['../theme.css', '../widget.css'].map((path) => new URL(path, import.meta.url).href);

/** The style sheets of a widget's page, for a shadow tree that holds widgets only. */
export function onAirSheets() {
  return SHEETS.map((href) => h('link', { rel: 'stylesheet', href }));
}

/**
 * A widget with these options. It makes no sound and says nothing, because samples come every few seconds, and shows no hints, because the
 * gallery shows the state of the connection and what is wrong with an option.
 */
export function silentWidget({ element, kinds }, values) {
  const widget = document.createElement(element.tag);
  widget.setAttribute('preview', '');
  const silent = kinds.volume ? { volume: '0', speech: 'off' } : {};
  widget.query = new URLSearchParams(chosen(kinds, { ...values, hints: '0', ...silent }));
  return widget;
}

/** Looks like a game, in the back of what is on air. */
export const GAME = `background: radial-gradient(30rem 16rem at 85% 110%, #b5745a, transparent),
  linear-gradient(120deg, #2c4258, #5b4a68);`;
