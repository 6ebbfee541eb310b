/** What people call the kinds of events (kinds.js). No DOM. */
import { wordsOf } from './messages.js';

const say = await wordsOf('pages');

export const kindName = (kind) => say(`kind.${kind}`);
