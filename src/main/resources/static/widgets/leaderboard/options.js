/** The options of `/widgets/leaderboard`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, whole, words } from '../parameters.js';
import { BOARDS } from './ranking.js';

export const OPTIONS = {
  of: option(oneOf(...Object.keys(BOARDS))),
  count: option(whole(1, 10, 5)),
  title: option(words(80)),
};

/** @returns {[number, number]} width and height in em of the widget that hold all names */
export const sizeOf = ({ count }) => [25.4, 5.3 + count * 2.2];
