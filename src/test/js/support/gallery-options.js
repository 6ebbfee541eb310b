/**
 * For GalleryOptionsBrowserIT. In the gallery: the options of all widgets, and a way to set them as a person does. On the page
 * of a widget: what a viewer sees of its options.
 */

/** @returns {Promise<object[]>} name and options of each widget, with all that a test needs to make values up */
async function listOptions() {
  const { CATALOG } = await import('/gallery/widget-catalog.js');
  return CATALOG.map(({ name, kinds }) => ({
    name,
    options: Object.entries(kinds).map(([key, { label, form, fallback, ordered }]) => ({
      key,
      label,
      ordered: ordered === true,
      type: form.type,
      words: form.words ?? [],
      min: form.min ?? 0,
      max: form.max ?? 0,
      longest: form.longest ?? 0,
      fallback: fallback === undefined ? '' : typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback),
    })),
  }));
}

function cardOf(index) {
  return document.querySelectorAll('widget-card')[index].shadowRoot;
}

/** Types, picks and ticks, and lets the page hear of it. @returns what the card tells then */
function setOptions([index, values]) {
  const card = cardOf(index);
  const heard = (control, type) => control.dispatchEvent(new Event(type, { bubbles: true }));
  const problems = {};
  for (const [label, value] of Object.entries(values)) {
    const control = controlOf(card, label);
    if (control instanceof HTMLFieldSetElement) tick(control, value.split(','), heard);
    else if (control.type === 'checkbox') {
      control.checked = value === '1';
      heard(control, 'change');
    } else {
      control.value = value;
      heard(control, control instanceof HTMLSelectElement ? 'change' : 'input');
    }
  }
  for (const label of Object.keys(values)) {
    const field = controlOf(card, label).closest('.field');
    const text = field.querySelector('.problem:not(.note)')?.textContent ?? '';
    if (text !== '') problems[label] = text;
  }
  return { address: card.querySelector('.address').value, size: card.querySelector('.note').textContent, problems };
}

function controlOf(card, label) {
  const legend = [...card.querySelectorAll('legend')].find((one) => one.textContent === label);
  if (legend) return legend.parentElement;
  return card.getElementById([...card.querySelectorAll('label')].find((one) => one.textContent === label).htmlFor);
}

/** In this order: what is to be first is moved there step by step. */
function tick(fieldset, words, heard) {
  for (const word of [...words].reverse()) {
    const item = [...fieldset.querySelectorAll('li')].find((one) => one.textContent.startsWith(word));
    const up = item?.querySelector('button');
    while (up && item.previousElementSibling) up.click();
  }
  for (const box of fieldset.querySelectorAll('input')) {
    if (box.checked === words.includes(box.value)) continue;
    box.checked = !box.checked;
    heard(box, 'change');
  }
}

const LONG = 'Wörter_und_mehr '.repeat(40);
const FIRST_NOTES = { 659: 'chime', 988: 'coin', 523: 'fanfare', 880: 'drop' };

