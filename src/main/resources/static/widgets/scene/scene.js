/**
 * Several widgets on one canvas, as an address. No DOM.
 *
 *   ?goal=40,880,800,180&goal.target=500&goal-2=1080,880,800,180&goal-2.metric=subs&lang=de
 *
 * `NAME=x,y,width,height` places a widget, in pixels of the canvas; `NAME.OPTION=value` sets an option of it. A name is that of
 * a widget; a second one of the same widget has a number behind it. What comes later lies above.
 * `lang` is the language of all.
 */
import { encoded } from '../../address.js';

/** Width and height of the canvas: that of OBS, unless somebody changed it. The page fits itself to any other. */
export const CANVAS = [1920, 1080];

/** Their names, as in `/widgets/NAME`. */
export const SCENE_WIDGETS = ['adbreak', 'alerts', 'chat', 'countdown', 'credits', 'events', 'goal', 'hypetrain', 'latest',
  'leaderboard', 'stats', 'vote'];

/**
 * @typedef {object} Place
 * @property {string} widget
 * @property {[number, number, number, number]} box x, y, width, height
 * @property {Object<string, string>} values options by name, as in an address
 */

const NAME = /^([a-z]+)(-[1-9]\d{0,2})?$/;

/** The option of all widgets that counts for the whole scene, because a page has one language. */
const LANGUAGE = 'lang';

const BOX = /^\d{1,4},\d{1,4},\d{1,4},\d{1,4}$/;

/**
 * @param {string} search
 * @returns {{places: Place[], problems: import('../../words/hints.js').Hint[]}} a part with a problem is left out
 */
export function readScene(search) {
  const places = new Map();
  const problems = [];
  const entries = [...new URLSearchParams(search)];
  for (const [name, text] of entries.filter(([name]) => !name.includes('.') && name !== LANGUAGE)) {
    const widget = NAME.exec(name)?.[1];
    if (!SCENE_WIDGETS.includes(widget)) {
      problems.push({ key: 'scene.widget', name: shortened(name), names: SCENE_WIDGETS.join(', ') });
    } else if (!isBox(text)) {
      problems.push({ key: 'scene.box', name, canvas: CANVAS.join(' × '), text: shortened(text) });
    } else {
      places.set(name, { widget, box: numbers(text), values: {} });
    }
  }
  for (const [name, text] of entries.filter(([name]) => name.includes('.'))) {
    const dot = name.indexOf('.');
    const place = places.get(name.slice(0, dot));
    if (place && name.slice(dot + 1) !== LANGUAGE) place.values[name.slice(dot + 1)] = text;
    else if (!place) problems.push({ key: 'scene.place', name: shortened(name) });
  }
  return { places: [...places.values()], problems };
}

/**
 * @param {Place[]} places their values only those that differ from the default
 * @param {string} [language] if it differs from the default
 */
export function sceneQuery(places, language) {
  const seen = new Map();
  const parts = places.flatMap(({ widget, box, values }) => {
    const count = (seen.get(widget) ?? 0) + 1;
    seen.set(widget, count);
    const name = count === 1 ? widget : `${widget}-${count}`;
    const options = Object.entries(values)
      .filter(([option]) => option !== LANGUAGE)
      .map(([option, text]) => `${name}.${encoded(option)}=${encoded(text)}`);
    return [`${name}=${box.join(',')}`, ...options];
  });
  const all = language === undefined ? parts : [...parts, `${LANGUAGE}=${encoded(language)}`];
  return all.length > 0 ? `?${all.join('&')}` : '';
}

/** A place that lies on the canvas, as near as can be to the box that was asked for. */
export function onCanvas([x, y, width, height]) {
  const within = (value, least, most) => Math.min(most, Math.max(least, Math.round(value) || 0));
  const [wide, high] = [within(width, 1, CANVAS[0]), within(height, 1, CANVAS[1])];
  return [within(x, 0, CANVAS[0] - wide), within(y, 0, CANVAS[1] - high), wide, high];
}

function isBox(text) {
  return BOX.test(text) && String(onCanvas(numbers(text))) === String(numbers(text));
}

function numbers(text) {
  return text.split(',').map(Number);
}

function shortened(text) {
  const letters = [...text];
  return letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : text;
}
