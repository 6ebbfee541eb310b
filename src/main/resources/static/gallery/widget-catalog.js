/** The widgets of the gallery: what they are, the size that suits them in OBS, and their options by group. */
import { AlertsWidget } from '../widgets/alerts/alerts-widget.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { StatsWidget } from '../widgets/stats/stats-widget.js';
import { COMMON } from '../widgets/widget-element.js';
import { nextRound } from './widget-options.js';

const LABELS = {
  'goal.metric': 'What counts',
  'goal.target': 'Target',
  'goal.start': 'Start at',
  'goal.period': 'Counting',
  'goal.label': 'Label',
  'stats.show': 'Numbers and their order',
  'stats.layout': 'Layout',
  'alerts.show': 'Which alerts',
  'alerts.min': 'Shortest, seconds',
  'alerts.max': 'Longest, seconds',
  'alerts.align': 'Alignment',
  'alerts.sound': 'Sound',
  'alerts.volume': 'Volume, percent',
  'alerts.replay': 'Show replayed events, too',
  accent: 'Accent color',
  text: 'Text color',
  panel: 'Panel color',
  font: 'Font on your computer',
  size: 'Size, percent',
  dir: 'Direction',
  hints: 'Show hints, such as a lost connection',
};

const SAMPLES = [
  ['channel.follow', { user_name: 'Mossy_Kettle' }],
  ['channel.cheer', { user_name: 'TofuCommander', is_anonymous: false, bits: 500, message: 'What a run! 🎉' }],
  ['channel.subscribe', { user_name: 'SeventeenFoxes', tier: '1000', is_gift: false }],
  [
    'channel.subscription.message',
    { user_name: 'QuietFerry', tier: '1000', cumulative_months: 14, streak_months: 3, message: { text: 'Still here!' } },
  ],
  ['channel.raid', { from_broadcaster_user_name: 'LanternBay', viewers: 321 }],
  ['channel.subscription.gift', { user_name: 'Harbour_Cat', is_anonymous: false, total: 5, tier: '1000' }],
].map(([event, data]) => ({ type: 'event', event, data, origin: 'test' }));

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} title
 * @property {string} text
 * @property {[number, number]} size of the browser source, in pixels
 * @property {typeof import('../widgets/widget-element.js').WidgetElement} element
 * @property {{title: string, options: {name: string, label: string, kind: object}[]}[]} groups the first is open
 * @property {object} kinds all of them by name
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
  const { parameters } = element;
  const option = (key, label) => ({ name: key, label, kind: parameters[key] ?? COMMON[key], ordered: name === 'stats' });
  const own = Object.keys(parameters).filter((key) => LABELS[`${name}.${key}`]);
  const groups = [
    { title: 'Options', options: own.map((key) => option(key, LABELS[`${name}.${key}`])) },
    { title: 'Look', options: Object.keys(COMMON).map((key) => option(key, LABELS[key])) },
  ];
  const perKind = Object.keys(parameters).filter((key) => !own.includes(key));
  if (perKind.length > 0) {
    groups.splice(1, 0, { title: 'Own text, color and sound', options: perKind.map((key) => option(key, spoken(key))) });
  }
  return { name, title, size, element, groups, kinds: { ...parameters, ...COMMON }, samples: [], suggest: () => ({}) };
}

/** `follow-text` is `Follow: text`. */
function spoken(key) {
  const [kind, what] = key.split('-');
  return `${kind[0].toUpperCase()}${kind.slice(1)}: ${what}`;
}
