/** Small line icons, one per kind of event (kinds.js). */
import { KINDS } from './kinds.js';

/** @returns {SVGElement} decoration only: assistive technology does not see it */
export function icon(kind) {
  return drawing((KINDS[kind] ?? KINDS.other).icon);
}

/** @param {string} path on a grid of 24 @returns {SVGElement} an icon of one's own, in the same style */
export function drawing(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
