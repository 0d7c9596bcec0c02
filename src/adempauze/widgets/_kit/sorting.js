// Lists whose items can be reordered with buttons, with a choice of list, or by dragging. If there are several lists, the
// first one is for items without a place.

import { button, element, fill, listen } from "./kit.js";

export const without = (list, id) => list.filter((each) => each !== id);

/** Move an item to a place in list `to`; the others keep their order. */
export const putItem = (lists, id, to, place = Infinity) =>
  lists.map((list, i) => {
    const rest = without(list, id);
    return i === to ? [...rest.slice(0, place), id, ...rest.slice(place)] : rest;
  });

/** Move an item one step up (-1) or down (+1), from the end of a list into the next one, but never into list 0. */
export const stepItem = (lists, id, by) => {
  const at = lists.findIndex((list) => list.includes(id));
  if (at < 0) return lists;
  const place = lists[at].indexOf(id) + by;
  if (lists[at][place]) return putItem(lists, id, at, place);
  return at + by > 0 && lists[at + by] ? putItem(lists, id, at + by, by > 0 ? 0 : Infinity) : lists;
};

/** Return where an item dropped at height `y` lands; a zone is { top, bottom, middles: heights of its items }. */
export const dropPlace = (zones, y) => {
  const away = zones.map(({ top, bottom }) => Math.max(top - y, y - bottom, 0));
  const list = away.indexOf(Math.min(...away));
  return { list, place: zones[list].middles.filter((middle) => middle < y).length };
};

/** Make a row draggable by its handle. `zones` measures the lists without it; `mark` shows the landing place, or none for null. */
const dragBy = (handle, row, id, { zones, mark, drop }, signal) =>
  listen(handle, "pointerdown", (start) => {
    if (start.button) return;
    start.preventDefault();
    const dragging = new AbortController();
    let landing = null;
    const end = (landed) => {
      dragging.abort();
      row.style.transform = "";
      row.classList.remove("az-dragged");
      mark(id, null);
      if (landed && landing) drop(id, landing);
    };
    row.classList.add("az-dragged");
    listen(document, "pointermove", (event) => {
      row.style.transform = `translateY(${event.clientY - start.clientY}px)`;
      landing = dropPlace(zones(id), event.clientY);
      mark(id, landing);
    }, dragging.signal);
    listen(document, "pointerup", () => end(true), dragging.signal);
    listen(document, "pointercancel", () => end(false), dragging.signal);
    listen(document, "keydown", (event) => event.key === "Escape" && end(false), dragging.signal);
    listen(signal, "abort", () => end(false), dragging.signal);
  }, signal);

/**
 * Say what changed, with an Undo button: `keep(now, text)` remembers a state, `restore` goes back to it. After the last Undo
 * the button is hidden, so the element that `home` returns takes the focus.
 */
export const undoLine = ({ words, signal, restore, home }) => {
  const before = [];
  const said = element("span", { role: "status" });
  const show = () => { undo.hidden = !before.length; };
  const undo = button(words.undo, () => {
    restore(before.pop());
    said.textContent = words.undone;
    show();
    if (undo.hidden) home()?.focus();
  }, signal, { class: "az-quiet", hidden: true });
  const keep = (now, text) => {
    before.push(now);
    said.textContent = text;
    show();
  };
  const forget = () => {
    before.length = 0;
    show();
  };
  return { node: element("p", { class: "az-row az-small" }, said, undo), undo, keep, forget };
};

/**
 * Show the lists that `lists` returns. Each row is built once, so that it keeps its focus and listeners.
 * @param {object} options
 * @param {number} options.count
 * @param {() => string[][]} options.lists
 * @param {(id: string) => string} options.text
 * @param {Record<string, string>} options.words
 * @param {(lists: string[][], id: string) => void} options.move takes a new order
 * @param {(id: string) => { nodes: Node[], show: (at: number) => void }} [options.extra] makes more controls for a row
 * @param {AbortSignal} options.signal
 */
export const sortedLists = ({ count, lists, text, words, move, extra, signal }) => {
  const homes = Array.from({ length: count }, () => element("ol", { class: "az-sorted" }));
  const rows = new Map();
  const line = element("li", { class: "az-landing", "aria-hidden": "true" });
  const middle = (id) => {
    const { top, height } = rows.get(id).row.getBoundingClientRect();
    return top + height / 2;
  };
  const zones = (id) => homes.map((home, i) => {
    const area = home.parentElement;
    const { top, bottom } = area?.offsetHeight ? area.getBoundingClientRect() : { top: Infinity, bottom: Infinity };
    return { top, bottom, middles: without(lists()[i], id).map(middle) };
  });
  const mark = (id, landing) => {
    line.remove();
    if (!landing) return;
    const next = without(lists()[landing.list], id)[landing.place];
    homes[landing.list].insertBefore(line, rows.get(next)?.row ?? null);
  };
  const drop = (id, { list, place }) => move(putItem(lists(), id, list, place), id);
  const buildRow = (id) => {
    const handle = element("span", { class: "az-handle", "aria-hidden": "true" }, "\u22ee");
    const arrow = (sign, label, by) =>
      button(sign, () => {
        const next = stepItem(lists(), id, by);
        if (next !== lists()) move(next, id);
      }, signal, { class: "az-step", "aria-label": fill(label, { text: text(id) }) });
    const up = arrow("\u2191", words.up, -1);
    const down = arrow("\u2193", words.down, 1);
    const controls = element("span", { class: "az-row" }, up, down);
    const row = element("li", { class: "az-item" }, handle, element("span", { class: "az-text", dir: "auto" }, text(id)), controls);
    const more = extra?.(id);
    if (more) controls.append(...more.nodes);
    dragBy(handle, row, id, { zones, mark, drop }, signal);
    const show = () => {
      const now = lists();
      const at = now.findIndex((list) => list.includes(id));
      [up, down].forEach((each, i) => {
        each.hidden = at === 0 && count > 1;
        each.setAttribute("aria-disabled", String(stepItem(now, id, i ? 1 : -1) === now));
      });
      more?.show(at);
    };
    return { row, show };
  };
  const show = () => {
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    lists().flat().forEach((id) => rows.has(id) || rows.set(id, buildRow(id)));
    lists().forEach((list, i) => homes[i].replaceChildren(...list.map((id) => rows.get(id).row)));
    lists().flat().forEach((id) => rows.get(id).show());
    if (focused !== document.activeElement && focused?.isConnected) focused.focus();
  };
  return { homes, show };
};
