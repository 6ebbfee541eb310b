/** The widgets of the gallery: what they are, the size that suits them in OBS, and their options by heading. */
import { AlertsWidget } from '../widgets/alerts/alerts-widget.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { StatsWidget } from '../widgets/stats/stats-widget.js';
import { COMMON } from '../widgets/common-options.js';
import { EVENTS } from '../words/events.js';
import { nextRound } from './widget-options.js';

const SAMPLES = Object.entries(EVENTS)
  .filter(([, { sample }]) => sample)
  .map(([event, { sample }]) => ({ type: 'event', event, data: sample, origin: 'test' }));

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} title
 * @property {string} text
 * @property {[number, number]} size of the browser source, in pixels
 * @property {typeof import('../widgets/widget-element.js').WidgetElement} element
 * @property {{title: string, options: string[]}[]} groups the names of options by heading; the first is open
 * @property {object} kinds all options by name
 * @property {object[]} samples messages to show in a preview that waits for events
 * @property {(stats: object) => object} suggest options to begin with, for a channel with such numbers
 */

/** @type {Entry[]} */
export const CATALOG = [
  {
    ...entry('alerts', 'Alerts', AlertsWidget, [800, 220]),
    text: 'Follows, subscriptions, gifts, cheers and raids, one after another. Gift bombs and follow storms become one alert.',
    samples: SAMPLES,
  },
  {
    ...entry('goal', 'Goal', GoalWidget, [800, 160]),
    text: 'A follower or sub goal: in all, for this stream, or for today.',
    suggest: ({ followers }) => ({ target: String(nextRound(followers)) }),
  },
  {
    ...entry('stats', 'Stats', StatsWidget, [900, 110]),
    text: 'Viewers, followers, subs and uptime, in the order you like.',
  },
];

function entry(name, title, element, size) {
  const kinds = { ...element.parameters, ...COMMON };
  const groups = [...new Set(Object.values(kinds).map(({ group }) => group))].map((group) => ({
    title: group,
    options: Object.keys(kinds).filter((key) => kinds[key].group === group),
  }));
  return { name, title, size, element, groups, kinds, samples: [], suggest: () => ({}) };
}
