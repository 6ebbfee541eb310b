/**
 * `?scheme=light` and `?scheme=dark` win over the preference of the browser, because a dock of OBS has no preference that a
 * streamer could set.
 */
const MEDIA = { light: 'all', dark: 'not all' };

const chosen = MEDIA[new URLSearchParams(location.search).get('scheme')];
if (chosen) document.querySelector('link[href$="light.css"]').media = chosen;
