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

const STAND = 'Looks and motion';
const LIMITS = 'What comes on air';
const SPEECH = 'Reading aloud';

export const OPTIONS = {
  show: option('Which alerts', 'the events that cause an alert; `sub` includes resubscriptions, `other` is every event without a name of its own', {
    ...someOf(...SHOWN, ...SHOWN_IF_ASKED_FOR),
    fallback: SHOWN,
  }),
  picture: option('Picture', 'the picture of all alerts: [a file](#your-own-pictures-and-sounds) in the folder `media`', media(['picture', 'video'], 'none')),
  sound: option('Sound', 'the sound of all alerts: a sound of the relay, or a file in the folder `media`', media(['sound'], ...SOUND_NAMES)),
  volume: option('Volume, percent', 'the loudness, in percent', whole(0, 100, 50)),
  min: option('Shortest, seconds', 'the shortest time of an alert, in seconds', whole(1, 60, 3)),
  max: option('Longest, seconds', 'the longest time of an alert, in seconds', whole(1, 60, 7)),
  variations: option(
    'Variations',
    'a file of [variations](#variations) in the folder `media`: looks and sounds for some alerts',
    media(['variations'], 'none'),
  ),
  layout: option('Picture or icon', 'where the picture or icon stands: beside the words, or above them', oneOf(...LAYOUTS), STAND),
  align: option('Alignment', 'where the alert stands', oneOf('center', 'start', 'end'), STAND),
  enter: option('Entrance', 'how an alert comes', oneOf(...ENTRANCES), STAND),
  exit: option('Exit', 'how an alert goes', oneOf(...EXITS), STAND),
  'name-color': option(
    "Names in the chat's colors",
    '1 shows a name in its color of the chat, after the widget has heard a chat message of that user; it needs `channel.chat.message`',
    yesOrNo(),
    STAND,
  ),
  wait: option(
    'Longest wait, seconds',
    'the time, in seconds, that an alert waits before it becomes one with all waiting alerts of its kind',
    whole(10, 600, 60),
    LIMITS,
  ),
  'min-bits': option('Fewest bits', 'the fewest bits of a cheer that is shown', whole(0, 1_000_000, 0), LIMITS),
  'min-viewers': option('Smallest raid, viewers', 'the fewest viewers of a raid that is shown', whole(0, 1_000_000, 0), LIMITS),
  'hide-words': option(
    'Words to hide, separated by commas',
    'words that nobody is to see or hear, separated by commas; `fool*` is every word that begins so',
    words(400),
    LIMITS,
  ),
  hide: option(
    'A message with such a word',
    '`mask` puts `***` in place of such a word, `drop` leaves the message out; names are always masked',
    oneOf('mask', 'drop'),
    LIMITS,
  ),
  replay: option('Show replayed events, too', '1 also shows follows of a time without a connection to Twitch', yesOrNo(), LIMITS),
  shared: option('Show shared chat, too', '1 also shows events of the other channels of a shared chat', yesOrNo(), LIMITS),
  speech: option(
    'Read aloud',
    '`message` reads what the person wrote, `all` reads the whole alert, with the [voices](#reading-aloud) of the computer',
    oneOf('off', 'message', 'all'),
    SPEECH,
  ),
  'speech-voice': option('Voice', 'a part of the name or language of a voice, such as `en-GB`', words(60), SPEECH),
  'speech-volume': option('Volume of the voice, percent', 'the loudness of the voice, in percent', whole(0, 100, 80), SPEECH),
  'speech-bits': option('Fewest bits to read a cheer', 'the fewest bits of a cheer that is read aloud', whole(0, 1_000_000, 0), SPEECH),
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
  const { word, like } = KINDS[kind];
  const inherits = (what, ...others) => [...(like ? [`${like}-${what}`] : []), ...others];
  const text = option(`${word}: text`, 'a text of your own for one kind of event, with the placeholders below', words(200), word);
  const tint = option(`${word}: color`, 'the color of one kind of event', color(), word);
  const picture = option(
    `${word}: picture`,
    'the picture of one kind of event; without it, the picture of the option `picture`',
    { ...media(['picture', 'video'], 'none'), fallback: undefined },
    word,
  );
  const sound = option(
    `${word}: sound`,
    'the sound of one kind of event; without it, the sound of the option `sound`',
    { ...media(['sound'], ...SOUND_NAMES), fallback: undefined },
    word,
  );
  return [
    [`${kind}-text`, { ...text, inherits: inherits('text'), placeholders: PLACEHOLDERS[kind] }],
    [`${kind}-color`, { ...tint, inherits: inherits('color') }],
    [`${kind}-picture`, { ...picture, inherits: inherits('picture', 'picture') }],
    [`${kind}-sound`, { ...sound, inherits: inherits('sound', 'sound') }],
  ];
}

const PICTURE_ABOVE = 9.6;

/**
 * The size that holds the longest alert: four lines of a text of one's own, three of a message, and a picture above them.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ layout }) => [28.4, 12.7 + (layout === 'above' ? PICTURE_ABOVE : 0)];
