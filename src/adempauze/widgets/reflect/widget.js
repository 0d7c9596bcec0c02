const AUTOSAVE_DELAY = 600;
const RETRY_DELAY = 4000;
const KIND = "reflection";

/** Texts that are not kept yet, by note key. They outlive a view, so a cell that runs again or a kernel that died loses none. */
const unsavedTexts = () => (globalThis.adempauzeUnsaved ??= new Map());

/** Join what was written before the note could be read with what the note held. */
export const joinTexts = (kept, typed) => {
  if (!kept || typed.includes(kept)) return typed;
  return kept.includes(typed) ? kept : `${kept}\n\n${typed}`;
};

const buildView = (model, el, words) => {
  const root = begin(model, el, "reflect", model.get("question"));
  const id = uniqueId();
  const field = element("textarea", { id, rows: 5, "aria-describedby": `${id}-state`, spellcheck: "true", autocomplete: "off" });
  const state = element("p", { id: `${id}-state`, class: "az-small az-state" });
  const live = element("p", { class: "az-unseen", role: "status" });
  const actions = element("div", { class: "az-row" });
  root.append(
    element("label", { for: id, class: "az-title" }, model.get("question")),
    element("p", { class: "az-small" }, words.private),
    field, state, live, actions,
  );
  return { root, field, state, live, actions };
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const key = model.get("key");
  const store = openNotes(model, signal);
  const waiting = unsavedTexts();
  const { root, field, state, live, actions } = buildView(model, el, words);
  let kept = null;
  let loaded = false;
  let saving = false;
  let problem = null;
  let timer = 0;

  const show = (announce = false) => {
    const text = describeState({ words, lang, store, kept, unsaved: waiting.has(key), saving, problem });
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("az-notice", Boolean(problem));
    if (announce && live.textContent !== text) live.textContent = text;
    remove.hidden = field.value === "";
  };
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 480)}px`;
  };
  const put = (text) => {
    if (field.value !== text) field.value = text;
    grow();
  };
  const later = (delay) => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(save, delay);
  };

  const load = async () => {
    try {
      const answer = await store.load(key);
      kept = answer.note;
      problem = null;
      if (answer.set_aside) tell(fill(words.set_aside, { name: answer.set_aside }));
      if (waiting.has(key) && !loaded && !waiting.get(key).read) waiting.get(key).text = joinTexts(kept?.text, field.value);
      loaded = true;
      put(waiting.get(key)?.text ?? kept?.text ?? "");
    } catch (error) {
      problem = error.code ?? "unknown";
    }
    show(Boolean(problem));
    if (problem) later(RETRY_DELAY);
    else if (waiting.has(key)) later(0);
  };

  const save = async () => {
    if (!loaded) return load();
    if (saving || !waiting.has(key)) return;
    const { text } = waiting.get(key);
    saving = true;
    show();
    try {
      const note = text === "" ? await store.remove(key) : await store.save(key, KIND, text);
      kept = text === "" ? null : note;
      problem = null;
      if (waiting.get(key)?.text === text) waiting.delete(key);
    } catch (error) {
      problem = error.code ?? "unknown";
    }
    saving = false;
    show(true);
    if (problem) later(RETRY_DELAY);
    else if (waiting.has(key)) later(AUTOSAVE_DELAY);
  };

  const tell = (text, ...buttons) => {
    actions.replaceChildren(remove, ...(text ? [element("span", { role: "status" }, text)] : []), ...buttons);
  };
  const write = (text) => {
    waiting.set(key, { text, read: loaded });
    put(text);
    show();
  };
  const remove = button(words.delete, () => {
    const text = field.value;
    const undo = button(words.undo, () => { write(text); tell(words.restored); field.focus(); save(); }, signal);
    write("");
    tell(words.deleted, undo);
    undo.focus();
    save();
  }, signal, { class: "az-quiet" });

  listen(field, "input", () => { write(field.value); later(AUTOSAVE_DELAY); }, signal);
  listen(field, "blur", () => save(), signal);
  listen(document, "visibilitychange", () => { if (document.hidden) save(); }, signal);
  listen(globalThis, "beforeunload", (event) => {
    const onlyHere = store.home === "book" && store.page.keep === "file" && kept && !store.page.inFile;
    if (waiting.has(key) || onlyHere) event.preventDefault();
  }, signal);
  listen(pageNotes(), "notes", ({ detail }) => {
    if (detail.keep || detail.from === signal) show();
    else if ((detail.key ?? key) === key) load();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));

  root.append(notesPanel(store, words, signal));
  tell("");
  if (waiting.has(key)) put(waiting.get(key).text);
  show();
  load();
};

export default { render };
