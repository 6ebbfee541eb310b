/** The options of `/widgets/events`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, someOf, whole, yesOrNo } from '../parameters.js';
import { ALWAYS, IF_ASKED_FOR } from './recent-list.js';

export const OPTIONS = {
  show: option({
    ...someOf(...ALWAYS, ...IF_ASKED_FOR),
    fallback: ALWAYS,
  }),
  count: option(whole(1, 20, 5)),
  newest: option(oneOf('top', 'bottom')),
  messages: option(yesOrNo()),
  fade: option(whole(0, 86_400, 0)),
};

const ROW = 3.3;
const ROW_WITH_MESSAGE = 5.3;

/**
 * The size that holds rows of two lines of words, and of two lines of a message.
 *
 * @returns {[number, number]} width and height in em of the widget
 */
export const sizeOf = ({ count, messages }) => [31.4, 1 + count * ((messages ? ROW_WITH_MESSAGE : ROW) + 0.45)];
