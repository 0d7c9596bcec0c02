import { keepNote } from "../_kit/keep.js";
import { begin, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { openNotes } from "../_kit/notes.js";
import { sheetMaker } from "../_kit/sheet.js";

const KEY = "12-your-next-step/plan";
const KIND = "plan";
const EXCERPT = 90;

/** Read a plan from a note; missing or malformed fields are empty. */
export const readPlan = (text) => {
  let plan;
  try {
    plan = JSON.parse(text);
  } catch {
    plan = null;
  }
  const word = (value) => (typeof value === "string" ? value : "");
  const list = (value) => (Array.isArray(value) ? value : []);
  return {
    pairs: list(plan?.pairs).map((pair) => ({ when: word(pair?.when), then: word(pair?.then) })).filter(isBegun),
    step: word(plan?.step),
    person: word(plan?.person),
    chosen: list(plan?.chosen).map(word).filter(Boolean),
  };
};

const isBegun = (pair) => Boolean(pair.when || pair.then);

/** Return a plan as the text of a note, or an empty text for an empty plan. */
export const writePlan = ({ pairs, step, person, chosen }) => {
  const begun = pairs.filter(isBegun);
  return begun.length || step || person || chosen.length ? JSON.stringify({ pairs: begun, step, person, chosen }) : "";
};

/** Merge two plans without losing text of either. */
export const joinPlans = (theirs, mine) => {
  const [before, own] = [theirs, mine].map(readPlan);
  const same = (one) => (other) => one.when === other.when && one.then === other.then;
  const both = (one, other) => (!one || other.includes(one) ? other : one.includes(other) ? one : `${one}\n\n${other}`);
  return writePlan({
    pairs: [...own.pairs, ...before.pairs.filter((pair) => !own.pairs.some(same(pair)))],
    step: both(before.step, own.step),
    person: both(before.person, own.person),
    chosen: [...new Set([...before.chosen, ...own.chosen])],
  });
};

const textField = (label, hint, value, signal, onInput, rows = 2) => {
  const id = uniqueId();
  const field = element("textarea", { id, rows, autocomplete: "off", "aria-describedby": hint && `${id}-hint` });
  field.value = value;
  listen(field, "input", () => onInput(field.value), signal);
  return element("div", { class: "az-stack" }, element("label", { for: id, class: "az-title" }, label),
    hint && element("p", { id: `${id}-hint`, class: "az-small" }, hint), field);
};

const group = (title, hint, ...content) =>
  element("fieldset", { class: "az-stack" },
    element("legend", { class: "az-title" }, title), element("p", { class: "az-small" }, hint), ...content);

/** Rebuild a form, but keep the focus and the cursor in place. */
const redraw = (form, nodes) => {
  /** @type {() => HTMLTextAreaElement[]} */
  const fields = () => [...form.querySelectorAll("textarea, input, button")];
  const field = /** @type {HTMLTextAreaElement} */ (document.activeElement ?? form);
  const at = fields().indexOf(field);
  const [from, to] = [field.selectionStart, field.selectionEnd];
  form.replaceChildren(...nodes);
  const again = at < 0 ? null : fields()[at];
  again?.focus();
  again?.setSelectionRange?.(from, to);
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const store = openNotes(model, signal);
  const root = begin(model, el, "plan", words.title);
  const form = element("div", { class: "az-parts" });
  let plan = null;
  let reflections = [];

  const note = keepNote({
    model, store, signal, key: KEY, kind: KIND,
    join: joinPlans,
    take: (text) => {
      plan = readPlan(text);
      draw();
    },
    beside: async () => {
      reflections = (await store.notes("reflection")).filter(({ text }) => text.trim());
      if (plan) draw();
    },
    hears: () => true,
  });
  const change = (part) => {
    Object.assign(plan, part);
    note.write(writePlan(plan) || null);
    sheet.refresh();
  };

  const titleOf = ({ key }) => {
    const [lesson] = key.split("/");
    return words[lesson] ?? lesson;
  };
  const single = (name) => textField(words[name], words[`${name}_hint`], plan[name], signal, (text) => change({ [name]: text }));
  const pairFields = (pair, list) => {
    const fields = ["when", "then"].map((name) => textField(words[name], null, pair[name], signal, (text) => {
      pair[name] = text;
      if (plan.pairs.every(isBegun)) addPair(list);
      change();
    }, 1));
    list.append(element("div", { class: "az-pair az-stack" }, ...fields));
  };
  const addPair = (list) => {
    plan.pairs.push({ when: "", then: "" });
    pairFields(plan.pairs.at(-1), list);
  };
  const choice = (note) => {
    const box = element("input", { type: "checkbox", autocomplete: "off", checked: plan.chosen.includes(note.key) });
    listen(box, "change", () => {
      change({ chosen: [...plan.chosen.filter((key) => key !== note.key), ...(box.checked ? [note.key] : [])] });
    }, signal);
    const start = note.text.length > EXCERPT ? `${note.text.slice(0, EXCERPT)}…` : note.text;
    return element("label", { class: "az-choice" }, box, element("span", {}, element("b", {}, titleOf(note)), " ", start));
  };

  const readSheet = () => {
    const items = plan.pairs.filter(isBegun).map((pair) => fill(words.line, { when: pair.when || "…", then: pair.then || "…" }));
    const mine = reflections.filter((note) => plan.chosen.includes(note.key));
    /** @type {SheetPart[]} */
    const parts = [
      { title: words.step, texts: [plan.step] },
      { title: words.pairs, texts: [], items },
      { title: words.person, texts: [plan.person] },
      ...mine.map((note) => ({ title: titleOf(note), texts: [note.text] })),
    ].filter((part) => part.texts.join("").trim() || part.items?.length);
    return parts.length ? { title: words.title, parts } : null;
  };
  const sheet = sheetMaker(words, signal, readSheet);

  const build = {
    "if-then": () => {
      const list = element("div", { class: "az-stack" });
      plan.pairs.forEach((pair) => pairFields(pair, list));
      addPair(list);
      return group(words.pairs, words.pairs_hint, list);
    },
    step: () => single("step"),
    person: () => single("person"),
    notes: () => group(words.notes, reflections.length ? words.notes_hint : words.notes_none, ...reflections.map(choice)),
    page: () => sheet.node,
  };
  const draw = () => {
    redraw(form, model.get("parts").map((part) => build[part]()));
    sheet.refresh();
  };

  listen(form, "focusout", () => note.sync(), signal);
  root.append(element("p", { class: "az-title" }, words.title), element("p", { class: "az-small" }, words.intro),
    form, note.state, note.live, element("p", { class: "az-small" }, store.home === "book" ? words.keep_hint : words.where_journal));
  note.start();
};

export default { render };