/** Before the page's own scripts: notes the sounds instead of playing them, which a browser does after a click only. */
function listenToSounds() {
  window.obsstudio = {};
  window.notes = [];
  window.AudioContext = class {
    state = 'running';
    currentTime = 1;
  };
  window.OscillatorNode = class {
    constructor(_, { frequency }) {
      window.notes.push(frequency);
    }
    connect = (next) => next;
    start() {}
    stop() {}
  };
  window.GainNode = class {
    gain = { linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
    connect = (next) => next;
  };
}

/** @returns what a viewer sees of each option, as a text; and whether the browser source holds all of the widget */
async function lookAt(tag) {
  const widget = document.querySelector(tag);
  const style = getComputedStyle(widget);
  const look = {
    accent: style.getPropertyValue('--relay-accent'),
    text: style.getPropertyValue('--widget-text'),
    panel: style.getPropertyValue('--widget-panel'),
    font: style.fontFamily,
    size: String(Math.round((parseFloat(style.fontSize) / 24) * 100)),
    dir: style.direction,
    hints: String(Number(widget.shadowRoot.querySelector('.hint') !== null)),
  };
  await isDressed(widget);
  const looks = { 'alerts-widget': lookAtAlerts, 'goal-widget': lookAtGoal, 'stats-widget': lookAtStats };
  const held = await (looks[tag] ?? lookAtPanels)(widget, look);
  return { look, held };
}

/** Until the theme's style sheet is there. */
async function isDressed(widget) {
  while (widget.hasAttribute('data-undressed')) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function lookAtPanels(widget) {
  const samples = Object.values(await import('/gallery/moment-samples.js')).flat();
  for (const { event, data } of samples) widget.offer({ type: 'event', event, data: longestNames(data), origin: 'test' });
  await new Promise((resolve) => setTimeout(resolve, 30)); // a widget shows many events at once
  return isHeld([...widget.shadowRoot.querySelectorAll('.panel')]);
}

/** The same event, with names as long as Twitch allows. */
function longestNames(data) {
  const longest = { user_name: 'W'.repeat(25), title: 'W'.repeat(60) };
  const replaced = (value, key) => (Object.hasOwn(longest, key) ? longest[key] : value);
  return JSON.parse(JSON.stringify(data, (key, value) => replaced(value, key)));
}

/** All of these, without motion, in the browser source, and none of their text cut off at its side. */
function isHeld(elements) {
  return elements.every((one) => {
    for (const animation of one.getAnimations({ subtree: true })) {
      const endless = animation.effect.getComputedTiming().endTime === Infinity;
      endless ? animation.cancel() : animation.finish();
    }
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
}

function lookAtGoal(widget, look) {
  const root = widget.shadowRoot;
  look.metric = widget.dataset.metric;
  look.label = root.querySelector('.label bdi').textContent;
  if (look.metric !== 'twitch') {
    look.target = root.querySelector('.target').textContent;
    look.period = root.querySelector('.period').textContent.replace(/(^| · )\d+ d left$/, '');
  }
  return isHeld([...root.querySelectorAll('.panel, .numbers, .tile, .track, .foot')]);
}

function lookAtStats(widget, look) {
  const root = widget.shadowRoot;
  look.show = [...root.querySelectorAll('li')].map((one) => one.dataset.metric).join(',');
  look.layout = root.querySelector('ul').className;
  return isHeld([...root.querySelectorAll('li, .value')]);
}

/** A widget of its own for each kind of alert, because alerts come one after another. */
async function lookAtAlerts(widget, look) {
  const { EVENTS } = window.words;
  const shown = [];
  let held = true;
  let current = widget;
  const more = [
    ['channel.bits.use', { kind: 'power', sample: { user_name: 'Ann', type: 'power_up', bits: 5 } }],
    ['channel.chat.notification', { kind: 'streak', sample: { chatter_user_name: 'Ann', notice_type: 'watch_streak' } }],
    ['channel.channel_points_custom_reward_redemption.add', { kind: 'points', sample: { user_name: 'Ann', reward: { title: 'Hydrate' } } }],
    ['channel.hype_train.begin', { kind: 'hype', sample: { level: 1 } }],
    ['kofi.donation', { kind: 'donation', sample: { user_name: 'Ann', text: 'gave 5 EUR', amount: '5.00', currency: 'EUR' } }],
    ['shop.order', { kind: 'other', sample: { user_name: 'Ann', text: 'bought a shirt' } }],
  ];
  for (const [event, { kind, sample }] of [...Object.entries(EVENTS), ...more]) {
    const fresh = document.createElement('alerts-widget');
    fresh.setAttribute('preview', ''); // no events of the past
    current.replaceWith(fresh);
    current = fresh;
    await isDressed(fresh);
    window.notes = [];
    await fresh.offer({ type: 'event', event, data: longest(sample ?? {}), origin: 'test' });
    const box = fresh.shadowRoot.querySelector('.alert');
    if (!box) continue;
    shown.push(kind);
    look[`${kind}-text`] = box.querySelector('.words.own')?.textContent ?? '';
    look[`${kind}-color`] = box.style.getPropertyValue('--kind');
    look[`${kind}-sound`] = FIRST_NOTES[window.notes[0]] ?? 'none';
    look.align = fresh.shadowRoot.querySelector('.stage').style.getPropertyValue('--align');
    held &&= isHeld([box]);
  }
  look.show = shown.join(',');
  return held;
}

/** The same event, with as long a message as there is. */
function longest(sample) {
  const message = typeof sample.message === 'string' ? LONG : sample.message && { ...sample.message, text: LONG };
  return message ? { ...sample, message } : sample;
}
