const KEY = "12-your-next-step/plan";
const KIND = "plan";
const AUTOSAVE_DELAY = 600;
const RETRY_DELAY = 4000;
const EXCERPT = 90;

/** The plan that a note holds; whatever is missing or strange in it is empty. */
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

/** The text of a note that holds this plan; empty when there is nothing in it. */
export const writePlan = ({ pairs, step, person, chosen }) => {
  const begun = pairs.filter(isBegun);
  return begun.length || step || person || chosen.length ? JSON.stringify({ pairs: begun, step, person, chosen }) : "";
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

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const store = openNotes(model, signal);
  const waiting = (globalThis.adempauzeUnsaved ??= new Map());
  const root = begin(model, el, "plan", words.title);
  const form = element("div", { class: "az-parts" });
  const state = element("p", { class: "az-small", role: "status" });
  let plan;
  let reflections;
  let kept;
  let saving;
  let stale;
  let problem;
  let timer;

  const show = () => {
    const text = describeState({ words, lang: model.get("lang"), store, kept, unsaved: waiting.has(KEY), saving, problem });
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("az-notice", Boolean(problem));
  };
  const later = (work, delay) => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(work, delay);
  };
  const attempt = async (work) => {
    try {
      await work();
      problem = null;
    } catch (error) {
      problem = error.code ?? "unknown";
    }
  };
  const save = async () => {
    if (saving || !waiting.has(KEY)) return;
    const text = waiting.get(KEY);
    saving = true;
    await attempt(async () => {
      kept = text ? await store.save(KEY, KIND, text) : void (await store.remove(KEY));
      if (waiting.get(KEY) === text) waiting.delete(KEY);
    });
    saving = false;
    show();
    if (waiting.has(KEY)) later(save, problem ? RETRY_DELAY : AUTOSAVE_DELAY);
  };
  const change = (part) => {
    Object.assign(plan, part);
    waiting.set(KEY, writePlan(plan));
    show();
    sheet.refresh();
    later(save, AUTOSAVE_DELAY);
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
  const load = async () => {
    await attempt(async () => {
      kept = (await store.load(KEY)).note;
      reflections = (await store.notes("reflection")).filter((note) => note.text.trim());
      plan = readPlan(waiting.get(KEY) ?? kept?.text);
      form.replaceChildren(...model.get("parts").map((part) => build[part]()));
      sheet.refresh();
      stale = false;
    });
    if (problem) later(load, RETRY_DELAY);
    else if (waiting.has(KEY)) later(save, 0);
    show();
  };

  listen(form, "focusout", (event) => {
    save();
    if (stale && !form.contains(event.relatedTarget)) load();
  }, signal);
  listen(document, "visibilitychange", () => { if (document.hidden) save(); }, signal);
  listen(globalThis, "beforeunload", (event) => { if (waiting.has(KEY)) event.preventDefault(); }, signal);
  listen(pageNotes(), "notes", ({ detail }) => {
    if (detail.keep || detail.from === signal) show();
    else if (form.contains(document.activeElement)) stale = true;
    else load();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
  root.append(element("p", { class: "az-title" }, words.title), element("p", { class: "az-small" }, words.intro),
    form, state, element("p", { class: "az-small" }, store.home === "book" ? words.keep_hint : words.where_journal));
  load();
};

export default { render };
