import { arrange, grow, putText } from "../_kit/fields.js";
import { addedTo, joinTexts, keepNote } from "../_kit/keep.js";
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

const same = (one) => (other) => one.when === other.when && one.then === other.then;

/** Return a plan as the text of a note, or an empty text for an empty plan. */
export const writePlan = ({ pairs, step, person, chosen }) => {
  const begun = pairs.filter(isBegun);
  return begun.length || step || person || chosen.length ? JSON.stringify({ pairs: begun, step, person, chosen }) : "";
};

/** Merge two plans without losing text of either. */
const joinPlans = (theirs, mine) => {
  const [before, own] = [theirs, mine].map(readPlan);
  return writePlan({
    pairs: [...own.pairs, ...before.pairs.filter((pair) => !own.pairs.some(same(pair)))],
    step: joinTexts(before.step, own.step),
    person: joinTexts(before.person, own.person),
    chosen: [...new Set([...before.chosen, ...own.chosen])],
  });
};

/** What is new in a plan, when the plan that it began with was erased elsewhere. */
const planWithout = (erased, mine) => {
  const [old, own] = [erased, mine].map(readPlan);
  const added = (name) => addedTo(old[name], own[name]) ?? "";
  return writePlan({
    pairs: own.pairs.filter((pair) => !old.pairs.some(same(pair))),
    step: added("step"),
    person: added("person"),
    chosen: own.chosen.filter((key) => !old.chosen.includes(key)),
  }) || null;
};

const textField = (label, hint, signal, onInput, rows = 2) => {
  const id = uniqueId();
  const field = element("textarea", { id, rows, autocomplete: "off", "aria-describedby": hint && `${id}-hint` });
  listen(field, "input", () => {
    grow(field);
    onInput(field.value);
  }, signal);
  const put = (text) => {
    putText(field, text);
    grow(field);
  };
  return { put, field, node: element("div", { class: "az-stack" }, element("label", { for: id, class: "az-title" }, label),
    hint && element("p", { id: `${id}-hint`, class: "az-small" }, hint), field) };
};

const group = (title, hint, ...content) =>
  element("fieldset", { class: "az-stack" },
    element("legend", { class: "az-title" }, title), hint, ...content);

const small = (text) => element("p", { class: "az-small" }, text);

/** The if-then pairs, and one blank pair for another; `onInput` hears of each change by hand. */
const pairList = (words, signal, onInput) => {
  const list = element("div", { class: "az-stack" });
  let rows = [];
  const blank = () => {
    const pair = { when: "", then: "" };
    const fields = Object.keys(pair).map((name) => {
      const each = textField(words[name], null, signal, (text) => {
        pair[name] = text;
        const empty = rows.filter((other) => !isBegun(other.pair));
        const spare = empty.includes(row) ? row : empty[0] ?? blank();
        place([...rows.filter((other) => isBegun(other.pair) || other === spare), ...(empty.length ? [] : [spare])]);
        onInput();
      }, 1);
      return { name, ...each };
    });
    const put = (next) => fields.forEach(({ name, put: show }) => {
      pair[name] = next[name];
      show(next[name]);
    });
    const row = { pair, put, node: element("div", { class: "az-pair az-stack" }, ...fields.map(({ node }) => node)) };
    return row;
  };
  const place = (next) => {
    rows = next;
    arrange(list, rows.map(({ node }) => node));
  };
  /** Show pairs that were read: each in the row that has it, otherwise in the begun row at its place, otherwise in a new one. */
  const show = (pairs) => {
    const free = new Set(rows);
    const claim = (row) => (free.delete(row) ? row : null);
    const exact = pairs.map((pair) => claim([...free].find((row) => same(pair)(row.pair))));
    const next = pairs.map((pair, i) => {
      const row = exact[i] ?? claim(isBegun(rows[i]?.pair ?? pair) ? rows[i] : null) ?? blank();
      row.put(pair);
      return row;
    });
    place([...next, [...free].find((row) => !isBegun(row.pair)) ?? blank()]);
  };
  return { list, show, read: () => rows.map(({ pair }) => pair) };
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const store = openNotes(model, signal);
  const root = begin(model, el, "plan", words.title);
  let plan = readPlan("");
  let reflections = [];

  const note = keepNote({
    model, store, signal, key: KEY, kind: KIND,
    join: joinPlans,
    without: planWithout,
    take: (text) => {
      plan = readPlan(text);
      show();
    },
    beside: async () => {
      reflections = (await store.notes("reflection")).filter(({ text }) => text.trim());
      show();
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
  const singles = ["step", "person"].map((name) =>
    ({ name, ...textField(words[name], words[`${name}_hint`], signal, (text) => change({ [name]: text })) }));
  const pairs = pairList(words, signal, () => change({ pairs: pairs.read() }));
  const choices = new Map();
  const choiceOf = ({ key, ...rest }) => {
    if (choices.has(key)) return choices.get(key);
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    const start = element("span");
    listen(box, "change", () => {
      change({ chosen: [...plan.chosen.filter((each) => each !== key), ...(box.checked ? [key] : [])] });
    }, signal);
    const node = element("label", { class: "az-choice" }, box, element("span", {}, element("b", {}, titleOf({ key, ...rest })), " ", start));
    choices.set(key, { node, box, start });
    return choices.get(key);
  };
  const offered = element("div", { class: "az-stack" });
  const offer = small("");

  const readSheet = () => {
    const items = plan.pairs.filter(isBegun).map((pair) => fill(words.line, { when: pair.when || "…", then: pair.then || "…" }));
    const mine = reflections.filter((note) => plan.chosen.includes(note.key));
    const parts = /** @type {SheetPart[]} */ ([
      { title: words.step, texts: [plan.step] },
      { title: words.pairs, texts: [], items },
      { title: words.person, texts: [plan.person] },
      ...mine.map((note) => ({ title: titleOf(note), texts: [note.text] })),
    ]).filter((part) => part.texts?.join("").trim() || part.items?.length);
    return parts.length ? { title: words.title, parts } : null;
  };
  const sheet = sheetMaker(words, signal, readSheet);

  const build = {
    "if-then": () => group(words.pairs, small(words.pairs_hint), pairs.list),
    step: () => singles[0].node,
    person: () => singles[1].node,
    notes: () => group(words.notes, offer, offered),
    page: () => sheet.node,
  };
  const form = element("div", { class: "az-parts" }, ...model.get("parts").map((part) => build[part]()));
  /** Show what was read; what is on the screen already stays as it is. */
  const show = () => {
    singles.forEach(({ name, put }) => put(plan[name]));
    pairs.show(plan.pairs);
    offer.textContent = reflections.length ? words.notes_hint : words.notes_none;
    arrange(offered, reflections.map((written) => {
      const { node, box, start } = choiceOf(written);
      box.checked = plan.chosen.includes(written.key);
      start.textContent = written.text.length > EXCERPT ? `${written.text.slice(0, EXCERPT)}…` : written.text;
      return node;
    }));
    sheet.refresh();
  };

  show();
  listen(form, "focusout", () => note.sync(), signal);
  root.append(element("p", { class: "az-title" }, words.title), element("p", { class: "az-small" }, words.intro),
    form, note.state, note.live, element("p", { class: "az-small" }, store.home === "book" ? words.keep_hint : words.where_journal));
  note.start();
};

export default { render };
