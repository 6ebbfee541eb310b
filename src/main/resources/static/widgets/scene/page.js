/** The page of a scene: widgets in their places, on a canvas that fits the browser source. */
import { AlertsWidget } from '../alerts/alerts-widget.js';
import { GoalWidget } from '../goal/goal-widget.js';
import { StatsWidget } from '../stats/stats-widget.js';
import { h } from '../../relay-element.js';
import { CANVAS, readScene } from './scene.js';

const ELEMENTS = { alerts: AlertsWidget, goal: GoalWidget, stats: StatsWidget };
for (const element of Object.values(ELEMENTS)) element.register();

const { places, problems } = readScene(location.search);
const scene = document.getElementById('scene');
scene.append(...places.map(placed));
if (problems.length > 0) scene.append(h('p', { className: 'scene-hint', role: 'status' }, problems[0]));
if (places.length === 0 && problems.length === 0) {
  scene.append(h('p', { className: 'scene-hint', role: 'status' }, 'An empty scene. The gallery composes one: /widgets/gallery'));
}
addEventListener('resize', fit);
fit();

function placed({ widget, box, values }, index) {
  const element = document.createElement(ELEMENTS[widget].tag);
  element.query = new URLSearchParams(values);
  element.tellsConnection = index === 0;
  const place = h('div', { className: 'place' }, element);
  ['inset-inline-start', 'inset-block-start', 'inline-size', 'block-size'].forEach((name, n) =>
    place.style.setProperty(name, `${box[n]}px`),
  );
  return place;
}

function fit() {
  scene.style.setProperty('scale', Math.min(innerWidth / CANVAS[0], innerHeight / CANVAS[1]));
}
