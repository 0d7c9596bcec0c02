// A sheet to take along: shown here, printed alone, or kept as a Markdown file.
// It is { title, parts }, a part { title, texts, items }: paragraphs and a list; each may be missing.

/** A line of text that no reader of Markdown takes for markup: nothing in it becomes HTML, a link, a list or a heading. */
export const inert = (line) => line.replace(/[\\<[`*_]/g, "\\$&").replace(/^(\s*)([#>+-]|\d+[.)])/, "$1\\$2");

const inertLines = (text, between) => text.split(/\r\n|[\n\r\u2028\u2029]/).map(inert).join(between);

/** Write a sheet as Markdown. */
export const sheetMarkdown = ({ title, parts }) =>
  [
    `# ${inert(title)}`,
    ...parts.flatMap((part) => [
      ...(part.title ? [`## ${inert(part.title)}`] : []),
      ...(part.texts ?? []).map((text) => inertLines(text, "  \n")),
      ...(part.items?.length ? [part.items.map((item) => `- ${inertLines(item, "  \n  ")}`).join("\n")] : []),
    ]),
  ].join("\n\n") + "\n";

/** Show a sheet; it can take the focus. */
const sheetNode = ({ title, parts }) =>
  element("article", { class: "az-sheet az-stack", tabindex: -1, "aria-label": title },
    element("h3", { class: "az-title" }, title),
    ...parts.map((part) => element("section", { class: "az-stack" },
      part.title ? element("h4", {}, part.title) : null,
      ...(part.texts ?? []).map((text) => element("p", {}, text)),
      part.items?.length ? element("ul", {}, ...part.items.map((item) => element("li", {}, item))) : null)));

/** Print one node and nothing else of the page; the rule that hides the rest stands in kit.css. */
const printAlone = (node) => {
  document.querySelectorAll("body > .az-print").forEach((old) => old.remove()); // not every browser says when it has printed
  const copy = element("div", { class: "adempauze az-print", lang: node.closest("[lang]").lang }, node.cloneNode(true));
  const { classList } = document.documentElement;
  const tidy = () => {
    copy.remove();
    classList.remove("az-printing");
  };
  document.body.append(copy);
  classList.add("az-printing");
  globalThis.addEventListener("afterprint", tidy, { once: true });
  globalThis.print();
};

// A button that shows the sheet below it, from then on as `read` gives it (null: nothing to say yet; `refresh` after each
// change), with buttons to print, to download, and whatever `more` ones do.
const sheetMaker = (words, signal, read, ...more) => {
  const status = element("p", { class: "az-small", role: "status" });
  const place = element("div", { class: "az-stack", hidden: true });
  const refresh = () => {
    const sheet = place.hidden ? null : read();
    place.hidden = !sheet;
    if (sheet) place.firstChild.replaceWith(sheetNode(sheet));
  };
  const make = () => {
    place.hidden = false;
    refresh();
    status.textContent = place.hidden ? words.nothing : "";
    place.firstChild.focus();
  };
  place.append(element("div"), element("div", { class: "az-row" },
    button(words.sheet_print, () => printAlone(place.firstChild), signal),
    ...more,
    button(words.sheet_save, () => offerFile(`${words.file}.md`, sheetMarkdown(read()), "text/markdown"), signal)));
  return { node: element("div", { class: "az-stack" }, button(words.make, make, signal, { class: "az-primary" }), status, place), refresh };
};
