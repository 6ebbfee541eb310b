/** A picture of the media folder in an alert. It is decoration: words tell the alert. */
import { h } from '../../relay-element.js';
import { reducedMotion } from '../widget-element.js';
import { mediaAddress } from './media-names.js';

/**
 * A picture, or a video without its sound.
 *
 * @param {string} name of a file
 * @param {(picture: HTMLElement) => void} missing called if there is no such file, or none that the browser can show
 */
export function pictureOf(name, missing) {
  const made = /\.webm$/i.test(name)
    ? h('video', { muted: true, loop: true, playsInline: true, autoplay: !reducedMotion.matches, 'aria-hidden': 'true' })
    : h('img', { alt: '' });
  made.className = 'picture';
  made.part = 'picture';
  made.addEventListener('error', () => missing(made));
  made.src = mediaAddress(name);
  return made;
}

/** @returns {Promise<import('../../words/hints.js').Hint>} why a file does not show */
export async function problemOf(name) {
  try {
    const answer = await fetch(mediaAddress(name), { cache: 'no-store' });
    return answer.ok ? { key: 'media.unplayable', name } : { key: 'media.refused', name, reason: (await answer.json()).error };
  } catch {
    return { key: 'media.away', name };
  }
}
