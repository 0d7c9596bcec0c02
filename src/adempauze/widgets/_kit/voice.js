// The device's own voices. A voice that is not local would send the text to another computer, so it is never used.

const language = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/** Return a voice of the device itself in a language, or undefined. */
export const localVoice = (lang) =>
  globalThis.speechSynthesis?.getVoices().find((voice) => voice.localService && language(voice.lang) === language(lang));

/** Call `tell` now and whenever the device's voices change; many browsers load them late. */
export const whenVoicesChange = (tell, signal) => {
  tell();
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", tell, { signal });
};
