// Asks once, at the first word that is typed, whether to keep notes on this device. Until then the page alone has them.

import { button, element, listen } from "./kit.js";
import { problemInWords, tellChange } from "./notes.js";

/**
 * Make the question. It stays hidden until `wake` is called, and where the reader has already chosen.
 * @param {Store} store
 * @param {Record<string, string>} words
 * @param {AbortSignal} signal
 * @param {() => HTMLElement} home returns what gets the focus when the question goes away
 */
export const keepQuestion = (store, words, signal, home) => {
  const { page } = store;
  const status = element("p", { class: "az-small", role: "status" });
  const ask = matchMedia("(pointer: coarse)").matches ? words.keep_ask_phone : words.keep_ask;
  const finish = () => {
    const focused = node.contains(document.activeElement);
    node.hidden = true;
    if (focused) home().focus();
  };
  const keep = async () => {
    try {
      await store.ask("choose", { keep: "browser" });
      finish();
    } catch (error) {
      status.textContent = problemInWords(words, error.code);
    }
    tellChange({});
  };
  const refuse = () => {
    page.askedToKeep = true;
    finish();
  };
  const node = element("div", { role: "group", class: "az-keep az-stack", hidden: true, "aria-label": ask },
    element("p", { class: "az-title" }, ask),
    element("p", { class: "az-small" }, words.keep_means),
    element("div", { class: "az-row" }, button(words.keep_yes, keep, signal, { class: "az-primary" }), button(words.keep_no, refuse, signal)),
    status);
  const isOpen = () => store.home === "book" && page.keep === "page" && !page.askedToKeep;
  listen(page, "notes", () => { if (!isOpen()) node.hidden = true; }, signal);
  return { node, wake: () => { if (isOpen()) node.hidden = false; } };
};
