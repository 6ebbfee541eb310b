import { relay } from '../address.js';
import { OWN_PAGE, answered, askForToken, change } from './admin-access.js';
import { RelayElement, h } from '../relay-element.js';
import { lookAtStatus, watchStatus } from '../relay-status.js';
import { signInView } from './sign-in-view.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

const ADDRESS = relay('api/sign-in');

/** `<sign-in-panel>`: the code to enter at Twitch, while nobody is signed in or a permission is missing. */
export class SignInPanel extends RelayElement {
  static tag = 'sign-in-panel';

  static css = `
    .ways { display: flex; flex-wrap: wrap; gap: 0.8rem 1.6rem; align-items: center; margin-block-start: 0.6rem; }
    img { inline-size: 7.5rem; block-size: 7.5rem; padding: 0.4rem; border-radius: 0.6rem; background: #fff; }
    .body { flex: 1 1 16rem; min-inline-size: 0; line-height: 1.45; overflow-wrap: anywhere; }
    .code { font-size: 1.9rem; line-height: 1.3; font-weight: 700; letter-spacing: 0.12em; font-variant-numeric: tabular-nums; }
    a { color: var(--relay-focus); }
    .note { color: var(--relay-muted); font-size: 0.85rem; }
    details { flex: 0 1 auto; max-inline-size: 100%; }
    details[open] { flex-basis: 22rem; }
    summary { cursor: pointer; border-radius: 0.3rem; }
    li { display: list-item; margin-inline-start: 1.1rem; list-style: disc; overflow-wrap: anywhere; }
    button { font: inherit; color: inherit; padding: 0.45rem 1rem; border-radius: 999px; cursor: pointer;
      background: none; border: 1px solid var(--relay-line, currentcolor); margin-block-start: 0.6rem; }
    .trouble { color: var(--relay-wait); }
  `;

  #body = h('div');
  #note = h('p', { className: 'note', role: 'status' });
  #shown = '';

  constructor() {
    super();
    this.hidden = true;
    this.shadowRoot.append(h('h2', {}, say('signin')), this.#body);
  }

  connected() {
    this.onLeave(watchStatus(({ status }) => this.#look(status?.signIn)));
  }

  /** While there is something to do, asking here tells the relay that somebody looks, and keeps a fresh code at hand. */
  async #look(signIn) {
    if (signIn && signInView(signIn)) await this.#ask();
    else this.#show(null);
  }

  async #ask() {
    try {
      const answer = await this.#fetch(ADDRESS);
      const body = await answer.json();
      if (answer.ok) this.#show(signInView(body));
      else this.#note.textContent = body.error ?? answered(answer);
    } catch {
      // the connection's own sign says that the relay is away
    }
  }

  #fetch(address) {
    return fetch(address, { cache: 'no-store', headers: OWN_PAGE });
  }

  #show(view) {
    this.hidden = view === null;
    const now = JSON.stringify(view);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#note.textContent = '';
    if (view === null) return;
    this.#body.replaceChildren(
      h(
        'div',
        { className: 'ways' },
        view.qrCode ? this.#picture(view.qrCode) : null,
        h(
          'div',
          { className: 'body' },
          view.refused ? h('p', { className: 'trouble', role: 'alert' }, view.refused) : null,
          h('p', { className: view.isTrouble ? 'trouble' : '', role: 'status' }, view.text),
          view.code ? h('p', { className: 'code' }, view.code) : null,
          view.address
            ? h('p', {}, h('a', { href: view.address, target: '_blank', rel: 'noopener noreferrer' }, view.address))
            : null,
          view.timeLeft ? h('p', { className: 'note' }, view.timeLeft) : null,
          view.canAsk ? this.#button() : null,
          view.hidden ? this.#tokenButton() : null,
          this.#note,
        ),
        view.scopes.length > 0
          ? h(
              'details',
              { className: 'note' },
              h('summary', {}, say('signin.scopes', { n: view.scopes.length })),
              h('ul', {}, ...view.scopes.map((scope) => h('li', {}, scope))),
            )
          : null,
      ),
    );
  }

  /** Fetched and not linked to, because a link does not send the header of the session. */
  #picture(address) {
    const image = h('img', { alt: say('signin.qr'), width: 144, height: 144 });
    image.hidden = true;
    this.#fetch(relay(address.replace(/^\//, '')))
      .then(async (answer) => {
        if (!answer.ok) return;
        image.src = `data:image/svg+xml,${encodeURIComponent(await answer.text())}`;
        image.hidden = false;
      })
      .catch(() => {}); // the address beside it does as well
    return image;
  }

  #tokenButton() {
    const button = h('button', { type: 'button' }, say('signin.show'));
    button.addEventListener('click', async () => {
      if (await askForToken()) await this.#ask();
    });
    return button;
  }

  #button() {
    const button = h('button', { type: 'button' }, say('signin.get'));
    button.addEventListener('click', async () => {
      button.disabled = true;
      const { ok, reason } = await change('api/sign-in');
      if (ok) await this.#ask();
      else this.#note.textContent = say('signin.none', { reason });
      await lookAtStatus();
      button.disabled = false;
    });
    return button;
  }
}
