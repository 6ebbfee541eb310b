/** The widgets of the gallery: what they are, the size that holds them in OBS, and their options by heading. */
import { AlertsWidget } from '../widgets/alerts/alerts-widget.js';
import { sizeOf as sizeOfAlerts } from '../widgets/alerts/options.js';
import { ChatWidget } from '../widgets/chat/chat-widget.js';
import { sizeOf as sizeOfChat } from '../widgets/chat/options.js';
import { EventsWidget } from '../widgets/events/events-widget.js';
import { sizeOf as sizeOfEvents } from '../widgets/events/options.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { sizeOf as sizeOfGoal } from '../widgets/goal/options.js';
import { LatestWidget } from '../widgets/latest/latest-widget.js';
import { sizeOf as sizeOfLatest } from '../widgets/latest/options.js';
import { LeaderboardWidget } from '../widgets/leaderboard/leaderboard-widget.js';
import { sizeOf as sizeOfLeaderboard } from '../widgets/leaderboard/options.js';
import { sizeOf as sizeOfStats } from '../widgets/stats/options.js';
import { StatsWidget } from '../widgets/stats/stats-widget.js';
import { COMMON } from '../widgets/common-options.js';
import { EVENTS } from '../words/events.js';
import { ALERT_SAMPLES } from './alert-samples.js';
import { CHAT_SAMPLES } from './chat-samples.js';
import { nextRound } from './widget-options.js';

const SAMPLES = Object.entries(EVENTS)
  .filter(([, { sample }]) => sample)
  .map(([event, { sample }]) => ({ type: 'event', event, data: sample, origin: 'test' }));

/** From the edge of a scene, in pixels. */
const MARGIN = 40;

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} title
 * @property {string} text
 * @property {(options: object, widest: number) => [number, number]} sizeOf the size of the browser source, see `advisedSize`
 * @property {(size: [number, number], canvas: [number, number]) => [number, number]} corner where a scene puts it first
 * @property {typeof import('../widgets/widget-element.js').WidgetElement} element
 * @property {{title: string, options: string[]}[]} groups the names of options by heading; the first is open
 * @property {object} kinds all options by name
 * @property {object[]} samples messages to show in a preview that waits for events
 * @property {(stats: object) => object} suggest options to begin with, for a channel with such numbers
 */

/** @type {Entry[]} */
export const CATALOG = [
  {
    ...entry('alerts', 'Alerts', AlertsWidget, sizeOfAlerts),
    text: 'Follows, subscriptions, gifts, cheers and raids, one after another. Gift bombs and follow storms become one alert.',
    samples: [...SAMPLES, ...ALERT_SAMPLES],
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
  },
  {
    ...entry('goal', 'Goal', GoalWidget, sizeOfGoal),
    text: 'A follower or sub goal: in all, for this stream, or for today.',
    corner: ([, height], [, high]) => [MARGIN, high - height - MARGIN],
    suggest: ({ followers }) => ({ target: String(nextRound(followers)) }),
  },
  {
    ...entry('stats', 'Stats', StatsWidget, sizeOfStats),
    text: 'Viewers, followers, subs and uptime, in the order you like.',
    corner: () => [MARGIN, MARGIN],
  },
  {
    ...entry('events', 'Event list', EventsWidget, sizeOfEvents),
    corner: ([width], [wide]) => [wide - width - MARGIN, MARGIN],
    text: 'The latest follows, subscriptions, gifts, cheers and raids, as a list. A gift is one row.',
    samples: SAMPLES,
  },
  {
    ...entry('latest', 'Latest', LatestWidget, sizeOfLatest),
    corner: ([width, height], [wide, high]) => [wide - width - MARGIN, high - height - MARGIN],
    text: 'The latest follower, subscriber, gifter, cheerer or raid.',
    samples: SAMPLES,
  },
  {
    ...entry('leaderboard', 'Leaderboard', LeaderboardWidget, sizeOfLeaderboard),
    corner: ([width, height], [wide, high]) => [wide - width - MARGIN, (high - height) / 2],
    text: 'Who cheered or gifted most in this stream.',
    samples: SAMPLES,
  },
  {
    ...entry('chat', 'Chat', ChatWidget, sizeOfChat),
    corner: ([, height], [, high]) => [MARGIN, (high - height) / 2],
    text: 'The chat, with badges, colors and replies. Deleted messages leave. It needs event types that you add to a route.',
    samples: CHAT_SAMPLES,
  },
];

function entry(name, title, element, sizeOf) {
  const kinds = { ...element.parameters, ...COMMON };
  const groups = [...new Set(Object.values(kinds).map(({ group }) => group))].map((group) => ({
    title: group,
    options: Object.keys(kinds).filter((key) => kinds[key].group === group),
  }));
  return { name, title, sizeOf, element, groups, kinds, samples: [], suggest: () => ({}) };
}
