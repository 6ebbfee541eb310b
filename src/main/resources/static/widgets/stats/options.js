/** The options of `/widgets/stats`. Address, hints, gallery and documentation come from this list. No DOM. */
import { oneOf, option, someOf } from '../parameters.js';

export const OPTIONS = {
  show: {
    ...option('Numbers and their order', 'any of these, in the order you like', someOf('viewers', 'followers', 'subs', 'uptime')),
    ordered: true,
  },
  layout: option('Layout', 'beside or below each other', oneOf('row', 'column')),
};
