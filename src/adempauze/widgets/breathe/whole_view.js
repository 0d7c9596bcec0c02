// A view that fills the screen: in the browser's full screen, or over the page where there is none, as on an iPhone.

import { listen } from "../_kit/kit.js";

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 * @param {() => void} changed is called when the view begins or stops to fill the screen
 */
export const makeWholeView = (root, signal, changed) => {
  let following = false; // the view fills the page as long as a session lasts
  let asked = false; // the reader asked for it, in a browser without full screen
  const page = document.documentElement;
  const isFull = () => document.fullscreenElement === root;
  const isWhole = () => following || asked || isFull();
  const show = () => {
    root.classList.toggle("az-whole", isWhole());
    page.classList.toggle("az-behind", isWhole());
  };
  const ask = (on) => {
    asked = on;
    show();
    changed();
  };
  const follow = (on) => {
    if (following === on) return;
    following = on;
    show();
  };
  const leave = () => {
    if (isFull()) document.exitFullscreen();
    else if (asked) ask(false);
  };
  const turn = () => {
    if (isFull() || asked) leave();
    else if (document.fullscreenEnabled) root.requestFullscreen().catch(() => ask(true));
    else ask(true);
  };
  /** Whether the reader can ask for a larger view than this, or leave it. */
  const canTurn = () => document.fullscreenEnabled || !following;
  listen(document, "fullscreenchange", () => {
    show();
    changed();
  }, signal);
  signal.addEventListener("abort", () => {
    page.classList.remove("az-behind");
    if (isFull()) document.exitFullscreen();
  });
  return { follow, leave, turn, canTurn, isWhole, isAsked: () => asked || isFull() };
};
