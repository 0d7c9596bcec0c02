// One look for the widgets, in JupyterLab as in the book: one sheet with the styles of all widgets, in the book's order.

const { search } = new URL(import.meta.url);
const OURS = "--az-surface:"; // in each style that a widget brings along

/** @type {HTMLStyleElement | undefined} */
let sheet;

/** Load the sheet, once, and keep it last: each widget brings its own styles along, and the last of equal rules counts. */
export const dress = async () => {
  if (sheet) return;
  sheet = document.createElement("style");
  try {
    sheet.textContent = await (await fetch(new URL(`widgets.css${search}`, import.meta.url))).text();
    document.head.append(sheet);
  } catch {
    sheet = undefined; // the next widget tries again
  }
};

new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
  if (!added.some((node) => node !== sheet && node instanceof HTMLStyleElement && node.textContent?.includes(OURS))) return;
  if (sheet?.isConnected) document.head.append(sheet);
  else dress();
}).observe(document.head, { childList: true });
