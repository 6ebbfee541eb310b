/**
 * Where things of the relay are. A module lies at the relay's root, or below it in `v/<version>/`; addresses are relative to
 * it, so that a path prefix of a proxy does no harm. No DOM.
 */
const ROOT = rootOf(import.meta.url);

/** @returns {string} the root that a module of this folder was loaded from */
export function rootOf(module) {
  return new URL(/\/v\/[0-9a-f]+\/[^/]*$/.test(module) ? '../../' : './', module).href;
}

/** @param {string} path without a slash at its beginning, for example `api/status` */
export function relay(path) {
  return new URL(path, ROOT).href;
}

/** A name or value of an address's query, with commas and blanks that people can read. */
export function encoded(text) {
  return encodeURIComponent(text).replace(/%2C/g, ',').replace(/%20/g, '+');
}
