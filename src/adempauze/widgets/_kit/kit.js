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
