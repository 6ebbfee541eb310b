/** The options of `/widgets/countdown`. Address, hints, gallery and documentation come from this list. No DOM. */
import { localTime, oneOf, option, whole, words } from '../parameters.js';
import { typesOf } from './subathon.js';

const SUBATHON = 'subathon';
const MOST_SECONDS = 86_400;

const seconds = (fallback) => option(whole(0, MOST_SECONDS, fallback), SUBATHON);

export const OPTIONS = {
  of: option(oneOf('length', 'moment', 'subathon')),
  minutes: option(whole(0, 100_000, 5)),
  to: option(localTime()),
  label: option(words(80)),
  end: option(words(80)),
  from: option(localTime(), SUBATHON),
  most: option(whole(0, 100_000, 0), SUBATHON),
  sub: seconds(300),
  tier2: seconds(600),
  tier3: seconds(1_500),
  gift: seconds(300),
  bits: seconds(60),
  follow: seconds(0),
};

/** @returns {string[]} the event types that the widget needs */
export const needs = (options) => (options.of === 'subathon' ? typesOf(options) : []);

/** @returns {[number, number]} width and height in em of the widget */
export const sizeOf = ({ font }) => [font ? 27 : 21, 6.6];
