/** The options of `/widgets/alerts`. Address, hints, gallery and documentation come from this list. No DOM. */
import { EVENTS } from '../../words/events.js';
import { KINDS } from '../../words/kinds.js';
import { color, oneOf, option, someOf, whole, words, yesOrNo } from '../parameters.js';
import { AlertQueue } from './alert-queue.js';
import { SOUND_NAMES } from './alert-sound.js';
import { PLACEHOLDERS } from './alert-text.js';

const SHOWN = ['follow', 'sub', 'gift', 'cheer', 'raid'];
const SHOWN_IF_ASKED_FOR = ['online', 'offline', 'power', 'streak', 'other'];

/** The kinds that have options for their text, color and sound. */
const STYLED = Object.keys(KINDS).filter((kind) => SHOWN.includes(kind) || SHOWN.includes(KINDS[kind].like));

export const OPTIONS = {
  show: option('Which alerts', 'the events that cause an alert; `sub` includes resubscriptions, `other` is everything else, such as donations', {
    ...someOf(...SHOWN, ...SHOWN_IF_ASKED_FOR),
    fallback: SHOWN,
  }),
  min: option('Shortest, seconds', 'the shortest time of an alert, in seconds', whole(1, 60, 3)),
  max: option('Longest, seconds', 'the longest time of an alert, in seconds', whole(1, 60, 7)),
  wait: option(
    'Longest wait, seconds',
    'the time, in seconds, that an alert waits before it becomes one with all waiting alerts of its kind',
    whole(10, 600, 60),
  ),
  replay: option('Show replayed events, too', '1 also shows follows of a time without a connection to Twitch', yesOrNo()),
  shared: option(
    'Show shared chat, too',
    '1 also shows events of the other channels of a shared chat',
    yesOrNo(),
  ),
  volume: option('Volume, percent', 'the loudness, in percent', whole(0, 100, 50)),
  sound: option('Sound', 'the sound of all alerts', oneOf(...SOUND_NAMES)),
  align: option('Alignment', 'where the alert stands', oneOf('center', 'start', 'end')),
  ...Object.fromEntries(STYLED.flatMap(own)),
};

/**
 * @param {Function} [describe] the words of all events, for a widget with these values that needs them
 * @returns {AlertQueue} the queue of a widget with these values
 */
export function queueOf({ show, min, max, wait, shared }, describe) {
  const kinds = Object.keys(KINDS).filter((kind) => show.includes(kind) || show.includes(KINDS[kind].like));
  return new AlertQueue({ shortest: min * 1000, longest: max * 1000, patience: wait * 1000, kinds, shared, describe });
}

/** @returns {boolean} whether a widget with these values shows events whose words are in words/sentences.js */
export function needsSentences({ show }) {
  const kinds = Object.values(EVENTS).map(({ kind }) => kind);
  return show.some((kind) => !kinds.includes(kind));
}

/** @returns {(message: object) => boolean} which events count for a widget with these values */
export function accepting({ replay }) {
  return ({ origin }) => origin !== 'replay' || replay;
}

/**
 * An option that is not set has the value of the first option in `inherits` that is.
 *
 * @returns {[string, object][]}
 */
function own(kind) {
  const { word, like } = KINDS[kind];
  const group = 'Own text, color and sound';
  const inherits = (what, ...others) => [...(like ? [`${like}-${what}`] : []), ...others];
  const text = option(`${word}: text`, 'a text of your own for one kind of event, with the placeholders below', words(200), group);
  const tint = option(`${word}: color`, 'the color of one kind of event', color(), group);
  const sound = option(
    `${word}: sound`,
    'the sound of one kind of event; without it, the sound of the option `sound`',
    { ...oneOf(...SOUND_NAMES), fallback: undefined },
    group,
  );
  return [
    [`${kind}-text`, { ...text, inherits: inherits('text'), placeholders: PLACEHOLDERS[kind] }],
    [`${kind}-color`, { ...tint, inherits: inherits('color') }],
    [`${kind}-sound`, { ...sound, inherits: inherits('sound', 'sound') }],
  ];
}

/**
 * The size that holds the longest alert: four lines of a text of one's own, and three of a message.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = () => [28.4, 12.7];
