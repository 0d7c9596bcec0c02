// A sheet to take along, which can be shown, printed alone, or downloaded as a Markdown file.

import { button, canPrint, element, offerFile } from "./kit.js";

/** Escape a line of text, so that Markdown shows it as plain text. */
const inert = (line) => line.replace(/[\\<[`*_]/g, "\\$&").replace(/^(\s*)([#>+-]|\d+[.)])/, "$1\\$2");

const inertLines = (text, between) => text.split(/\r\n|[\n\r\u2028\u2029]/).map(inert).join(between);

/**
 * Write a sheet as Markdown.
 * @param {Sheet} sheet
 */
export const sheetMarkdown = ({ title, parts }) =>
  [
    `# ${inert(title)}`,
    ...parts.flatMap((part) => [
      ...(part.title ? [`## ${inert(part.title)}`] : []),
      ...(part.texts ?? []).map((text) => inertLines(text, "  \n")),
      ...(part.items?.length ? [part.items.map((item) => `- ${inertLines(item, "  \n  ")}`).join("\n")] : []),
    ]),
  ].join("\n\n") + "\n";

/**
 * Return a sheet as an element that can take the focus.
 * @param {Sheet} sheet
 */
const sheetNode = ({ title, parts }) =>
  element("article", { class: "az-sheet az-stack", tabindex: -1, "aria-label": title },
    element("h3", { class: "az-title" }, title),
    ...parts.map((part) => element("section", { class: "az-stack" },
      part.title ? element("h4", {}, part.title) : null,
      ...(part.texts ?? []).map((text) => element("p", {}, text)),
      part.items?.length ? element("ul", {}, ...part.items.map((item) => element("li", {}, item))) : null)));

const OURS = 1000; // milliseconds in which a browser that prints later than it was asked to begins

/** Print one node alone; kit.css hides the rest of the page. */
const printAlone = (node) => {
  document.querySelectorAll("body > .az-print").forEach((old) => old.remove());
  const copy = element("div", { class: "adempauze az-print", lang: node.closest("[lang]").lang }, node.cloneNode(true));
  const { classList } = document.documentElement;
  const over = new AbortController();
  const tidy = () => {
    over.abort();
    copy.remove();
    classList.remove("az-printing");
  };
  const until = (type, handler) => globalThis.addEventListener(type, handler, { signal: over.signal });
  document.body.append(copy);
  classList.add("az-printing");
  until("afterprint", tidy);
  let begun = false;
  let asked = Infinity;
  until("beforeprint", () => {
    if (begun || performance.now() > asked + OURS) tidy(); // not all browsers send "afterprint", and this is another print
    begun = true;
  });
  globalThis.print();
  asked = performance.now();
  until("pointerdown", tidy);
  until("keydown", tidy);
};

/**
 * Make a button that shows the sheet, with buttons to print and download it and `more` buttons. `read` returns the sheet, or
 * null while it is empty; call `refresh` after each change.
 * @param {Record<string, string>} words
 * @param {AbortSignal} signal
 * @param {() => Sheet | null} read
 * @param {...HTMLElement} more
 */
export const sheetMaker = (words, signal, read, ...more) => {
  const status = element("p", { class: "az-small", role: "status" });
  const place = element("div", { class: "az-stack", hidden: true });
  let shown = "";
  const refresh = () => {
    const sheet = place.hidden ? null : read();
    place.hidden = !sheet;
    const now = JSON.stringify(sheet);
    if (sheet && now !== shown) place.lastChild?.replaceWith(sheetNode(sheet));
    shown = now;
  };
  const make = () => {
    place.hidden = false;
    refresh();
    status.textContent = place.hidden ? words.nothing : "";
    /** @type {HTMLElement} */ (place.lastChild).focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  };
  const save = () => {
    const sheet = read();
    if (sheet) offerFile(`${words.file}.md`, sheetMarkdown(sheet), "text/markdown");
  };
  const print = () => {
    const able = canPrint();
    status.textContent = able ? "" : words.print_refused;
    if (able) printAlone(place.lastChild);
  };
  place.append(element("div", { class: "az-row" },
    button(words.sheet_print, print, signal),
    ...more,
    button(words.sheet_save, save, signal)), element("div")); // the buttons come first, because a sheet can be long
  return { node: element("div", { class: "az-stack" }, button(words.make, make, signal, { class: "az-primary" }), status, place), refresh };
};
