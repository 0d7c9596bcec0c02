// Items to sort, one at a time: one is in hand, and a touch on a rung puts it there. Of the lists, the first holds what is
// still to sort, and the last what was put aside.

import { button, element, fill, uniqueId } from "./kit.js";

/** Move an item to the end of list `to`, or out of all lists; the others keep their order. */
export const putItem = (lists, id, to) =>
  lists.map((list, i) => [...list.filter((each) => each !== id), ...(i === to ? [id] : [])]);

/** Return the item to sort now: `held` if it is in a list, otherwise the first that has no place yet, or null. */
export const inHand = (lists, held) => (lists.some((list) => list.includes(held)) ? held : lists[0][0] ?? null);

/** Say what changed, with an Undo button: `keep` remembers a state, and `restore` goes back to it. */
const undoLine = ({ words, signal, restore }) => {
  const before = [];
  const said = element("span", { role: "status" });
  const show = () => { undo.hidden = !before.length; };
  const undo = button(words.undo, () => {
    said.textContent = words.undone;
    restore(before.pop());
    show();
  }, signal, { class: "az-quiet", hidden: true });
  /** `unseen` is said to a screen reader alone, because the page shows it already. */
  const keep = (state, text, unseen) => {
    before.push(state);
    said.replaceChildren(text, element("span", { class: "az-unseen" }, ` ${unseen}`));
    show();
  };
  const forget = () => {
    before.length = 0;
    show();
  };
  return { node: element("p", { class: "az-row az-small" }, said, undo), undo, keep, forget };
};

/**
 * Show the item in hand, and below it the rungs with what is on them.
 * @param {object} options
 * @param {string[]} options.rungs names of the rungs; `words` has each of them, and its explanation as `…_means`
 * @param {() => { lists: string[][] }} options.state
 * @param {(state: any) => void} options.set takes a new state
 * @param {(id: string) => string} options.text
 * @param {Record<string, string>} options.words
 * @param {(id: string) => boolean} [options.removable]
 * @param {HTMLElement | null} [options.beside] stands between the item in hand and the rungs
 * @param {AbortSignal} options.signal
 */
export const sorter = ({ rungs, state, set, text, words, removable = () => false, beside = null, signal }) => {
  const names = ["unplaced", ...rungs, "aside"];
  const aside = names.length - 1;
  const chips = new Map();
  let held = null;

  const left = element("p", { class: "az-small" });
  const title = element("p", { class: "az-title az-held", id: uniqueId(), tabindex: -1, dir: "auto" });
  const choices = names.map((name, i) => {
    const [id, look] = [uniqueId(), i === aside ? "az-quiet" : `az-choose az-rung-${i}`];
    const choice = button("", () => place(i), signal, { class: look, "aria-labelledby": id, "aria-describedby": `${id}-means` });
    choice.append(element("span", { id }, words[name]), element("small", { id: `${id}-means` }, words[`${name}_means`]));
    return choice;
  });
  const remove = button(words.remove, () => change(-1, fill(words.removed, { text: text(held) })), signal, { class: "az-quiet" });
  const hand = element("div", { class: "az-hand az-stack", role: "group", "aria-labelledby": title.id }, left, title,
    element("div", { class: "az-choices" }, ...choices.slice(1)), remove);
  const zones = names.map((name, i) => {
    const id = uniqueId();
    const list = element("ul", { class: "az-sorted", "aria-labelledby": id });
    const nothing = element("p", { class: "az-small" }, words.nothing);
    return { list, nothing, node: element("div", { class: `az-rung az-rung-${i} az-${name}` }, element("p", { id }, words[name]), nothing, list) };
  });
  const undoing = undoLine({ words, signal, restore: (before) => {
    held = before.held;
    set(before.state);
    if (hand.hidden) beside?.querySelector("input")?.focus();
    else title.focus();
  } });

  /** Put the item in hand on a rung, or nowhere, and take the next one. */
  const change = (to, said) => {
    const lists = putItem(state().lists, held, to);
    const next = inHand(lists, null);
    undoing.keep({ state: state(), held }, said, next ? fill(words.next, { text: text(next) }) : words.all_placed);
    held = next;
    set({ ...state(), lists });
    if (to < 0) undoing.undo.focus();
    else if (!next) title.focus();
  };
  const place = (to) => change(to, fill(words.placed, { text: text(held), rung: words[names[to]] }));
  const take = (id) => {
    held = id;
    show();
    title.focus();
  };
  /** Take a new state in which an item is new, and that item in hand. */
  const add = (next, id, itsText) => {
    undoing.keep({ state: state(), held }, fill(words.next, { text: itsText }), "");
    held = id;
    set(next);
    choices[1].focus();
  };
  const chipOf = (id) => {
    const chip = button(text(id), () => take(id), signal, { class: "az-chip", dir: "auto" });
    return { chip, row: element("li", {}, chip) };
  };
  const show = () => {
    const { lists } = state();
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    held = inHand(lists, held);
    const at = lists.findIndex((list) => list.includes(held));
    hand.hidden = lists.every((list) => !list.length);
    left.textContent = lists[0].length ? fill(words.left, { n: lists[0].length }) : "";
    title.textContent = held ? text(held) : words.all_placed;
    choices.forEach((choice, i) => {
      choice.hidden = !held;
      if (at > 0) choice.setAttribute("aria-pressed", String(i === at));
      else choice.removeAttribute("aria-pressed");
    });
    remove.hidden = !held || !removable(held);
    remove.setAttribute("aria-label", held ? fill(words.remove_this, { text: text(held) }) : words.remove);
    lists.forEach((list, i) => {
      const shown = list.filter((id) => i || id !== held);
      shown.forEach((id) => chips.has(id) || chips.set(id, chipOf(id)));
      shown.forEach((id) => {
        const { chip } = chips.get(id);
        chip.setAttribute("aria-label", fill(words[i ? "take" : "choose"], { text: text(id), rung: words[names[i]] }));
        chip.classList.toggle("az-taken", id === held);
      });
      zones[i].list.replaceChildren(...shown.map((id) => chips.get(id).row));
      zones[i].nothing.hidden = shown.length > 0;
      zones[i].node.hidden = !shown.length && (i === 0 || i === aside);
    });
    if (focused !== document.activeElement && focused?.isConnected) focused.focus();
  };
  /** Show a state that was read from a note: there is nothing to undo, and the first item to sort is in hand. */
  const renew = () => {
    undoing.forget();
    held = null;
    show();
  };
  const [unplaced, ...others] = zones.map(({ node }) => node);
  return { nodes: [hand, undoing.node, ...(beside ? [beside] : []), ...others, unplaced], show, add, renew };
};
