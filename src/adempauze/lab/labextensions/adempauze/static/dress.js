// One look for the widgets, in JupyterLab as in the book: one sheet with the styles of all widgets, in the book's order.

const { search } = new URL(import.meta.url);
const OURS = "--az-surface:"; // in each style that a widget brings along

/** @type {HTMLStyleElement | undefined} */
let sheet;

const isOurs = (node) => node !== sheet && node instanceof HTMLStyleElement && node.textContent?.includes(OURS);

/** Switch a widget's own styles off: they are in the sheet too, and a browser would ask each of them of each element. */
const undress = (node) => {
  if (isOurs(node)) node.media = "not all";
};

/** Load the sheet, once; until it is here, the styles that the widgets bring along count. */
export const dress = async () => {
  if (sheet) return;
  sheet = document.createElement("style");
  try {
    sheet.textContent = await (await fetch(new URL(`widgets.css${search}`, import.meta.url))).text();
    document.head.append(sheet);
    document.head.childNodes.forEach(undress);
  } catch {
    sheet = undefined; // the next widget tries again
  }
};

new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
  if (sheet?.isConnected) added.forEach(undress);
  else if (added.some(isOurs)) dress();
}).observe(document.head, { childList: true });
