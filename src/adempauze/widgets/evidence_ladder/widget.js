/** The options from most to least support; the more certain verdict first among equals. */
export const byEvidence = (items) => [...items].sort((a, b) => b.verdict - a.verdict || b.certainty - a.certainty);

/** A kept order, made to hold each option exactly once. */
export const wholeOrder = (order, keys) => {
  const known = [...new Set(order)].filter((key) => keys.includes(key));
  return [...known, ...keys.filter((key) => !known.includes(key))];
};

/** The orders of this page, by ladder. They outlive a view, so a cell that runs again loses none. */
const pageOrders = () => (globalThis.adempauzeOrders ??= new Map());

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const items = model.get("items");
  const key = model.get("key");
  const root = begin(model, el, "evidence-ladder", words.title);
  const item = new Map(items.map((each) => [each.key, each]));
  const orders = pageOrders();
  let lists = [wholeOrder(orders.get(key) ?? [], [...item.keys()])];
  const before = [];
  const said = element("span", { role: "status" });

  const set = (next, text) => {
    lists = next;
    orders.set(key, lists[0]);
    ladder.show();
    undo.hidden = !before.length;
    said.textContent = text;
  };
  const move = (next, id) => {
    before.push(lists);
    set(next, fill(words.placed, { text: item.get(id).text, n: next[0].indexOf(id) + 1, of: items.length }));
  };
  const undo = button(words.undo, () => set(before.pop(), words.undone), signal, { class: "az-quiet", hidden: true });
  const ladder = sortedLists({ count: 1, lists: () => lists, text: (id) => item.get(id).text, words, move, signal });
  const ends = (text) => element("p", { class: "az-small", "aria-hidden": "true" }, text);
  const sorting = element("div", { class: "az-stack" }, ends(words.top), element("div", {}, ...ladder.homes), ends(words.bottom),
    element("p", { class: "az-row az-small" }, said, undo));
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
    (shown ? answer.firstChild : reveal).focus();
  };
  const reveal = button(words.reveal, () => turn(true), signal, { class: "az-primary" });
  const back = button(words.back, () => turn(false), signal, { hidden: true });
  root.append(element("p", { class: "az-title" }, model.get("task")), sorting, answer, element("div", { class: "az-row" }, reveal, back));
  ladder.show();
};

export default { render };
