/** Names of files of the media folder (setting `relay.media`), which the relay serves at `/media/NAME`. No DOM. */
import { relay } from '../../address.js';

/** As the relay's: no path, no hidden file. The dot of the ending tells a file from a word such as `chime`. */
const NAME = /^(?=.*\.)[^./\\\p{Cc}][^/\\\p{Cc}]{0,199}$/u;

export const isFileName = (text) => NAME.test(text);

export const mediaAddress = (name) => relay(`media/${encodeURIComponent(name)}`);

/**
 * The kind of an option (parameters.js) whose value is the name of such a file, or one of the words. Whether there is such a
 * file, the page finds out. The first word is the fallback.
 *
 * @param {string[]} uses which files fit: `picture`, `video`, `sound`, `variations`
 */
export function media(uses, ...words) {
  return {
    fallback: words[0],
    wants: words.length === 0 ? { key: 'wants.file' } : { key: 'wants.file.or', words: words.join(', ') },
    form: { type: 'media', uses, words },
    read: (text) => (words.includes(text) || isFileName(text) ? text : undefined),
  };
}
