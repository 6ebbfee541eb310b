/**
 * Short sounds made on the spot, so that there is nothing to load, and sounds of the media folder. Browsers keep both silent until
 * the page was touched; OBS does not.
 */
import { isFileName, mediaAddress } from './media-names.js';

/** Per sound: notes as [hertz, start, length] in seconds. */
const SOUNDS = {
  chime: [
    [659, 0, 0.5],
    [988, 0.12, 0.7],
  ],
  coin: [
    [988, 0, 0.09],
    [1319, 0.08, 0.5],
  ],
  fanfare: [
    [523, 0, 0.16],
    [659, 0.14, 0.16],
    [784, 0.28, 0.16],
    [1047, 0.42, 0.8],
  ],
  drop: [
    [880, 0, 0.14],
    [440, 0.1, 0.4],
  ],
};

export const SOUND_NAMES = [...Object.keys(SOUNDS), 'none'];

let context;

const FADE_STEPS = 8;
const FADE_PACE = 50;

/**
 * @param {string} name of a sound, or of a file of the media folder
 * @param {number} volume 0 to 1
 * @param {() => void} [missing] called if there is no such file, or none that the browser can play
 * @returns {() => void} ends a sound that lasts too long
 */
export function play(name, volume, missing) {
  if (isFileName(name ?? '')) return playFile(name, volume, missing);
  playNotes(SOUNDS[name], volume);
  return () => {}; // they are short
}

/** See `play`. */
export function playFile(name, volume, missing = () => {}) {
  if (volume <= 0) return () => {};
  const audio = new Audio(mediaAddress(name));
  audio.volume = volume;
  // AbortError: it was ended before it began. NotAllowedError: nobody has touched the page
  audio.play().catch(({ name: error }) => error === 'NotSupportedError' && missing());
  return () => fadeOut(audio, volume / FADE_STEPS);
}

function fadeOut(audio, step) {
  const timer = setInterval(() => {
    audio.volume = Math.max(0, audio.volume - step);
    if (audio.volume > 0 && !audio.ended) return;
    audio.pause();
    clearInterval(timer);
  }, FADE_PACE);
}

function playNotes(notes, volume) {
  if (!notes || volume <= 0 || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') context.resume().catch(() => {});
  if (context.state !== 'running' && context.currentTime === 0 && !navigator.userActivation?.hasBeenActive && !window.obsstudio) {
    return; // a sound that waits for a click would come with the wrong alert
  }
  for (const [pitch, start, length] of notes) note(pitch, context.currentTime + start, length, volume);
}

function note(pitch, at, length, volume) {
  const tone = new OscillatorNode(context, { type: 'triangle', frequency: pitch });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.linearRampToValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(volume * 0.4, at + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + length);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + length);
}
