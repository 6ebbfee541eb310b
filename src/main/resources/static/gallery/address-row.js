/** An address for OBS: to copy, or as a file that waits for the relay. */
import { relay } from '../address.js';
import { h } from '../relay-element.js';
import { language, wordsOf } from '../words/messages.js';

const say = await wordsOf('gallery');

/**
 * @param {string} label for those who do not see what it stands beside
 * @param {string} name of the file
 * @param {() => string} url the address at this moment
 * @returns {{element: HTMLElement, refresh: (size: [number, number]) => void}}
 */
export function addressRow(label, name, url) {
  const address = h('input', { type: 'text', readOnly: true, className: 'address', 'aria-label': label });
  const size = h('span');
  const said = h('span', { role: 'status', className: 'said' });
  const copy = h('button', { type: 'button', className: 'main' }, say('address.copy'));
  const loader = h('button', { type: 'button' }, say('address.loader'));
  loader.title = say('address.loader.more');
  address.addEventListener('focus', () => address.select());
  copy.addEventListener('click', async () => {
    address.select();
    said.textContent = await copied(address.value);
  });
  loader.addEventListener('click', async () => (said.textContent = await saved(name, url())));
  const element = h(
    'div',
    { className: 'ready' },
    h('div', { className: 'row' }, address, copy, loader),
    h('p', { className: 'note' }, `${say('address.obs')} `, size, ' ', said),
  );
  return {
    element,
    refresh([width, height]) {
      address.value = url();
      size.textContent = say('address.size', { width: String(width), height: String(height) });
    },
  };
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return say('address.copied');
  } catch {
    // plain http in a LAN has no clipboard of the new kind
    return document.execCommand('copy') ? say('address.copied') : say('address.mark');
  }
}

async function saved(name, url) {
  try {
    const text = await (await fetch(relay(`loader.html?lang=${language}`))).text();
    const address = JSON.stringify(url).replace(/</g, '\\u003c');
    const file = new Blob([text.replace(/^(\s*const WIDGET = ).*;$/m, (_, begin) => `${begin}${address};`)], { type: 'text/html' });
    const link = h('a', { href: URL.createObjectURL(file), download: `${name}-loader.html` });
    link.click();
    URL.revokeObjectURL(link.href);
    return say('address.saved');
  } catch {
    return say('address.away');
  }
}
