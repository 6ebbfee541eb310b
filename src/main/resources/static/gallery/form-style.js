/** Style of a card of the gallery. */
export const formStyle = `
  article { display: grid; gap: 0.9rem; padding: 1.2rem 1.4rem 1.3rem; background: var(--relay-panel);
    border: 1px solid var(--relay-line); border-radius: var(--relay-radius); }
  h2 { font-size: 1.15rem; letter-spacing: 0; text-transform: none; color: var(--relay-text); }
  header p, .note { color: var(--relay-muted); }
  .note { font-size: 0.88rem; min-block-size: 1.4em; }
  .said { color: var(--relay-ok); }
  .ready { display: grid; gap: 0.4rem; }
  .row { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  input, select, button { font: inherit; font-size: 0.92rem; color: inherit; background: var(--relay-raised);
    border: 1px solid var(--relay-line); border-radius: 0.55rem; padding: 0.42rem 0.7rem; }
  input[type='checkbox'] { inline-size: 1.05rem; block-size: 1.05rem; margin: 0; accent-color: var(--relay-accent); }
  input[type='color'] { flex: none; padding: 0.2rem; inline-size: 2.6rem; block-size: 2.3rem; cursor: pointer; }
  input[type='color'].unset { opacity: 0.4; }
  input::placeholder { color: var(--relay-muted); opacity: 1; font-style: italic; text-overflow: ellipsis; }
  [aria-invalid='true'] { border-color: var(--relay-bad); }
  .help, .problem { color: var(--relay-muted); font-size: 0.82rem; line-height: 1.35; overflow-wrap: anywhere; }
  .problem { color: var(--relay-bad); }
  .problem.note { color: var(--relay-wait); min-block-size: 0; }
  .problem:empty, .missing:has(> :empty:first-child) { display: none; }
  .missing { align-items: center; color: var(--relay-wait); font-size: 0.88rem; line-height: 1.35; overflow-wrap: anywhere; }
  .missing [hidden] { display: none; }
  .missing button { color: var(--relay-text); }
  code { font: 0.95em ui-monospace, "Cascadia Mono", monospace; color: var(--relay-text); }
  input[type='number'] { inline-size: 8rem; }
  .address { flex: 1 1 18rem; min-inline-size: 0; font: 0.85rem ui-monospace, "Cascadia Mono", monospace; }
  button { cursor: pointer; transition: border-color 0.2s; }
  button:hover { border-color: var(--relay-accent); }
  button.main { background: var(--relay-accent); border-color: transparent; color: var(--relay-on-accent); font-weight: 650; }
  details { border-block-start: 1px solid var(--relay-line); padding-block: 0.75rem 0; }
  details + details { margin-block-start: 0.75rem; }
  summary { cursor: pointer; font-weight: 600; border-radius: 0.3rem; }
  .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr)); gap: 0.9rem 1.1rem;
    align-items: start; padding-block-start: 0.8rem; }
  .field { display: grid; gap: 0.3rem; min-inline-size: 0; margin: 0; padding: 0; border: 0; font-size: 0.92rem; }
  .field > :is(input, select) { inline-size: 100%; box-sizing: border-box; }
  .field label, legend { color: var(--relay-muted); font-size: 0.85rem; padding: 0; }
  .field.check { grid-template-columns: auto 1fr; align-items: center; gap: 0.6rem; padding-block-start: 1.6rem; }
  .field.check .problem { grid-column: 1 / -1; }
  .field.check input { inline-size: 1.05rem; }
  .with-picker { display: flex; gap: 0.4rem; min-inline-size: 0; }
  .with-picker input[type='text'] { flex: 1; inline-size: 0; min-inline-size: 0; }
  fieldset.field { grid-column: 1 / -1; }
  fieldset ul { display: flex; flex-wrap: wrap; gap: 0.5rem; padding-block-start: 0.35rem; }
  fieldset li { display: flex; align-items: center; background: var(--relay-raised); border: 1px solid var(--relay-line);
    border-radius: 0.55rem; }
  .field li label { display: flex; align-items: center; gap: 0.5rem; padding-block: 0.4rem; padding-inline: 0.65rem 0.3rem;
    color: var(--relay-text); font-size: 0.92rem; cursor: pointer; }
  .field li button { border: 0; background: none; color: var(--relay-muted); padding: 0.3rem 0.55rem; }
  .field li button[aria-disabled='true'] { opacity: 0.35; cursor: default; }
  .field li:not(:has(button)) label { padding-inline-end: 0.75rem; }
`;
