import { playFile } from '../widgets/alerts/alert-sound.js';
import { mediaAddress } from '../widgets/alerts/media-names.js';
import { loadVariations } from '../widgets/alerts/variations.js';
import { numberFormat, wordsOf } from '../words/messages.js';
import { formStyle } from './form-style.js';
import { watchMedia } from './media-list.js';
import { RelayElement, h } from '../relay-element.js';

const say = await wordsOf('gallery');

/** `<media-files>`: what lies in the folder of the user's pictures and sounds, and why the relay refuses a file. */
export class MediaFiles extends RelayElement {
  static tag = 'media-files';

  static css = `${formStyle}
    .files { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); gap: 0.9rem; }
    li { display: grid; gap: 0.4rem; align-content: start; min-inline-size: 0; font-size: 0.9rem; }
    .look { display: grid; place-items: center; block-size: 6.5rem; overflow: hidden; border-radius: 0.55rem;
      border: 1px solid var(--relay-line);
      background: repeating-conic-gradient(#596074 0 25%, #474d5e 0 50%) 0 0 / 1.2rem 1.2rem; }
    .look :is(img, video) { max-inline-size: 100%; max-block-size: 6.5rem; object-fit: contain; }
    .look.plain { background: var(--relay-raised); color: var(--relay-muted); text-align: center; padding: 0.6rem; }
    .refused .look { color: var(--relay-bad); font-size: 0.82rem; line-height: 1.35; block-size: auto;
      min-block-size: 6.5rem; overflow-wrap: anywhere; }
    bdi { overflow-wrap: anywhere; }
    small { color: var(--relay-muted); }
  `;

  #list = h('ul', { className: 'files' });
  #note = h('p', { className: 'note', role: 'status' });
  #stop = () => {};

  constructor() {
    super();
    this.shadowRoot.append(
      h(
        'article',
        { 'aria-labelledby': 'media' },
        h('header', {}, h('h2', { id: 'media' }, say('media')), this.#note),
        this.#list,
      ),
    );
  }

  connected() {
    this.onLeave(watchMedia((contents) => this.#show(contents)));
  }

  #show(contents) {
    const { files, more } = contents ?? { files: [], more: 0 };
    const beyond = more > 0 ? ` ${say('media.more', { n: more })}` : '';
    if (contents === null) this.#note.textContent = say('away');
    else this.#note.textContent = files.length > 0 ? say('media.from') + beyond : say('media.none');
    this.#list.replaceChildren(...files.map((file) => this.#row(file)));
  }

  #row(file) {
    const { name, kind, bytes, refused } = file;
    const row = h('li', {}, this.#look(file), h('bdi', {}, name), h('small', {}, `${say(`media.${kind ?? 'refused'}`)}, ${size(bytes)}`));
    row.classList.toggle('refused', refused !== null);
    return row;
  }

  #look({ name, kind, refused }) {
    if (kind === 'picture') return h('div', { className: 'look' }, h('img', { src: mediaAddress(name), alt: '', loading: 'lazy' }));
    if (kind === 'video') return h('div', { className: 'look' }, video(name));
    if (kind === 'sound') return h('div', { className: 'look plain' }, this.#player(name));
    const made = h('div', { className: 'look plain' }, refused ?? '');
    if (kind === 'variations') this.#judge(name, made);
    return made;
  }

  /** Says what the variations of a file are worth. */
  async #judge(name, place) {
    const { variations, problems } = await loadVariations(name);
    const told = problems.map((problem) => h('p', {}, problem));
    place.replaceChildren(h('p', {}, say('media.count', { n: variations.length })), ...told);
    place.parentElement?.classList.toggle('refused', problems.length > 0);
  }

  #player(name) {
    const button = h('button', { type: 'button', 'aria-label': say('media.play.one', { name }) }, `▶ ${say('media.play')}`);
    button.addEventListener('click', () => {
      this.#stop();
      this.#stop = playFile(name, 0.5);
    });
    return button;
  }
}

/** Plays while the mouse is on it. */
function video(name) {
  const made = h('video', { src: mediaAddress(name), muted: true, loop: true, playsInline: true, preload: 'metadata', 'aria-hidden': 'true' });
  made.addEventListener('pointerenter', () => made.play().catch(() => {}));
  made.addEventListener('pointerleave', () => made.pause());
  return made;
}

function size(bytes) {
  const small = bytes < 1_000_000;
  const number = small ? Math.max(1, Math.round(bytes / 1_000)) : bytes / 1_000_000;
  const digits = small ? 0 : 1;
  const format = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format.format(number)} ${small ? 'kB' : 'MB'}`;
}
