/** The widgets of the gallery: what they are, the size that suits them in OBS, and their options by heading. */
import { AlertsWidget } from '../widgets/alerts/alerts-widget.js';
import { ChatWidget } from '../widgets/chat/chat-widget.js';
import { EventsWidget } from '../widgets/events/events-widget.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { LatestWidget } from '../widgets/latest/latest-widget.js';
import { LeaderboardWidget } from '../widgets/leaderboard/leaderboard-widget.js';
import { StatsWidget } from '../widgets/stats/stats-widget.js';
import { COMMON } from '../widgets/common-options.js';
import { EVENTS } from '../words/events.js';
import { CHAT_SAMPLES } from './chat-samples.js';
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
  {
    ...entry('events', 'Event list', EventsWidget, [600, 420]),
    text: 'The latest follows, subscriptions, gifts, cheers and raids, as a list. A gift is one row.',
    samples: SAMPLES,
  },
  {
    ...entry('latest', 'Latest', LatestWidget, [600, 120]),
    text: 'The latest follower, subscriber, gifter, cheerer or raid.',
    samples: SAMPLES,
  },
  {
    ...entry('leaderboard', 'Leaderboard', LeaderboardWidget, [520, 400]),
    text: 'Who cheered or gifted most in this stream.',
    samples: SAMPLES,
  },
  {
    ...entry('chat', 'Chat', ChatWidget, [600, 600]),
    text: 'The chat, with badges, colors and replies. Deleted messages leave. It needs event types that you add to a route.',
    samples: CHAT_SAMPLES,
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
