import { keepIfAsked } from "../_kit/asked.js";
import { inJudgedWords, verdictScale } from "../_kit/judged.js";
import { begin, button, element, fill } from "../_kit/kit.js";
import { sortedLists, undoLine } from "../_kit/sorting.js";

/** Sort options from most to least support; of equal verdicts, the more certain one is first. */
export const byEvidence = (items) => [...items].sort((a, b) => b.verdict - a.verdict || b.certainty - a.certainty);

/** Repair an order, so that it has each option exactly once. */
export const wholeOrder = (order, keys) => {
  const known = [...new Set(order)].filter((key) => keys.includes(key));
  return [...known, ...keys.filter((key) => !known.includes(key))];
};

/** The order as a note, which is also readable in an exported file. */
const asKept = (order, item) => ({ order: order.map((id) => ({ id, text: item.get(id).text })) });

/** Read the order from a note; options that are not in it come last. */
export const readOrder = (kept, keys) =>
  wholeOrder((Array.isArray(kept?.order) ? kept.order : []).map((entry) => entry?.id), keys);

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const items = model.get("items");
  const root = begin(model, el, "evidence-ladder", words.title);
  const item = new Map(items.map((each) => [each.key, each]));
  let lists = [[...item.keys()]];
  let moved = false;

  const set = (next) => {
    lists = next;
    moved = true;
    ladder.show();
    keeper.changed();
  };
  const undoing = undoLine({ words, signal, restore: set, home: () => root.querySelector(".az-step") });
  const move = (next, id) => {
    undoing.keep(lists, fill(words.placed, { text: item.get(id).text, n: next[0].indexOf(id) + 1, of: items.length }));
    set(next);
  };
  const ladder = sortedLists({ count: 1, lists: () => lists, text: (id) => item.get(id).text, words, move, signal });
  const ends = (text) => element("p", { class: "az-small", "aria-hidden": "true" }, text);
  const sorting = element("div", { class: "az-stack" }, ends(words.top), element("div", {}, ...ladder.homes), ends(words.bottom),
    undoing.node);
  ladder.homes[0].setAttribute("aria-label", words.own_order);

  const answer = element("div", { class: "az-stack" });
  const place = (each) => fill(words.place, { n: lists[0].indexOf(each.key) + 1, of: items.length });
  const turn = (shown) => {
    sorting.hidden = shown;
    reveal.hidden = shown;
    back.hidden = !shown;
    answer.replaceChildren(...(shown ? [
      element("p", { class: "az-title", tabindex: -1 }, words.by_evidence),
      element("p", { class: "az-small" }, words.ties),
      element("ol", { class: "az-judged" }, ...byEvidence(items).map((each) => element("li", { class: "az-stack" },
        element("p", { class: "az-title", dir: "auto" }, each.text), verdictScale([[each.verdict, "theirs"]]),
        ...inJudgedWords(each, words), element("p", { class: "az-small" }, place(each)))))] : []));
    /** @type {HTMLElement} */ (shown ? answer.firstChild : reveal).focus();
  };
  const reveal = button(words.reveal, () => turn(true), signal, { class: "az-primary" });
  const back = button(words.back, () => turn(false), signal, { hidden: true });
  root.append(element("p", { class: "az-title" }, model.get("task")), sorting, answer, element("div", { class: "az-row" }, reveal, back));
  const keeper = keepIfAsked({
    model,
    signal,
    kind: "ladder",
    read: () => (moved ? asKept(lists[0], item) : null),
    restore: (kept) => {
      lists = [readOrder(kept, [...item.keys()])];
      moved = kept !== null;
      undoing.forget();
      ladder.show();
    },
    join: (_, mine) => mine,
  });
  root.append(keeper.node);
  ladder.show();
};

export default { render };
