/** The options of `/widgets/alerts`. Address, hints, gallery and documentation come from this list. No DOM. */
import { KINDS } from '../../words/kinds.js';
import { color, oneOf, option, someOf, whole, words, yesOrNo } from '../parameters.js';
import { SOUND_NAMES } from './alert-sound.js';

const SHOWN = ['follow', 'sub', 'gift', 'cheer', 'raid'];
const SHOWN_IF_ASKED_FOR = ['online', 'offline', 'power', 'streak'];

/** The kinds that have options for their text, color and sound. */
const STYLED = Object.keys(KINDS).filter((kind) => SHOWN.includes(kind) || SHOWN.includes(KINDS[kind].like));

export const OPTIONS = {
  show: option('Which alerts', 'the events that cause an alert; `sub` includes resubscriptions', {
    ...someOf(...SHOWN, ...SHOWN_IF_ASKED_FOR),
    fallback: SHOWN,
  }),
  min: option('Shortest, seconds', 'the shortest time of an alert, in seconds', whole(1, 60, 3)),
  max: option('Longest, seconds', 'the longest time of an alert, in seconds', whole(1, 60, 7)),
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

/** @returns {[string, object][]} */
function own(kind) {
  const { word } = KINDS[kind];
  const group = 'Own text, color and sound';
  const text = option(`${word}: text`, 'a text of your own for one kind of event, with the placeholders below', words(200), group);
  const tint = option(`${word}: color`, 'the color of one kind of event', color(), group);
  const sound = option(
    `${word}: sound`,
    'the sound of one kind of event; without it, the sound of the option `sound`',
    { ...oneOf(...SOUND_NAMES), fallback: undefined },
    group,
  );
  return [
    [`${kind}-text`, text],
    [`${kind}-color`, tint],
    [`${kind}-sound`, sound],
  ];
}
