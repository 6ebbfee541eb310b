/** The options of `/widgets/stats`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, someOf } from '../parameters.js';

export const OPTIONS = {
  show: {
    ...option(someOf('viewers', 'followers', 'subs', 'uptime')),
    ordered: true,
  },
  layout: option(oneOf('row', 'column')),
};

const PADDING = 1.4;
const GAP = 0.5;
const HEIGHT = 3.3;

/** A number of seven digits in the widget's font, and in a font whose letters are squares. */
const [WIDTH, WIDTH_OF_WIDE_FONT] = [10.4, 15];

/**
 * The size that holds numbers of seven digits.
 *
 * @param {number} widest the width of the canvas, where a row breaks
 * @returns {[number, number]} width and height in em of the widget
 */
export function sizeOf({ show, layout, font }, widest) {
  const width = font ? WIDTH_OF_WIDE_FONT : WIDTH;
  const count = Math.max(1, show.length);
  const fitting = Math.max(1, Math.floor((widest - PADDING + GAP) / (width + GAP)));
  const columns = layout === 'column' ? 1 : Math.min(count, fitting);
  const along = (number, each) => number * (each + GAP) - GAP + PADDING;
  return [along(columns, width), along(Math.ceil(count / columns), HEIGHT)];
}
