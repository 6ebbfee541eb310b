/** The page of a scene: widgets in their places, on a canvas that fits the browser source. */
import { h } from '../../relay-element.js';
import { CANVAS, readScene } from './scene.js';
import { treeOf } from './tree.js';

/** A scene loads only the widgets that it has. */
const ELEMENTS = {
  alerts: async () => (await import('../alerts/alerts-widget.js')).AlertsWidget,
  chat: async () => (await import('../chat/chat-widget.js')).ChatWidget,
  events: async () => (await import('../events/events-widget.js')).EventsWidget,
  goal: async () => (await import('../goal/goal-widget.js')).GoalWidget,
  latest: async () => (await import('../latest/latest-widget.js')).LatestWidget,
  leaderboard: async () => (await import('../leaderboard/leaderboard-widget.js')).LeaderboardWidget,
  stats: async () => (await import('../stats/stats-widget.js')).StatsWidget,
};

const { places, problems } = readScene(location.search);
const elements = await Promise.all(places.map(({ widget }) => ELEMENTS[widget]()));
for (const element of elements) element.register();
const scene = document.getElementById('scene');
scene.append(...places.map((place, n) => placed(place, elements[n].tag, n === 0)));
if (problems.length > 0) hint(problems[0]);
else if (places.length === 0) hint('An empty scene. The gallery composes one: /widgets/gallery');
addEventListener('resize', fit);
fit();

/** @param {boolean} first of all widgets, one tells that the relay is away */
function placed({ box, values }, tag, first) {
  const element = document.createElement(tag);
  element.query = new URLSearchParams(values);
  element.tellsConnection = first;
  const place = h('div', { className: 'place' });
  treeOf(place, values).append(element);
  ['inset-inline-start', 'inset-block-start', 'inline-size', 'block-size'].forEach((name, n) =>
    place.style.setProperty(name, `${box[n]}px`),
  );
  return place;
}

function hint(sentence) {
  scene.append(h('p', { className: 'scene-hint', role: 'status' }, sentence));
}

function fit() {
  scene.style.setProperty('scale', Math.min(innerWidth / CANVAS[0], innerHeight / CANVAS[1]));
}
