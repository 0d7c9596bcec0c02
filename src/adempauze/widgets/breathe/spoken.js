import { localVoice } from "../_kit/voice.js";

/** Say words with a voice of the device itself; without one, nothing is said. */
export const makeSpeaker = (lang, signal) => {
  const hush = () => globalThis.speechSynthesis?.cancel();
  const say = (text) => {
    const voice = localVoice(lang);
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    hush(); // a late word would come in the wrong phase
    speechSynthesis.speak(utterance);
  };
  signal.addEventListener("abort", hush);
  return { say, hush };
};
