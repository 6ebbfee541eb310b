import { chartPath } from './chart-path.js';
import { RelayElement } from '../relay-element.js';
import { watchStatus } from '../relay-status.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

const WIDTH = 240;
const HEIGHT = 44;

/** `<viewer-chart>`: the viewers of this stream so far, as the relay has counted them. */
export class ViewerChart extends RelayElement {
  static tag = 'viewer-chart';

  static css = `
    :host { display: block; block-size: ${HEIGHT}px; }
    svg { display: block; inline-size: 100%; block-size: 100%; overflow: visible; }
    .line { fill: none; stroke: var(--relay-accent); stroke-width: 2; vector-effect: non-scaling-stroke;
      stroke-linejoin: round; stroke-linecap: round; }
    .area { fill: color-mix(in srgb, var(--relay-accent) 18%, transparent); }
  `;

  #line = part('path', 'line');
  #area = part('path', 'area');
  #chart = part('svg', '');
  #shown = '';

  constructor() {
    super();
    this.#chart.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.#chart.setAttribute('preserveAspectRatio', 'none');
    this.#chart.setAttribute('role', 'img');
    this.#chart.append(this.#area, this.#line);
    this.shadowRoot.append(this.#chart);
  }

  connected() {
    this.onLeave(watchStatus(({ status }) => status && this.#show(status.stream?.viewers ?? [])));
  }

  #show(samples) {
    const path = chartPath(samples, WIDTH, HEIGHT);
    if (path?.line === this.#shown) return;
    this.#shown = path?.line;
    this.#line.setAttribute('d', path?.line ?? '');
    this.#area.setAttribute('d', path?.area ?? '');
    const now = samples.at(-1)?.[1];
    this.#chart.setAttribute(
      'aria-label',
      path ? say('chart', { peak: path.peak, now }) : say('chart.none'),
    );
  }
}

function part(name, className) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  if (className) made.setAttribute('class', className);
  return made;
}
