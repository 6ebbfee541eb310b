import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/** The sign of a level: a dot whose shape tells a problem, too, and a word for those who see neither. */
export const levelName = (level) => say(`level.${level}`);

export const LEVEL_STYLE = `
  .dot { display: inline-block; flex: none; inline-size: 0.55rem; block-size: 0.55rem; border-radius: 50%;
    background: var(--relay-wait); }
  [data-level='ok'] .dot { background: var(--relay-ok); }
  [data-level='off'] .dot { background: var(--relay-offline); }
  [data-level='bad'] .dot { background: var(--relay-bad); border-radius: 1px; rotate: 45deg; }
  .unseen { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
`;
