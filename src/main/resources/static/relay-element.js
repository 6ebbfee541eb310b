/**
 * What the relay's elements have in common. An element paints an empty self in its constructor, joins in `connected()`,
 * and leaves again by the functions it gave to `onLeave`. Text enters the page as text nodes, never as markup.
 */
const BASE = sheet(`
  :host { display: block; color: var(--relay-text); }
  :host([hidden]) { display: none; }
  *, ::before, ::after { box-sizing: border-box; }
  h2 { margin: 0; font-size: 0.8rem; font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase;
    color: var(--relay-muted); }
  ul, ol, dl, dd, p { margin: 0; padding: 0; list-style: none; }
  :focus-visible { outline: 2px solid var(--relay-focus); outline-offset: 2px; }
  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after { animation: none !important; transition: none !important; }
  }
`);

function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

export class RelayElement extends HTMLElement {
  /** The element's name; `static css` is its style. */
  static tag;
  static css = '';
  static #sheets = new Map();

  /** Once the page has its elements, this starts them. So a module calls it when all of it is there. */
  static register() {
    if (!customElements.get(this.tag)) customElements.define(this.tag, this);
  }

  #leave = [];

  constructor() {
    super();
    const own = new.target;
    if (!RelayElement.#sheets.has(own)) RelayElement.#sheets.set(own, sheet(own.css));
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [BASE, RelayElement.#sheets.get(own)];
  }

  connectedCallback() {
    this.connected();
  }

  disconnectedCallback() {
    for (const leave of this.#leave.splice(0)) leave();
  }

  connected() {}

  onLeave(fn) {
    this.#leave.push(fn);
  }

  /** Calls `fn` now and then again and again until the element leaves. */
  every(milliseconds, fn) {
    const timer = setInterval(fn, milliseconds);
    this.onLeave(() => clearInterval(timer));
    fn();
  }
}

/** `h('p', {className: 'note'}, 'text', child)`: properties by name; `role` and names with a dash are attributes. */
export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'role' || name.includes('-')) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
