import { CANVAS } from '../widgets/scene/scene.js';
import { treeOf } from '../widgets/scene/tree.js';
import { GAME, onAirSheets, silentWidget } from './on-air.js';
import { RelayElement, h } from '../relay-element.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** In pixels; with the shift key, one pixel. */
const STEP = 10;

/** `<scene-canvas>`: widgets in their places, to be moved by pointer or keyboard. */
export class SceneCanvas extends RelayElement {
  static tag = 'scene-canvas';

  static css = `
    :host { display: block; direction: ltr; position: relative; border-radius: 0.7rem; overflow: hidden;
      aspect-ratio: ${CANVAS.join(' / ')}; ${GAME} }
    .stage { position: absolute; inset: 0 auto auto 0; inline-size: ${CANVAS[0]}px; block-size: ${CANVAS[1]}px;
      transform-origin: 0 0; --relay-accent: initial; --relay-font: initial; }
    .box { position: absolute; }
    .source { position: absolute; inset: 0; display: grid; grid-template-columns: minmax(0, 1fr); align-items: start;
      overflow: hidden; }
    button { position: absolute; inset: 0; display: grid; place-content: start; padding: 0; border: 3px dashed #fff;
      border-radius: 6px; background: none; color: inherit; cursor: move; touch-action: none; }
    button span { padding: 4px 14px; background: #14161d; color: #fff; font: 600 24px/1.3 system-ui, sans-serif; }
    button:focus-visible { outline: 6px solid #c4b5fd; }
  `;

  /** @type {(index: number, x: number, y: number) => void} somebody moves a widget to this place */
  onMove = () => {};

  #stage = h('div', { className: 'stage' });
  #scale = 1;
  #boxes = [];

  constructor() {
    super();
    this.shadowRoot.append(...onAirSheets(), this.#stage);
  }

  connected() {
    const observer = new ResizeObserver(() => {
      this.#scale = this.clientWidth / CANVAS[0];
      this.#stage.style.setProperty('scale', this.#scale);
    });
    observer.observe(this);
    this.onLeave(() => observer.disconnect());
  }

  /** @param {{entry: object, title: string, box: number[], values: object}[]} places what comes later lies above */
  show(places) {
    this.#boxes = places.map((place, n) => this.#box(place, n));
    this.#stage.replaceChildren(...this.#boxes.map(({ element }) => element));
    places.forEach(({ box }, n) => this.place(n, box));
  }

  place(index, box) {
    const one = this.#boxes[index];
    one.box = box;
    ['left', 'top', 'width', 'height'].forEach((name, n) =>
      one.element.style.setProperty(name, `${box[n]}px`),
    );
  }

  #box({ entry, title, box, values }, index) {
    const source = h('div', { className: 'source', inert: true });
    treeOf(source, values).append(silentWidget(entry, values));
    const handle = h('button', { type: 'button', 'aria-label': say('scene.move', { title }) }, h('span', {}, title));
    handle.addEventListener('keydown', (event) => this.#key(event, index));
    handle.addEventListener('pointerdown', (event) => this.#drag(event, index));
    return { element: h('div', { className: 'box' }, source, handle), box };
  }

  #key(event, index) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = this.#boxes[index].box;
    const pixels = event.shiftKey ? 1 : STEP;
    this.onMove(index, x + step[0] * pixels, y + step[1] * pixels);
  }

  #drag(event, index) {
    const handle = event.currentTarget;
    const [x, y] = this.#boxes[index].box;
    const move = ({ clientX, clientY }) =>
      this.onMove(index, x + (clientX - event.clientX) / this.#scale, y + (clientY - event.clientY) / this.#scale);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true });
  }
}
