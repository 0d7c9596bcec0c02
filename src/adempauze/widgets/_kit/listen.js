// Reading aloud: the device speaks a text sentence by sentence, and the sentence it speaks is marked.
import { button, element, listen } from "./kit.js";
import { localVoice, whenVoicesChange } from "./voice.js";

const BLOCKS = "h1, h2, h3, p, li";
const SIGNS = ".jp-InternalAnchorLink, [aria-hidden=true]"; // what JupyterLab adds to a heading, and what is only seen
const MARK = "adempauze-spoken";
const READ = "adempauze-read"; // the block with the sentence, because a mark that any element may have slows every page
const QUIET_EDGE = 0.2; // share of the screen, above and below, in which a sentence is brought back to the middle

/**
 * Return the innermost blocks of text of an element, in reading order.
 * @param {ParentNode} root
 * @returns {HTMLElement[]}
 */
export const textBlocks = (root) =>
  /** @type {HTMLElement[]} */ ([...root.querySelectorAll(BLOCKS)]).filter((block) => !block.querySelector(BLOCKS));

const inSentences = (lang, text) => {
  if (!Intl.Segmenter) return [{ index: 0, segment: text }];
  return [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)];
};

/** Return the sentences of a block, each with its text and the range that it covers. */
const sentencesOf = (block, lang) => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const parts = [];
  let text = "";
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (node.parentElement?.closest(SIGNS)) continue;
    parts.push({ node, start: text.length });
    text += node.data;
  }
  const place = (index) => {
    const { node, start } = parts.findLast((part) => part.start <= index) ?? parts[0];
    return /** @type {[Text, number]} */ ([node, Math.min(index - start, node.length)]);
  };
  return inSentences(lang, text).filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment)).map(({ index, segment }) => {
    const range = document.createRange();
    range.setStart(...place(index));
    range.setEnd(...place(index + segment.trimEnd().length));
    return { block, range, text: segment.trim().replace(/\s+/g, " ") };
  });
};

const unmark = () => {
  globalThis.CSS?.highlights?.delete(MARK);
  document.querySelectorAll(`.${MARK}, .${READ}`).forEach((block) => block.classList.remove(MARK, READ));
};

const mark = ({ block, range }) => {
  unmark();
  const canMark = globalThis.Highlight && globalThis.CSS?.highlights;
  if (canMark) CSS.highlights.set(MARK, new Highlight(range));
  block.classList.add(canMark ? READ : MARK);
  const { top, bottom } = range.getBoundingClientRect();
  const edge = innerHeight * QUIET_EDGE;
  if (top < edge || bottom > innerHeight - edge) block.scrollIntoView({ block: "center" });
};

/**
 * Make the buttons that read a text aloud. They are hidden while the device has no voice of its own in the language.
 * @param {{ words: Record<string, string>, lang: string, blocks: () => HTMLElement[], signal: AbortSignal }} options
 */
export const makeReader = ({ words, lang, blocks, signal }) => {
  let sentences = [];
  let next = 0;
  let current = null; // the utterance that is spoken now; events of any other one are late
  const say = (text) => { status.textContent = text; };

  const speak = () => {
    const sentence = sentences[next];
    const voice = localVoice(lang);
    if (!sentence || !voice) return stop();
    mark(sentence);
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = () => {
      if (utterance !== current) return;
      next += 1;
      speak();
    };
    utterance.onerror = () => {
      if (utterance !== current) return;
      pause();
      say(words.failed);
    };
    current = utterance;
    speechSynthesis.speak(utterance);
  };

  // Browsers differ in how they pause speech, so a pause ends it, and going on begins the sentence again.
  const hush = () => {
    if (!current) return;
    current = null;
    speechSynthesis.cancel();
  };
  const show = (label, canStop) => {
    toggle.textContent = label;
    halt.hidden = !canStop;
    say("");
  };
  const pause = () => {
    hush();
    show(words.resume, true);
  };
  const stop = () => {
    if (document.activeElement === halt) toggle.focus({ preventScroll: true });
    hush();
    unmark();
    next = 0;
    sentences = [];
    show(words.play, false);
  };
  const goOn = () => {
    if (!sentences.length) sentences = blocks().flatMap((block) => sentencesOf(block, lang));
    show(words.pause, true);
    speechSynthesis.cancel(); // what another page left behind would come first
    speak();
  };

  const toggle = button(words.play, () => (current ? pause() : goOn()), signal);
  const halt = button(words.stop, stop, signal, { hidden: true });
  const status = element("span", { role: "status" });
  const node = element("div", { class: "adempauze-listen", lang, hidden: true }, toggle, halt, status);
  whenVoicesChange(() => { node.hidden = !localVoice(lang); }, signal);
  listen(document, "adempauze-breathe", () => current && pause(), signal); // a breath that begins has the floor
  listen(globalThis, "pagehide", stop, signal);
  signal.addEventListener("abort", stop);
  return node;
};
