import { GAME, onAirSheets, silentWidget } from './on-air.js';
import { RelayElement, h } from '../relay-element.js';

/** `<widget-preview>`: a widget in a browser source of the advised size, made to fit the width that there is. */
export class WidgetPreview extends RelayElement {
  static tag = 'widget-preview';

  static css = `
    :host { display: block; direction: ltr; position: relative; border-radius: 0.7rem; overflow: hidden; ${GAME} }
    .source { display: grid; grid-template-columns: minmax(0, 1fr); align-items: start; overflow: hidden; transform-origin: 0 0;
      --relay-accent: initial; --relay-font: initial; }
  `;

  /** Stands for the browser source, and has its size. */
  #source = h('div', { className: 'source', inert: true });
  #size = [1, 1];

  constructor() {
    super();
    this.shadowRoot.append(...onAirSheets(), this.#source);
  }

  connected() {
    const observer = new ResizeObserver(() => this.#fit());
    observer.observe(this);
    this.onLeave(() => observer.disconnect());
  }

  /** @param {[number, number]} size of the browser source */
  show(entry, values, size) {
    this.#size = size;
    this.#source.style.setProperty('inline-size', `${size[0]}px`);
    this.#source.style.setProperty('block-size', `${size[1]}px`);
    this.#fit();
    this.#source.replaceChildren(silentWidget(entry, values));
  }

  /** Shows a message of the stream, in this page only. @returns {boolean | undefined} false if the widget does not take it */
  offer(message) {
    return this.#source.firstElementChild?.offer(message);
  }

  #fit() {
    const scale = Math.min(1, this.clientWidth / this.#size[0]);
    this.#source.style.setProperty('transform', `scale(${scale})`);
    this.style.setProperty('block-size', `${Math.round(this.#size[1] * scale)}px`);
  }
}
