/** Short sounds made on the spot, so that there is nothing to load. Browsers keep them silent until the page was touched; OBS does not. */

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

/** @param {number} volume 0 to 1 */
export function play(name, volume) {
  const notes = SOUNDS[name];
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
