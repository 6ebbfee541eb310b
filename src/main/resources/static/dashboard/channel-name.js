import { watchStatus } from '../relay-status.js';

/** Shows whose channel it is, in the page's header and title. */
export function nameChannel() {
  const place = document.getElementById('channel');
  const title = document.title;
  watchStatus(({ status }) => {
    const name = status?.token?.channel ?? '';
    if (!name || place?.textContent === name) return;
    if (place) place.textContent = name;
    document.title = `${name} · ${title}`;
  });
}
