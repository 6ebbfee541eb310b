/** What a goal looks like: its panel, its milestones, and its party. Who counts does not matter. */
import { formatNumber, formatPercent } from '../../words/format.js';
import { icon } from '../../words/icons.js';
import { barPanel } from '../bar-panel.js';
import { h } from '../../relay-element.js';
import { reducedMotion } from '../widget-element.js';
import { wordsOf } from '../../words/messages.js';

const say = await wordsOf('widget');

const CELEBRATION = 9_000;
const SPARKS = 28;

/**
 * @typedef {object} Shown
 * @property {number | null} value null where it is not known
 * @property {number | null} target
 * @property {number} part from 0 to 1
 * @property {boolean} reached
 */

export class GoalView {
  #parts = barPanel();
  #milestones = []; // {number, words}
  #marks = [];
  #shown = null;

  constructor() {
    const { panel, value, percent, bar } = this.#parts;
    value.textContent = '–';
    percent.textContent = '\u00a0';
    bar.classList.add('still');
    panel.addEventListener('animationend', ({ animationName }) => {
      if (animationName === 'sweep') panel.classList.remove('gained');
    });
  }

  get panel() {
    return this.#parts.panel;
  }

  /** @param {string} kind of its icon @param {string} period in words */
  name(kind, label, period) {
    this.#parts.tile.replaceChildren(icon(kind));
    this.#parts.label.textContent = label;
    this.#parts.period.textContent = period;
    this.#parts.panel.setAttribute('aria-label', label);
  }

  /** @param {Array<{number: number, words: string, part: number}>} milestones the smallest first; `part` is their place */
  mark(milestones) {
    this.#milestones = milestones;
    for (const mark of this.#marks) mark.remove();
    this.#marks = milestones.map(({ part }) => {
      const made = h('i', { className: 'mark', part: 'mark' });
      made.style.setProperty('--at', part);
      return made;
    });
    this.#parts.track.append(...this.#marks);
  }

  /** @param {Shown} shown */
  show({ value, target, part, reached }) {
    const { panel, bar } = this.#parts;
    this.#parts.value.textContent = formatNumber(value);
    this.#parts.target.textContent = target === null ? '' : ` / ${formatNumber(target)}`;
    panel.classList.toggle('reached', reached);
    bar.classList.toggle('still', this.#shown === null);
    bar.style.setProperty('--part', part);
    this.#parts.percent.textContent = value === null ? '\u00a0' : formatPercent(Math.floor(part * 100) / 100);
    this.#parts.left.textContent = reached ? say('goal.reached') : value === null ? '' : this.#toGo(value, target);
    if (target !== null) panel.setAttribute('aria-valuemax', target);
    if (value !== null) panel.setAttribute('aria-valuenow', value);
    this.#milestones.forEach(({ number }, n) => this.#marks[n].classList.toggle('done', value >= number));
    if (this.#shown !== null && value > this.#shown) this.#flash();
    this.#shown = value;
  }

  celebrate() {
    const { panel } = this.#parts;
    panel.classList.add('party');
    if (!reducedMotion.matches) panel.append(...Array.from({ length: SPARKS }, spark));
    setTimeout(() => {
      panel.classList.remove('party');
      for (const gone of panel.querySelectorAll('.spark')) gone.remove();
    }, CELEBRATION);
  }

  /** To the next milestone, if there is one before the target. */
  #toGo(value, target) {
    const next = this.#milestones.find(({ number }) => number > value && number < target);
    if (!next) return say('goal.left', { n: target - value });
    return say('goal.next', { n: next.number - value, name: next.words || next.number });
  }

  /** A gain during the flash of another is part of it. To begin anew, the browser would have to lay the page out at each follow. */
  #flash() {
    this.#parts.panel.classList.add('gained');
  }
}

function spark() {
  const made = h('i', { className: 'spark' });
  const between = (least, most) => least + Math.random() * (most - least);
  const set = (name, value) => made.style.setProperty(name, value);
  set('--at', `${between(4, 96)}%`);
  set('--tint', ['#ffb703', '#ff5f6d', '#a18bff', '#4cc9f0', '#4ade80'][Math.floor(between(0, 5))]);
  set('--x', `${between(-5, 5)}em`);
  set('--y', `${between(-4.5, 4)}em`);
  set('--spin', `${between(-540, 540)}deg`);
  set('--time', `${between(1.2, 2.6)}s`);
  set('--wait', `${between(0, 1.2)}s`);
  return made;
}
