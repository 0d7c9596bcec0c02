import { keepIfAsked } from "../_kit/asked.js";
import { inJudgedWords, verdictScale } from "../_kit/judged.js";
import { begin, button, element, fill } from "../_kit/kit.js";
import { sorter } from "../_kit/sorting.js";

const RUNGS = ["strong", "some", "none"];
const PLACES = [...RUNGS, "aside"];

/** The rung on which the evidence puts an option, by its verdict. */
export const rungOf = (verdict) => RUNGS[verdict > 4 ? 0 : verdict > 2 ? 1 : 2];

/** Sort options from most to least support; of equal verdicts, the more certain one is first. */
export const byEvidence = (items) => [...items].sort((a, b) => b.verdict - a.verdict || b.certainty - a.certainty);

/**
 * Read the places of options from a note, each option exactly once. Notes of the first edition have an order without rungs:
 * such options are still to be placed, in that order.
 */
export const readPlaces = (kept, keys) => {
  const idsIn = (name) => (Array.isArray(kept?.[name]) ? kept[name] : []).map((entry) => entry?.id).filter((id) => keys.includes(id));
  const found = new Set();
  const fresh = (ids) => ids.filter((id) => !found.has(id) && found.add(id));
  const placed = PLACES.map((name) => fresh(idsIn(name)));
  return [fresh([...idsIn("order"), ...keys]), ...placed];
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const items = model.get("items");
  const root = begin(model, el, "evidence-ladder", words.title);
  const item = new Map(items.map((each) => [each.key, each]));
  const keys = [...item.keys()];
  let now = { lists: readPlaces(null, keys), order: null };

  const sorting = sorter({
    rungs: RUNGS, words, signal,
    state: () => now,
    set: (next) => {
      now = next;
      sorting.show();
      keeper.changed();
    },
    text: (id) => item.get(id).text,
  });
  const own = element("div", { class: "az-stack" }, ...sorting.nodes);
  const answer = element("div", { class: "az-stack" });
  const whereIs = (key) => PLACES[now.lists.findIndex((list) => list.includes(key)) - 1];
  const judged = (each) => {
    const [verdict, ...why] = inJudgedWords(each, words);
    const place = whereIs(each.key);
    return element("li", { class: "az-stack" },
      element("p", { class: "az-title", dir: "auto" }, each.text), verdictScale([[each.verdict, "theirs"]]), verdict,
      place ? element("p", { class: "az-small" }, fill(words.place, { rung: words[place] })) : null,
      element("details", { class: "az-stack" }, element("summary", {}, words.why), ...why));
  };
  const judgedRung = (rung, i) => {
    const here = byEvidence(items).filter(({ verdict }) => rungOf(verdict) === rung);
    return element("div", { class: `az-rung az-rung-${i + 1}` }, element("p", {}, words[rung]),
      here.length ? element("ol", { class: "az-judged" }, ...here.map(judged)) : element("p", {}, words.nothing_here));
  };
  const turn = (shown) => {
    own.hidden = shown;
    reveal.hidden = shown;
    back.hidden = !shown;
    answer.replaceChildren(...(shown ? [
      element("p", { class: "az-title", tabindex: -1 }, words.by_evidence), element("p", { class: "az-small" }, words.ties),
      ...RUNGS.map(judgedRung)] : []));
    /** @type {HTMLElement} */ (shown ? answer.firstChild : reveal).focus();
  };
  const reveal = button(words.reveal, () => turn(true), signal);
  const back = button(words.back, () => turn(false), signal, { hidden: true });
  root.append(element("p", { class: "az-title" }, model.get("task")), own, answer, element("div", { class: "az-row" }, reveal, back));

  const asKept = (list) => list.map((id) => ({ id, text: item.get(id).text })); // also readable in an exported file
  const keeper = keepIfAsked({
    model,
    signal,
    kind: "ladder",
    read: () => {
      const placed = Object.fromEntries(PLACES.map((name, i) => [name, asKept(now.lists[i + 1])]));
      const earlier = now.order ? { order: now.order } : {};
      return now.order || now.lists.slice(1).some((list) => list.length) ? { ...earlier, ...placed } : null;
    },
    restore: (kept) => {
      now = { lists: readPlaces(kept, keys), order: kept?.order ?? null };
      sorting.renew();
    },
    join: (theirs, mine) => ({ ...theirs, ...mine }),
  });
  root.append(keeper.node);
  sorting.show();
};

export default { render };
