// Made by `python -m tools.extension` from widgets/help_box/widget.js and its parts: change that instead.
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
// Links to other sites. They open in a new tab, because leaving a page would lose notes that are not kept. The book's pages
// describe such links in one place (layout.html); elsewhere that place is missing.


const WEB = /^https?:\/\//;

/** Return a link to a web page, or the label as text for any other kind of address. */
export const webLink = (label, address) =>
  WEB.test(address)
    ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer", "aria-describedby": "course-outside" }, label)
    : label;
const EVERYWHERE = "ALL";
const URGENT = ["emergency", "crisis"];

/** The countries to show with their lines: all lines of the chosen one, or the urgent lines of all. */
const linesFor = (countries, chosen) =>
  chosen in countries
    ? [[chosen, countries[chosen]]]
    : Object.entries(countries).map(([code, lines]) => [code, lines.filter((line) => URGENT.includes(line.kind))]);

/** The `tel:` address of a number. */
export const telephone = (number) => `tel:${number.replace(/[^\d+]/g, "")}`;

const buildNumbers = (line, words) =>
  line.numbers.map(([number, option]) =>
    element("span", {},
      element("a", { href: telephone(number), class: "az-call", "aria-label": fill(words.call, { number, name: line.name }) }, number),
      option ? ` ${fill(words.option, { n: option })}` : null));

const buildLine = (line, words) => {
  const [label, address] = line.source;
  const where = line.url ? webLink(new URL(line.url).hostname.replace(/^www\./, ""), line.url) : null;
  const isNumber = line.numbers.some(([number]) => number === line.name);
  return element("li", { class: `az-line az-${line.kind}` },
    element("div", { class: "az-row" },
      isNumber ? null : element("strong", {}, line.name),
      ...buildNumbers(line, words),
      where),
    element("p", {}, line.purpose),
    line.details.length ? element("p", {}, `${line.details.join("; ")}.`) : null,
    element("p", { class: "az-small" }, `${words[line.secondary ? "secondary" : "read"]} `, webLink(label, address), "."));
};

const buildCountry = (code, lines, words) =>
  element("div", { class: "az-stack" },
    element("p", { class: "az-title" }, words[`country_${code}`]),
    lines.some((line) => line.kind === "emergency") ? null : element("p", { class: "az-notice" }, words.emergency_elsewhere),
    element("ul", { class: "az-stack" }, ...lines.map((line) => buildLine(line, words))));

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const countries = model.get("countries");
  const root = begin(model, el, "help-box", words.title);
  const id = uniqueId();
  const select = element("select", { id },
    ...[EVERYWHERE, ...Object.keys(countries)].map((code) => element("option", { value: code }, words[`country_${code}`])));
  const status = element("p", { class: "az-unseen", role: "status" });
  const lists = element("div", { class: "az-stack" });
  const show = () => {
    const shown = linesFor(countries, select.value);
    lists.replaceChildren(...shown.map(([code, lines]) => buildCountry(code, lines, words)));
    if (select.value === EVERYWHERE) lists.append(element("p", { class: "az-small" }, words.more));
  };
  select.value = model.get("country");
  listen(select, "change", () => {
    show();
    status.textContent = fill(words.shown, { country: words[`country_${select.value}`] });
  }, signal);
  root.append(
    element("p", { class: "az-title az-lead" }, words.title),
    element("p", {}, words.lead),
    element("div", { class: "az-where" }, element("label", { for: id }, words.country), select),
    status,
    lists,
    element("p", { class: "az-small" }, fill(words.checked, { date: model.get("checked") })));
  show();
};

export default { render };
