import { listen } from "../_kit/kit.js";

const PITCH = { in: 330, more: 392, hold: 294, out: 247, pause: 220, done: 196 }; // hertz
const DRIFT = 0.05; // seconds; a larger difference between audio clock and session reschedules the cues

/**
 * Soft tones, scheduled on the audio clock for the whole session, so that they are on time even in a hidden tab.
 * @param {AbortSignal} signal
 * @param {() => void} changed is called when the device stops the sound or lets it through
 */
export const makeTone = (signal, changed) => {
  const open = new Set();
  let sound = null;
  const close = (context) => {
    if (open.delete(context)) context.close();
  };
  const schedule = (elapsed, changes) => {
    const { context, pitch, level } = sound;
    sound.zero = context.currentTime - elapsed / 1000;
    level.cancelScheduledValues(0);
    pitch.cancelScheduledValues(0);
    for (const { phase, at } of changes) {
      const time = Math.max(context.currentTime, sound.zero + at / 1000);
      pitch.setValueAtTime(PITCH[phase], time);
      level.setTargetAtTime(0.12, time, 0.04);
      level.setTargetAtTime(0, time + 0.2, 0.3);
    }
  };
  const play = () => {
    if (sound || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    listen(context, "statechange", changed, signal);
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = 0;
    oscillator.connect(gain).connect(context.destination);
    oscillator.start();
    open.add(context);
    sound = { context, pitch: oscillator.frequency, level: gain.gain, zero: null };
  };
  const stop = (after) => {
    if (!sound) return;
    const { context, level } = sound;
    sound = null;
    if (!after) {
      level.cancelScheduledValues(0);
      level.setTargetAtTime(0, context.currentTime, 0.03);
    }
    setTimeout(() => close(context), after || 200);
  };
  /** Resume sound that the device suspended, for example during a phone call. */
  const wake = () => {
    if (sound && sound.context.state !== "running") sound.context.resume().catch(() => {});
  };
  const follow = (elapsed, changes) => {
    if (sound?.context.state !== "running") return;
    const drift = sound.zero === null ? Infinity : Math.abs(sound.context.currentTime - elapsed / 1000 - sound.zero);
    if (drift > DRIFT) schedule(elapsed, changes());
  };
  signal.addEventListener("abort", () => open.forEach(close));
  /** Whether a sound is on that the device does not let through. */
  const isSilent = () => Boolean(sound) && sound.context.state !== "running";
  return { play, stop, follow, wake, isSilent };
};
