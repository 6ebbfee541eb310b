/**
 * Reads alerts aloud, with the voices of the computer (the browser's speech synthesis). How long an alert stays for that is
 * estimated from its text, so that all widgets show the same, whatever their voices. No DOM.
 */
import { sayAlert } from './alert-text.js';

const BEGIN = 1_500;
const PER_CHARACTER = 80;
const LONGEST = 30_000;
const PATIENCE = 3_000; // browsers load their voices late
const MOST_CHARACTERS = 350;

/**
 * @param {Alert} alert
 * @param {string} template see `sayAlert`
 * @param {object} options of the widget
 * @returns {string} what is read aloud; empty for nothing
 */
export function spoken(alert, template, options) {
  if (alert.kind === 'cheer' && alert.count < options['speech-bits']) return '';
  const message = alert.message ?? '';
  const words = sayAlert(alert, template).map(({ text }) => text).join('');
  const all = template?.includes('{message}') || message === '' ? words : `${words}. ${message}`;
  return [...(options.speech === 'all' ? all : message)].slice(0, MOST_CHARACTERS).join('').trim();
}

/** @returns {number} the time that a text takes, in milliseconds */
export function timeToSpeak(text) {
  return text === '' ? 0 : Math.min(LONGEST, BEGIN + text.length * PER_CHARACTER);
}

/**
 * @param {object} options of the widget
 * @returns {() => void} ends it
 */
export function speak(text, options) {
  const { speechSynthesis: voices, SpeechSynthesisUtterance: Utterance } = globalThis;
  if (text === '' || !voices || options['speech-volume'] === 0) return () => {};
  const said = new Utterance(text);
  const wanted = options['speech-voice'].toLowerCase();
  const local = localVoices(voices);
  const fits = ({ name, lang }) => `${name} ${lang}`.toLowerCase().includes(wanted);
  const voice = (wanted !== '' && local.find(fits)) || (local.find((one) => one.default) ?? local[0]);
  if (!voice) return () => {};
  said.voice = voice;
  said.volume = options['speech-volume'] / 100;
  voices.speak(said);
  return () => voices.cancel();
}

/** Some browsers also have voices of their maker, which send the text to a server. */
const localVoices = (voices) => voices.getVoices().filter(({ localService }) => localService !== false);

/** @returns {Promise<boolean>} whether this browser has a voice of the computer */
export async function hasVoices() {
  const { speechSynthesis: voices } = globalThis;
  if (!voices) return false;
  if (localVoices(voices).length > 0) return true;
  await new Promise((resolve) => {
    voices.addEventListener?.('voiceschanged', resolve, { once: true });
    setTimeout(resolve, PATIENCE);
  });
  return localVoices(voices).length > 0;
}
