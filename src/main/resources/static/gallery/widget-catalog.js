/** The widgets of the gallery: what they are, the size that holds them in OBS, and their options by heading. */
import { AdBreakWidget } from '../widgets/adbreak/adbreak-widget.js';
import { sizeOf as sizeOfAdBreak } from '../widgets/adbreak/options.js';
import { AlertsWidget } from '../widgets/alerts/alerts-widget.js';
import { sizeOf as sizeOfAlerts } from '../widgets/alerts/options.js';
import { ChatWidget } from '../widgets/chat/chat-widget.js';
import { sizeOf as sizeOfChat } from '../widgets/chat/options.js';
import { CountdownWidget } from '../widgets/countdown/countdown-widget.js';
import { sizeOf as sizeOfCountdown } from '../widgets/countdown/options.js';
import { CreditsWidget } from '../widgets/credits/credits-widget.js';
import { sizeOf as sizeOfCredits } from '../widgets/credits/options.js';
import { EventsWidget } from '../widgets/events/events-widget.js';
import { sizeOf as sizeOfEvents } from '../widgets/events/options.js';
import { typesOf } from '../widgets/events/recent-list.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { sizeOf as sizeOfGoal } from '../widgets/goal/options.js';
import { HypeTrainWidget } from '../widgets/hypetrain/hypetrain-widget.js';
import { sizeOf as sizeOfHypeTrain } from '../widgets/hypetrain/options.js';
import { LATEST } from '../widgets/latest/latest-event.js';
import { LatestWidget } from '../widgets/latest/latest-widget.js';
import { sizeOf as sizeOfLatest } from '../widgets/latest/options.js';
import { LeaderboardWidget } from '../widgets/leaderboard/leaderboard-widget.js';
import { sizeOf as sizeOfLeaderboard } from '../widgets/leaderboard/options.js';
import { BOARDS } from '../widgets/leaderboard/ranking.js';
import { sizeOf as sizeOfStats } from '../widgets/stats/options.js';
import { StatsWidget } from '../widgets/stats/stats-widget.js';
import { sizeOf as sizeOfVote } from '../widgets/vote/options.js';
import { VoteWidget } from '../widgets/vote/vote-widget.js';
import { COMMON } from '../widgets/common-options.js';
import { EVENTS } from '../words/events.js';
import { ALERT_SAMPLES } from './alert-samples.js';
import { CHAT_SAMPLES } from './chat-samples.js';
import { AD_SAMPLES, GOAL_SAMPLES, TRAIN_SAMPLES, VOTE_SAMPLES } from './moment-samples.js';
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
 * @property {(options: object) => string[]} needs the event types without which it shows nothing, or not all
 * @property {object[]} samples messages to show in a preview that waits for events
 * @property {(stats: object) => object} suggest options to begin with, for a channel with such numbers
 */

/** @type {Entry[]} */
export const CATALOG = [
  {
    ...entry('alerts', 'Alerts', AlertsWidget, sizeOfAlerts),
    text: 'Follows, subscriptions, gifts, cheers and raids, one after another. Gift bombs and follow storms become one alert.',
    samples: [...SAMPLES, ...ALERT_SAMPLES],
    needs: ({ show }) => typesOf(show),
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
  },
  {
    ...entry('goal', 'Goal', GoalWidget, sizeOfGoal),
    text: 'Followers, subs or bits: in all, or for this stream, day, week or month. Or the goal that you have set on Twitch.',
    samples: GOAL_SAMPLES,
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
    needs: ({ show }) => typesOf(show),
  },
  {
    ...entry('latest', 'Latest', LatestWidget, sizeOfLatest),
    corner: ([width, height], [wide, high]) => [wide - width - MARGIN, high - height - MARGIN],
    text: 'The latest follower, subscriber, gifter, cheerer or raid.',
    samples: SAMPLES,
    needs: ({ of }) => Object.keys(LATEST[of].types),
  },
  {
    ...entry('leaderboard', 'Leaderboard', LeaderboardWidget, sizeOfLeaderboard),
    corner: ([width, height], [wide, high]) => [wide - width - MARGIN, (high - height) / 2],
    text: 'Who cheered or gifted most in this stream.',
    samples: SAMPLES,
    needs: ({ of }) => [BOARDS[of].type],
  },
  {
    ...entry('chat', 'Chat', ChatWidget, sizeOfChat),
    corner: ([, height], [, high]) => [MARGIN, (high - height) / 2],
    text: 'The chat, with badges, colors and replies. Deleted messages leave.',
    samples: CHAT_SAMPLES,
  },
  {
    ...entry('hypetrain', 'Hype train', HypeTrainWidget, sizeOfHypeTrain),
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
    text: 'Level, progress and time of a hype train, and who gave most. It is there only while a train goes on.',
    samples: TRAIN_SAMPLES,
  },
  {
    ...entry('vote', 'Poll and prediction', VoteWidget, sizeOfVote),
    corner: ([width], [wide]) => [wide - width - MARGIN, MARGIN],
    text: 'The poll or the prediction that goes on, and its result.',
    samples: VOTE_SAMPLES,
  },
  {
    ...entry('adbreak', 'Ad break', AdBreakWidget, sizeOfAdBreak),
    corner: ([width], [wide]) => [wide - width - MARGIN, MARGIN],
    text: 'The time that is left of an ad break.',
    samples: AD_SAMPLES,
  },
  {
    ...entry('countdown', 'Countdown', CountdownWidget, sizeOfCountdown),
    corner: ([width, height], [wide, high]) => [(wide - width) / 2, (high - height) / 2],
    text: 'The time to a moment, a length of time, or a timer of a subathon: subs, gifts, bits and follows extend it.',
    samples: SAMPLES,
  },
  {
    ...entry('credits', 'Credits', CreditsWidget, sizeOfCredits),
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
    text: 'All who followed, subscribed, gifted, cheered or raided in this stream, for its end.',
    samples: SAMPLES,
  },
];

function entry(name, title, element, sizeOf) {
  const kinds = { ...element.parameters, ...COMMON };
  const groups = [...new Set(Object.values(kinds).map(({ group }) => group))].map((group) => ({
    title: group,
    options: Object.keys(kinds).filter((key) => kinds[key].group === group),
  }));
  return { name, title, sizeOf, element, groups, kinds, needs: element.needs, samples: [], suggest: () => ({}) };
}
