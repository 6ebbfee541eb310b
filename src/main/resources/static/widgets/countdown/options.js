/** The options of `/widgets/countdown`. Address, hints, gallery and documentation come from this list. No DOM. */
import { localTime, oneOf, option, whole, words } from '../parameters.js';
import { typesOf } from './subathon.js';

const SUBATHON = 'Subathon';
const MOST_SECONDS = 86_400;

const seconds = (label, meaning, fallback) => option(label, meaning, whole(0, MOST_SECONDS, fallback), SUBATHON);

export const OPTIONS = {
  of: option(
    'Counts down',
    'a length from the moment at which the scene appears, the time to a moment, or a timer that events extend',
    oneOf('length', 'moment', 'subathon'),
  ),
  minutes: option('Minutes', 'with `length` and `subathon`: the minutes at the begin', whole(0, 100_000, 5)),
  to: option('Moment', 'with `moment`: when it is over', localTime()),
  label: option('Label', 'a text of your own', words(80)),
  end: option('Text at the end', 'a text that replaces the clock when the time is over', words(80)),
  from: option('Begins at', 'when the timer begins; without it, when the stream begins', localTime(), SUBATHON),
  most: option('Longest, minutes', 'the most minutes from the begin to the end; 0 is without a limit', whole(0, 100_000, 0), SUBATHON),
  sub: seconds('Seconds for a sub', 'the seconds that a subscription or resubscription adds', 300),
  tier2: seconds('Seconds for a sub of tier 2', 'the seconds that one of tier 2 adds', 600),
  tier3: seconds('Seconds for a sub of tier 3', 'the seconds that one of tier 3 adds', 1_500),
  gift: seconds('Seconds for a gift', 'the seconds that each gifted subscription adds', 300),
  bits: seconds('Seconds for 100 bits', 'the seconds that 100 bits add; other numbers of bits add in proportion', 60),
  follow: seconds('Seconds for a follow', 'the seconds that a follow adds', 0),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = (options) => (options.of === 'subathon' ? typesOf(options) : []);

/** @returns {[number, number]} width and height in em of the widget */
export const sizeOf = ({ font }) => [font ? 27 : 21, 6.6];
