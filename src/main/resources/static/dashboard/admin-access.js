/**
 * Requests that change something. Where the relay wants its admin token, this page asks for it once: the relay then gives
 * the browser a session, a cookie that no script can read. All buttons of the page go this way.
 */
import { relay } from '../address.js';
import { RelayElement, h } from '../relay-element.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/** Without this header the relay does not take the session's cookie: pages of other origins cannot send it. */
export const OWN_PAGE = { 'X-Relay-Page': '1' };


/**
 * Sends a request, and asks for the admin token if need be.
 *
 * @param {string} path for example `api/alerts/pause`
 * @returns {Promise<{ok: true} | {ok: false, reason: string}>} `reason` is a part of a sentence
 */
export async function change(path, method = 'POST') {
  try {
    let answer = await send(path, method);
    if (answer.status === 401) {
      if (!(await askForToken())) return refused(say('refused.token'));
      answer = await send(path, method);
    }
    if (answer.ok) return { ok: true };
    return refused(answer.status === 401 ? say('refused.cookie') : await reasonOf(answer));
  } catch {
    return refused(say('refused.away'));
  }
}

/** Makes the browser forget the session. @returns as {@link change} */
export function forgetToken() {
  return change('api/session', 'DELETE');
}

function send(path, method) {
  return fetch(relay(path), { method, cache: 'no-store', headers: OWN_PAGE });
}

function refused(reason) {
  return { ok: false, reason };
}

async function reasonOf(answer) {
  try {
    const { error } = await answer.json();
    return typeof error === 'string' ? error : answered(answer);
  } catch {
    return answered(answer);
  }
}

/** @returns {string} a part of a sentence */
export const answered = ({ status }) => say('refused.answer', { status: String(status) });

let asking = null;

/** One question at a time, whoever asks. @returns {Promise<boolean>} whether the browser has a session now */
export function askForToken() {
  asking ??= new Promise((resolve) => {
    AdminAccess.register();
    const question = document.createElement(AdminAccess.tag);
    question.answered = resolve;
    document.body.append(question);
  }).finally(() => (asking = null));
  return asking;
}

/** `<admin-access>`: asks for the admin token, in a dialog before the page. */
class AdminAccess extends RelayElement {
  static tag = 'admin-access';

  static css = `
    dialog { inline-size: min(28rem, 100vw - 2rem); padding: 1.3rem; color: var(--relay-text); line-height: 1.5;
      background: var(--relay-panel); border: 1px solid var(--relay-line); border-radius: var(--relay-radius); }
    dialog::backdrop { background: rgb(0 0 0 / 0.6); }
    form { display: grid; gap: 0.8rem; }
    label { display: grid; gap: 0.3rem; font-weight: 600; }
    input, button { font: inherit; color: inherit; padding: 0.45rem 0.9rem; border-radius: 0.6rem;
      background: var(--relay-raised); border: 1px solid var(--relay-muted); min-inline-size: 0; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.6rem; }
    button { cursor: pointer; border-radius: 999px; border-color: var(--relay-line); }
    .main { border-color: var(--relay-accent); font-weight: 600; }
    .said { min-block-size: 1.5em; color: var(--relay-wait); overflow-wrap: anywhere; }
  `;

  /** Called once, with whether the browser has a session. */
  answered = () => {};
  #token = h('input', { type: 'password', autocomplete: 'off', required: true });
  #use = h('button', { type: 'submit', className: 'main' }, say('token.use'));
  #said = h('p', { className: 'said', role: 'status' });
  #dialog;

  constructor() {
    super();
    const title = h('h2', { id: 'title' }, say('token'));
    const cancel = h('button', { type: 'button' }, say('cancel'));
    const form = h(
      'form',
      {},
      title,
      h('p', {}, say('token.needed', { setting: 'RELAY_ADMIN_TOKEN' })),
      h('label', {}, say('token'), this.#token),
      h('p', {}, say('token.once')),
      h('div', { className: 'buttons' }, this.#use, cancel),
      this.#said,
    );
    this.#dialog = h('dialog', { 'aria-labelledby': title.id }, form);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#offer();
    });
    cancel.addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#end(false));
    this.shadowRoot.append(this.#dialog);
  }

  connected() {
    this.#dialog.showModal();
    this.#token.focus();
  }

  async #offer() {
    this.#use.disabled = true;
    this.#said.textContent = await this.#problem();
    this.#use.disabled = false;
    if (this.#said.textContent === '') this.#end(true);
    else this.#token.select();
  }

  /** @returns {Promise<string>} a sentence, or nothing if the relay has taken the token */
  async #problem() {
    try {
      const headers = { ...OWN_PAGE, Authorization: `Bearer ${this.#token.value.trim()}` };
      const answer = await fetch(relay('api/session'), { method: 'POST', cache: 'no-store', headers });
      if (answer.ok) return '';
      return answer.status === 401 ? say('token.wrong') : sentence(await reasonOf(answer));
    } catch (error) {
      // a header cannot carry every character
      return error.name === 'TypeError' && /[^ -~]/.test(this.#token.value) ? say('token.wrong') : sentence(say('refused.away'));
    }
  }

  #end(given) {
    this.answered(given);
    this.remove();
  }
}

function sentence(part) {
  return `${part[0].toUpperCase()}${part.slice(1)}.`;
}
