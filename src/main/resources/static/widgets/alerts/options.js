/** The options of `/widgets/alerts`. Address, hints, gallery and documentation come from this list. No DOM. */
import { EVENTS, describeEvent } from '../../words/events.js';
import { KINDS } from '../../words/kinds.js';
import { color, oneOf, option, someOf, whole, words, yesOrNo } from '../parameters.js';
import { ENTRANCES, EXITS, LAYOUTS } from './alert-motion.js';
import { AlertQueue } from './alert-queue.js';
import { SOUND_NAMES } from './alert-sound.js';
import { PLACEHOLDERS } from './alert-text.js';
import { withoutWords } from './masked-words.js';
import { media } from './media-names.js';

const SHOWN = ['follow', 'sub', 'gift', 'cheer', 'raid'];
const SHOWN_IF_ASKED_FOR = ['online', 'offline', 'power', 'streak', 'points', 'hype', 'donation', 'other'];

const STAND = 'stand';
const LIMITS = 'limits';
const SPEECH = 'speech';

export const OPTIONS = {
  show: option({
    ...someOf(...SHOWN, ...SHOWN_IF_ASKED_FOR),
    fallback: SHOWN,
  }),
  picture: option(media(['picture', 'video'], 'none')),
  sound: option(media(['sound'], ...SOUND_NAMES)),
  volume: option(whole(0, 100, 50)),
  min: option(whole(1, 60, 3)),
  max: option(whole(1, 60, 7)),
  variations: option(media(['variations'], 'none')),
  layout: option(oneOf(...LAYOUTS), STAND),
  align: option(oneOf('center', 'start', 'end'), STAND),
  enter: option(oneOf(...ENTRANCES), STAND),
  exit: option(oneOf(...EXITS), STAND),
  'name-color': option(yesOrNo(), STAND),
  wait: option(whole(10, 600, 60), LIMITS),
  'min-bits': option(whole(0, 1_000_000, 0), LIMITS),
  'min-viewers': option(whole(0, 1_000_000, 0), LIMITS),
  'hide-words': option(words(400), LIMITS),
  hide: option(oneOf('mask', 'drop'), LIMITS),
  replay: option(yesOrNo(), LIMITS),
  shared: option(yesOrNo(), LIMITS),
  speech: option(oneOf('off', 'message', 'all'), SPEECH),
  'speech-voice': option(words(60), SPEECH),
  'speech-volume': option(whole(0, 100, 80), SPEECH),
  'speech-bits': option(whole(0, 1_000_000, 0), SPEECH),
  ...Object.fromEntries(Object.keys(KINDS).flatMap(own)),
};

/**
 * @param {object} options of a widget
 * @param {Parts} [parts] what these options need beside the usual (alert-parts.js)
 * @returns {AlertQueue} the queue of such a widget
 */
export function queueOf(options, { describe, variations = [], chooseVariation, speech } = {}) {
  const { min, max, wait, shared } = options;
  return new AlertQueue({
    shortest: min * 1000,
    longest: max * 1000,
    patience: wait * 1000,
    kinds: kindsOf(options),
    shared,
    describe: withoutWords(options['hide-words'], options.hide, describe),
    prepare(alert) {
      alert.variation = variations.length > 0 ? chooseVariation(variations, alert) : null;
      alert.span = alert.variation?.seconds && alert.variation.seconds * 1000;
      alert.least = speech?.timeToSpeak(speech.spoken(alert, textOf(alert, options), options));
    },
  });
}

function kindsOf({ show }) {
  return Object.keys(KINDS).filter((kind) => show.includes(kind) || show.includes(KINDS[kind].like));
}

/** @returns {boolean} whether a widget with these options shows events of this kind */
export function isShown({ event, data }, options, { describe = describeEvent }) {
  return kindsOf(options).includes(describe(event, data)?.kind);
}

/** @returns {string | undefined} the template of an alert: of its variation, of its kind, or of the kind that it is like */
export function textOf({ kind, variation }, options) {
  return variation?.text ?? [`${kind}-text`, ...OPTIONS[`${kind}-text`].inherits].map((one) => options[one]).find(Boolean);
}

/** @returns {boolean} whether a widget with these values shows events whose words are in words/sentences.js */
export function needsSentences({ show }) {
  const kinds = Object.values(EVENTS).map(({ kind }) => kind);
  return show.some((kind) => !kinds.includes(kind));
}

/** @returns {(message: object) => boolean} which events count for a widget with these values */
export function accepting({ replay, 'min-bits': bits, 'min-viewers': viewers }) {
  return ({ event, data, origin }) =>
    (origin !== 'replay' || replay) &&
    !(event === 'channel.cheer' && data?.bits < bits) &&
    !(event === 'channel.raid' && data?.viewers < viewers);
}

/**
 * An option that is not set has the value of the first option in `inherits` that is.
 *
 * @returns {[string, object][]}
 */
function own(kind) {
  const { like } = KINDS[kind];
  const inherits = (what, ...others) => [...(like ? [`${like}-${what}`] : []), ...others];
  const picture = { ...media(['picture', 'video'], 'none'), fallback: undefined };
  const sound = { ...media(['sound'], ...SOUND_NAMES), fallback: undefined };
  return [
    [`${kind}-text`, { ...option(words(200), kind), inherits: inherits('text'), placeholders: PLACEHOLDERS[kind] }],
    [`${kind}-color`, { ...option(color(), kind), inherits: inherits('color') }],
    [`${kind}-picture`, { ...option(picture, kind), inherits: inherits('picture', 'picture') }],
    [`${kind}-sound`, { ...option(sound, kind), inherits: inherits('sound', 'sound') }],
  ];
}

const PICTURE_ABOVE = 9.6;

/**
 * The size that holds the longest alert: four lines of a text of one's own, three of a message, and a picture above them.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ layout }) => [28.4, 12.7 + (layout === 'above' ? PICTURE_ABOVE : 0)];
