import { relay } from '../address.js';
import { CANVAS, onCanvas, readScene, sceneQuery } from '../widgets/scene/scene.js';
import { addressRow } from './address-row.js';
import { formStyle } from './form-style.js';
import { RelayElement, h } from '../relay-element.js';
import { SceneCanvas } from './scene-canvas.js';
import { CATALOG } from './widget-catalog.js';
import { advisedSize, chosen, languageOf, rememberOptions, rememberedOptions } from './widget-options.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

const SIDES = ['left', 'top', 'width', 'height'].map((side) => say(`scene.${side}`));

/** `<scene-editor>`: puts several widgets on one canvas, and gives the one address for all of them. */
export class SceneEditor extends RelayElement {
  static tag = 'scene-editor';

  static css = `${formStyle}
    .places { display: grid; gap: 0.6rem; }
    .places li { display: flex; flex-wrap: wrap; align-items: end; gap: 0.6rem; padding-block-start: 0.6rem;
      border-block-start: 1px solid var(--relay-line); }
    .places strong { flex: 1 0 6rem; align-self: center; }
    .places .field { inline-size: 6.5rem; }
    .places .field input { inline-size: 100%; }
  `;

  /** @type {(widget: string) => object} the options as they are set in the widget's card */
  optionsOf = () => ({});

  /** @type {import('../widgets/scene/scene.js').Place[]} */
  #places = [];
  #canvas = document.createElement(SceneCanvas.tag);
  #list = h('ul', { className: 'places' });
  #sides = [];
  #address = addressRow(say('scene.address'), 'scene', () => this.#url());

  constructor() {
    super();
    this.shadowRoot.append(
      h(
        'article',
        { 'aria-labelledby': 'scene' },
        h(
          'header',
          {},
          h('h2', { id: 'scene' }, say('scene')),
          h('p', {}, say('scene.about', { canvas: CANVAS.join(' × ') })),
        ),
        this.#canvas,
        this.#address.element,
        h('div', { className: 'row', role: 'group', 'aria-label': say('scene.add') }, ...CATALOG.map((entry) => this.#adder(entry))),
        this.#list,
      ),
    );
    this.#canvas.onMove = (index, x, y) => {
      const [, , width, height] = this.#places[index].box;
      this.#place(index, [x, y, width, height]);
    };
  }

  connected() {
    this.#places = readScene(rememberedOptions().scene?.query ?? '').places;
    this.#show();
  }

  #url() {
    const asked = CATALOG.map(({ name }) => this.optionsOf(name).lang).find(Boolean);
    return relay('widgets/scene') + sceneQuery(this.#places, languageOf(asked));
  }

  #adder(entry) {
    const add = h('button', { type: 'button' }, say('scene.add.one', { title: entry.title }));
    add.title = say('scene.add.more');
    add.addEventListener('click', () => {
      const values = this.#chosen(entry);
      const size = advisedSize(entry.kinds, entry.sizeOf, values);
      this.#places.push({ widget: entry.name, box: onCanvas([...entry.corner(size, CANVAS), ...size]), values });
      this.#show();
    });
    return add;
  }

  #chosen(entry) {
    return Object.fromEntries(chosen(entry.kinds, this.optionsOf(entry.name)));
  }

  #show() {
    const places = this.#places.map((place, n) => ({ ...place, entry: entryOf(place), title: this.#title(n) }));
    this.#canvas.show(places);
    this.#sides = [];
    this.#list.replaceChildren(...places.map((place, n) => this.#row(place, n)));
    this.#changed();
  }

  /** `Goal`, and `Goal 2` for the second one. */
  #title(index) {
    const { widget } = this.#places[index];
    const count = this.#places.slice(0, index + 1).filter((place) => place.widget === widget).length;
    return count === 1 ? entryOf(this.#places[index]).title : `${entryOf(this.#places[index]).title} ${count}`;
  }

  #row({ entry, title, box }, index) {
    const inputs = SIDES.map((side, n) => {
      const made = h('input', { type: 'number', value: box[n], min: 0, max: CANVAS[n % 2], 'aria-label': `${title}: ${side}` });
      made.addEventListener('change', () => {
        const wanted = inputs.map((input) => Number(input.value));
        this.#place(index, wanted);
      });
      return made;
    });
    this.#sides.push(inputs);
    const again = this.#button(say('scene.set'), say('scene.set.one', { title }), () => {
      this.#places[index].values = this.#chosen(entry);
      this.#show();
    });
    const gone = this.#button(say('scene.remove'), say('scene.remove.one', { title }), () => {
      this.#places.splice(index, 1);
      this.#show();
      this.shadowRoot.querySelector('[role=group] button').focus();
    });
    const fields = inputs.map((input, n) => h('label', { className: 'field' }, SIDES[n], input));
    return h('li', {}, h('strong', {}, title), ...fields, again, gone);
  }

  #button(text, label, onClick) {
    const made = h('button', { type: 'button', 'aria-label': label }, text);
    made.addEventListener('click', onClick);
    return made;
  }

  #place(index, wanted) {
    const box = onCanvas(wanted);
    this.#places[index].box = box;
    this.#canvas.place(index, box);
    this.#sides[index].forEach((input, n) => (input.value = box[n]));
    this.#changed();
  }

  #changed() {
    rememberOptions('scene', { query: sceneQuery(this.#places) });
    this.#address.refresh(CANVAS);
  }
}

function entryOf({ widget }) {
  return CATALOG.find(({ name }) => name === widget);
}
