/**
 * How an alert looks and sounds: what its variation says, else the options of its kind, else those of the kind that it is like,
 * else those of all alerts. No DOM.
 */
import { OPTIONS, textOf } from './options.js';

/**
 * @typedef {object} Look
 * @property {string | undefined} text a template, see alert-text.js
 * @property {string | undefined} color of the kind
 * @property {string | undefined} textColor
 * @property {string | undefined} panelColor
 * @property {string | null} picture a file of the media folder
 * @property {string} sound a word, or a file of the media folder
 * @property {number} volume from 0 to 1
 * @property {string} layout
 * @property {string} enter
 * @property {string} exit
 */

/**
 * @param {Alert} alert
 * @param {object} options of the widget
 * @returns {Look}
 */
export function lookOf({ kind, variation }, options) {
  const own = variation ?? {};
  const ofKind = (what) => {
    const name = `${kind}-${what}`;
    return own[what] ?? [name, ...OPTIONS[name].inherits].map((one) => options[one]).find(Boolean);
  };
  const picture = ofKind('picture');
  return {
    text: textOf({ kind, variation }, options),
    color: ofKind('color'),
    textColor: own['text-color'],
    panelColor: own['panel-color'],
    picture: picture === 'none' ? null : picture,
    sound: ofKind('sound'),
    volume: (options.volume === 0 ? 0 : (own.volume ?? options.volume)) / 100, // 0 silences everything
    layout: own.layout ?? options.layout,
    enter: own.enter ?? options.enter,
    exit: own.exit ?? options.exit,
  };
}
