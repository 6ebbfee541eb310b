/** Small line icons, one per kind of event (kinds.js). */
import { KINDS } from './kinds.js';

/** @returns {SVGElement} decoration only: assistive technology does not see it */
export function icon(kind) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', (KINDS[kind] ?? KINDS.other).icon);
  svg.append(path);
  return svg;
}
