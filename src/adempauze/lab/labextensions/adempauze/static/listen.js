// Made by `python -m tools.extension` from lab/listen.js and its parts: change that instead.
// Elements, words and numbers for all widgets. Text is always inserted as text, never as markup.

/**
 * Build an element. Attributes and children that are null or undefined are left out, as are attributes that are false.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "style") node.style.cssText = String(value); // the book's pages allow no styles as attributes
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  // JupyterLab's shortcuts, such as the arrow keys, are off within a widget.
  node.dataset.lmSuppressShortcuts = "";
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

/**
 * Call `handler` on events of `target` until the view goes away.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} handler
 * @param {AbortSignal} signal
 */
export const listen = (target, type, handler, signal) => target.addEventListener(type, handler, { signal });

/**
 * Make a button that calls `handler` when it is pressed.
 * @param {string} label
 * @param {() => void} handler
 * @param {AbortSignal} signal
 * @param {Record<string, unknown>} attributes
 */
export const button = (label, handler, signal, attributes = {}) => {
  const node = element("button", { type: "button", ...attributes }, label);
  listen(node, "click", handler, signal);
  return node;
};

/**
 * Put values into a message: fill("{n} left", { n: 3 }).
 * @param {string} message
 * @param {Record<string, unknown>} values
 */
export const fill = (message, values) => message.replace(/\{(\w+)\}/g, (all, key) => String(values[key] ?? all));

const lastTexts = new WeakMap();

/** Write a text if it is new. The page is never asked, because a browser that translates it changes the text there. */
export const setText = (node, text) => {
  if (lastTexts.get(node) === text) return;
  lastTexts.set(node, text);
  node.textContent = text;
};

/** Format a number for a language. */
export const inWords = (lang, value, digits = 0) =>
  new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/**
 * Format a date for a language; English is British, with the day before the month.
 * @param {string} lang
 * @param {Date | number} date
 * @param {Intl.DateTimeFormatOptions} parts
 */
export const dated = (lang, date, parts) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts).format(date);

/** Format a moment: the time alone for today, such as 14:03, otherwise the day and the time. */
export const moment = (lang, date) => {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = date.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "long" };
  return dated(lang, date, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};

/** Make an id that is unique in the page. */
export const uniqueId = () => `az-${Math.random().toString(36).slice(2)}`;

/** Whether the browser can print: those within apps often cannot. */
export const canPrint = () => typeof globalThis.print === "function";

/** Download a text as a file. */
export const offerFile = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

/**
 * Begin a view with a root element that has the widget's class, language and accessible name.
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {string} name
 * @param {string} label
 */
export const begin = (model, el, name, label) => {
  const root = element("div", {
    role: "group", // not a landmark, because a lesson has many widgets
    class: `adempauze az-${name}`,
    lang: model.get("lang"),
    "aria-label": label,
  });
  el.replaceChildren(root);
  return root;
};
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
// Reading aloud: the device speaks a text sentence by sentence, and the sentence it speaks is marked.

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
// The buttons that read a lesson's open part aloud in JupyterLab. `tools/extension.py` joins this file and its parts into
// `static/listen.js`, because JupyterLab serves the files of that folder alone.

/** Make the buttons for a notebook; cells whose ids are in `folded` are not read. */
export default (notebook, { lang, words, folded }) => {
  const page = new AbortController();
  notebook.disposed.connect(() => page.abort());
  const isOpen = ({ model }) => model.type === "markdown" && !folded.has(model.id);
  const blocks = () => notebook.widgets.filter(isOpen).flatMap(({ node }) => textBlocks(node.querySelector(".jp-RenderedMarkdown")));
  const reader = makeReader({ words, lang, blocks, signal: page.signal });
  // JupyterLab would edit the cell on a double click.
  for (const type of ["mousedown", "dblclick"]) reader.addEventListener(type, (event) => event.stopPropagation());
  return reader;
};
