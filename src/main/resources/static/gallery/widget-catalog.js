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
import { groupName, labelled } from './option-words.js';
import { nextRound } from './widget-options.js';
import { wordsOf } from '../words/messages.js';

const [say, sayPages] = await Promise.all([wordsOf('gallery'), wordsOf('pages')]);

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
    ...entry('alerts', AlertsWidget, sizeOfAlerts),
    samples: [...SAMPLES, ...ALERT_SAMPLES],
    needs: ({ show }) => typesOf(show),
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
  },
  {
    ...entry('goal', GoalWidget, sizeOfGoal),
    samples: GOAL_SAMPLES,
    corner: ([, height], [, high]) => [MARGIN, high - height - MARGIN],
    suggest: ({ followers }) => ({ target: String(nextRound(followers)) }),
  },
  {
    ...entry('stats', StatsWidget, sizeOfStats),
    corner: () => [MARGIN, MARGIN],
  },
  {
    ...entry('events', EventsWidget, sizeOfEvents),
    corner: ([width], [wide]) => [wide - width - MARGIN, MARGIN],
    samples: SAMPLES,
    needs: ({ show }) => typesOf(show),
  },
  {
    ...entry('latest', LatestWidget, sizeOfLatest),
    corner: ([width, height], [wide, high]) => [wide - width - MARGIN, high - height - MARGIN],
    samples: SAMPLES,
    needs: ({ of }) => Object.keys(LATEST[of].types),
  },
  {
    ...entry('leaderboard', LeaderboardWidget, sizeOfLeaderboard),
    corner: ([width, height], [wide, high]) => [wide - width - MARGIN, (high - height) / 2],
    samples: SAMPLES,
    needs: ({ of }) => [BOARDS[of].type],
  },
  {
    ...entry('chat', ChatWidget, sizeOfChat),
    corner: ([, height], [, high]) => [MARGIN, (high - height) / 2],
    samples: CHAT_SAMPLES,
  },
  {
    ...entry('hypetrain', HypeTrainWidget, sizeOfHypeTrain),
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
    samples: TRAIN_SAMPLES,
  },
  {
    ...entry('vote', VoteWidget, sizeOfVote),
    corner: ([width], [wide]) => [wide - width - MARGIN, MARGIN],
    samples: VOTE_SAMPLES,
  },
  {
    ...entry('adbreak', AdBreakWidget, sizeOfAdBreak),
    corner: ([width], [wide]) => [wide - width - MARGIN, MARGIN],
    samples: AD_SAMPLES,
  },
  {
    ...entry('countdown', CountdownWidget, sizeOfCountdown),
    corner: ([width, height], [wide, high]) => [(wide - width) / 2, (high - height) / 2],
    samples: SAMPLES,
  },
  {
    ...entry('credits', CreditsWidget, sizeOfCredits),
    corner: ([width], [wide]) => [(wide - width) / 2, MARGIN],
    samples: SAMPLES,
  },
];

function entry(name, element, sizeOf) {
  const kinds = labelled(name, { ...element.parameters, ...COMMON });
  const groups = [...new Set(Object.values(kinds).map(({ group }) => group))].map((group) => ({
    title: groupName(group),
    options: Object.keys(kinds).filter((key) => kinds[key].group === group),
  }));
  const title = sayPages(`widget.${name}`);
  const text = say(`about.${name}`);
  return { name, title, text, sizeOf, element, groups, kinds, needs: element.needs, samples: [], suggest: () => ({}) };
}
