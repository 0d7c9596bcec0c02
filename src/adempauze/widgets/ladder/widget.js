import { keepIfAsked } from "../_kit/asked.js";
import { begin, element, listen, uniqueId } from "../_kit/kit.js";
import { putItem, sorter } from "../_kit/sorting.js";

const isGiven = (id) => id.startsWith("given-");
const listNames = (rungs) => ["unplaced", ...rungs, "aside"];

/** Read texts by rung from a note, each once; given texts that are not in the note have no rung yet. */
export const readLadder = (kept, given, rungs) => {
  const texts = new Map(given.map(({ key, text }) => [key, text]));
  const placed = new Set();
  const lists = listNames(rungs).map((name) =>
    (Array.isArray(kept?.[name]) ? kept[name] : []).flatMap((entry) => {
      const { id, text } = entry ?? {};
      if (typeof id !== "string" || typeof text !== "string" || placed.has(id)) return [];
      placed.add(id);
      if (!texts.has(id)) texts.set(id, text);
      return [id];
    }));
  lists[0] = [...lists[0], ...given.map(({ key }) => key).filter((id) => !placed.has(id))];
  return { lists, texts };
};

/** The texts to keep: those with a place, and the learner's own. */
export const writeLadder = ({ lists, texts }, rungs) =>
  Object.fromEntries(lists.map((list, i) => [listNames(rungs)[i],
    list.filter((id) => i || !isGiven(id)).map((id) => ({ id, text: texts.get(id) }))]));

/** Merge two kept ladders: the second decides the places, and the first adds what the second does not have. */
const joinLadders = (theirs, mine, rungs) => {
  const names = listNames(rungs);
  const placed = new Set(names.flatMap((name) => mine[name].map(({ id }) => id)));
  const others = (name) => (Array.isArray(theirs?.[name]) ? theirs[name] : []).filter((entry) => !placed.has(entry?.id));
  return Object.fromEntries(names.map((name) => [name, [...mine[name], ...others(name)]]));
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const given = model.get("items");
  const rungs = model.get("rungs");
  const root = begin(model, el, model.get("name"), words.title);
  let now = readLadder(null, given, rungs);

  const own = element("input", { type: "text", maxlength: 200, autocomplete: "off", id: uniqueId() });
  const form = element("form", { class: "az-row az-add" }, element("label", { for: own.id }, words.add_own), own, element("button", {}, words.add));
  listen(form, "submit", (event) => {
    event.preventDefault();
    const text = own.value.trim();
    if (!text) return own.focus();
    own.value = "";
    const id = uniqueId();
    sorting.add({ lists: putItem(now.lists, id, 0), texts: new Map(now.texts).set(id, text) }, id, text);
  }, signal);
  const sorting = sorter({
    rungs, words, signal,
    state: () => now,
    set: (next) => {
      now = next;
      sorting.show();
      keeper.changed();
    },
    text: (id) => now.texts.get(id),
    removable: (id) => !isGiven(id),
    beside: form,
  });
  const keeper = keepIfAsked({
    model,
    signal,
    kind: "ladder",
    read: () => {
      const kept = writeLadder(now, rungs);
      return Object.values(kept).some((list) => list.length) ? kept : null;
    },
    restore: (kept) => {
      now = readLadder(kept, given, rungs);
      sorting.renew();
    },
    join: (theirs, mine) => joinLadders(theirs, mine, rungs),
  });
  root.append(
    element("p", { class: "az-title" }, model.get("task")), element("p", { class: "az-small" }, words.private),
    ...sorting.nodes, keeper.node);
  sorting.show();
};

export default { render };
