// A sheet to take along: shown here, printed alone, copied, or kept as a Markdown file.
// It is { title, parts }, a part { title, texts, items, picture }: paragraphs, a list, an SVG; each may be missing.

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
      part.picture?.cloneNode(true),
      part.items?.length ? element("ul", {}, ...part.items.map((item) => element("li", {}, item))) : null)));

/** Print one node and nothing else of the page; the rule that hides the rest stands in kit.css. */
const printAlone = (node) => {
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

/** Copy a text; resolves to whether it worked. Without a secure address there is no clipboard, only the old command. */
const copyText = async (text, home) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = element("textarea", { class: "az-unseen", readonly: true });
    field.value = text;
    home.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
};

/** Print, copy and download, for the sheet that `read` gives and the node that `show` gives, at that moment. */
const sheetActions = (words, signal, { read, show, name }) => {
  const status = element("p", { class: "az-small", role: "status" });
  const row = element("div", { class: "az-row" });
  const copy = async () => {
    status.textContent = (await copyText(sheetMarkdown(read()), row)) ? words.sheet_copied : words.sheet_copy_failed;
  };
  row.append(
    button(words.sheet_print, () => printAlone(show()), signal),
    button(words.sheet_copy, copy, signal),
    button(words.sheet_save, () => offerFile(`${name}.md`, sheetMarkdown(read()), "text/markdown"), signal));
  return element("div", { class: "az-stack" }, row, status);
};
