/** The page of a scene: widgets in their places, on a canvas that fits the browser source. */
import { h } from '../../relay-element.js';
import { CANVAS, readScene } from './scene.js';
import { treeOf } from './tree.js';

const { places, problems } = readScene(location.search);
await Promise.all(places.map(({ widget }) => import(`../${widget}/${widget}-widget.js`))); // only the widgets that it has
const scene = document.getElementById('scene');
scene.append(...places.map((place, n) => placed(place, n === 0)));
if (problems.length > 0) hint(problems[0]);
else if (places.length === 0) hint({ key: 'scene.empty' });
addEventListener('resize', fit);
fit();

/** @param {boolean} first of all widgets, one tells that the relay is away */
function placed({ widget, box, values }, first) {
  const element = document.createElement(`${widget}-widget`);
  element.query = new URLSearchParams(values);
  element.tellsConnection = first;
  const place = h('div', { className: 'place' });
  treeOf(place, values).append(element);
  ['left', 'top', 'width', 'height'].forEach((name, n) =>
    place.style.setProperty(name, `${box[n]}px`),
  );
  return place;
}

async function hint(problem) {
  const { sentenceOf } = await import('../../words/hints.js');
  scene.append(h('p', { className: 'scene-hint', role: 'status' }, sentenceOf(problem)));
}

function fit() {
  scene.style.setProperty('scale', Math.min(innerWidth / CANVAS[0], innerHeight / CANVAS[1]));
}
