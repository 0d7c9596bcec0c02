import { keepIfAsked } from "../_kit/asked.js";
import { begin, button, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { putItem, sortedLists, undoLine, without } from "../_kit/sorting.js";

const isGiven = (id) => id.startsWith("given-");
const RUNGS = ["unplaced", "early", "middle", "late"];

/** Read signals by rung from a note, each once; given signals that are not in the note have no rung yet. */
export const readLadder = (kept, given) => {
  const texts = new Map(given.map(({ key, text }) => [key, text]));
  const placed = new Set();
  const lists = RUNGS.map((rung) =>
    (Array.isArray(kept?.[rung]) ? kept[rung] : []).flatMap((entry) => {
      const { id, text } = entry ?? {};
      if (typeof id !== "string" || typeof text !== "string" || placed.has(id)) return [];
      placed.add(id);
      if (!texts.has(id)) texts.set(id, text);
      return [id];
    }));
  lists[0] = [...lists[0], ...given.map(({ key }) => key).filter((id) => !placed.has(id))];
  return { lists, texts };
};

/** The signals to keep: those on a rung, and the learner's own. */
export const writeLadder = ({ lists, texts }) =>
  Object.fromEntries(lists.map((list, i) => [RUNGS[i],
    list.filter((id) => i || !isGiven(id)).map((id) => ({ id, text: texts.get(id) }))]));

/** Merge two kept ladders: the second decides the order, and the first adds what the second does not have. */
export const joinLadders = (theirs, mine) => {
  const placed = new Set(RUNGS.flatMap((rung) => mine[rung].map(({ id }) => id)));
  const others = (rung) => (Array.isArray(theirs?.[rung]) ? theirs[rung] : []).filter((entry) => !placed.has(entry?.id));
  return Object.fromEntries(RUNGS.map((rung) => [rung, [...mine[rung], ...others(rung)]]));
};

const rungChoice = (words, label) =>
  element("select", { "aria-label": label }, ...RUNGS.map((rung, i) => element("option", { value: i }, i ? words[rung] : words.no_place)));

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const given = model.get("items");
  const root = begin(model, el, "ladder", words.title);
  let now = readLadder(null, given);
  const own = element("input", { type: "text", maxlength: 200, autocomplete: "off", id: uniqueId() });
  const when = rungChoice(words, words.add_when);
  when.value = "1";

  const show = () => {
    ladder.show();
    homes.forEach(({ node, nothing }, i) => {
      nothing.hidden = now.lists[i].length > 0;
      node.hidden = !i && !nothing.hidden;
    });
  };
  const take = (next) => {
    now = next;
    show();
    keeper.changed();
  };
  const undoing = undoLine({ words, signal, restore: take, home: () => root.querySelector(".az-item select") ?? own });
  const set = (lists, text) => {
    undoing.keep(now, text);
    take({ ...now, lists });
  };
  const whereIs = (lists, id) => {
    const at = lists.findIndex((list) => list.includes(id));
    return fill(words.moved, { text: now.texts.get(id), rung: words[RUNGS[at]], n: lists[at].indexOf(id) + 1, of: lists[at].length });
  };
  const move = (lists, id) => set(lists, whereIs(lists, id));
  const controls = (id) => {
    const text = { text: now.texts.get(id) };
    const select = rungChoice(words, fill(words.when, text));
    listen(select, "change", () => move(putItem(now.lists, id, Number(select.value)), id), signal);
    const drop = button("\u00d7", () => {
      set(now.lists.map((list) => without(list, id)), fill(words.removed, text));
      undoing.undo.focus();
    }, signal, { class: "az-step", "aria-label": fill(words.remove, text) });
    return { nodes: isGiven(id) ? [select] : [select, drop], show: (at) => { select.value = at; } };
  };
  const ladder = sortedLists({ count: RUNGS.length, lists: () => now.lists, text: (id) => now.texts.get(id), words, move, extra: controls, signal });
  const homes = ladder.homes.map((list, i) => {
    const id = uniqueId();
    const nothing = element("p", { class: "az-small" }, words.nothing);
    list.setAttribute("aria-labelledby", id);
    return { nothing, node: element("div", { class: `az-rung az-${RUNGS[i]}` }, element("p", { id, class: "az-title" }, words[RUNGS[i]],
      element("span", { class: "az-small" }, words[`${RUNGS[i]}_means`])), nothing, list) };
  });
  const form = element("form", { class: "az-row az-add" }, element("label", { for: own.id }, words.add_own), own, when, element("button", {}, words.add));
  listen(form, "submit", (event) => {
    event.preventDefault();
    const text = own.value.trim();
    if (text) {
      const id = uniqueId();
      const lists = putItem(now.lists, id, Number(when.value));
      now = { ...now, texts: new Map(now.texts).set(id, text) };
      move(lists, id);
      own.value = "";
    }
    own.focus();
  }, signal);
  const keeper = keepIfAsked({
    model,
    signal,
    kind: "ladder",
    read: () => {
      const kept = writeLadder(now);
      return Object.values(kept).some((list) => list.length) ? kept : null;
    },
    restore: (kept) => {
      now = readLadder(kept, given);
      undoing.forget();
      show();
    },
    join: joinLadders,
  });
  root.append(
    element("p", { class: "az-title" }, model.get("task")), element("p", { class: "az-small" }, words.private),
    form, ...homes.map(({ node }) => node), undoing.node, keeper.node);
  show();
};

export default { render };
