// A note that is kept only when the learner asks for it.

/**
 * A box to tick, and the state in words. `read` gives what there is, or null; `restore` takes it back (null: nothing).
 * What is there outlives a view in the page, kept or not, so a cell that runs again loses nothing.
 */
const keepIfAsked = ({ model, signal, kind, read, restore }) => {
  const words = model.get("strings");
  const key = model.get("key");
  const store = openNotes(model, signal);
  const drafts = (globalThis.adempauzeDrafts ??= new Map());
  let { value, wanted = false, unsaved = false } = drafts.get(key) ?? {};
  let kept, problem, timer;
  let loaded = false;
  let saving = false;

  const box = element("input", { type: "checkbox" });
  const state = element("p", { class: "az-small az-state" });
  const live = element("p", { class: "az-unseen", role: "status" });
  const hint = element("p", { class: "az-small" }, store.home === "book" ? words.keep_where : words.where_journal);
  const node = element("div", {}, element("label", { class: "az-choice" }, box, element("span", {}, words.keep_this)), state, live, hint);

  const show = (announce) => {
    if (signal.aborted) return;
    drafts.set(key, { value: read(), wanted, unsaved: unsaved || saving });
    node.hidden = !wanted && read() === null;
    box.checked = wanted;
    hint.hidden = !wanted;
    const now = { words, lang: model.get("lang"), store, kept, unsaved: unsaved || saving, saving, problem };
    state.textContent = wanted ? describeState(now) : words.state_page;
    state.classList.toggle("az-notice", Boolean(wanted && problem));
    if (announce && wanted) live.textContent = state.textContent;
  };
  const load = async () => {
    const { note } = await store.load(key);
    loaded = true;
    kept = note;
    if (unsaved || !(note || wanted)) return;
    wanted = Boolean(note);
    try {
      restore(note && JSON.parse(note.text));
    } catch {
      // Not ours to read; it stays as it is until the learner changes something.
      restore(null);
    }
  };
  const save = async () => {
    unsaved = false;
    const now = wanted ? read() : null;
    try {
      kept = now ? await store.save(key, kind, JSON.stringify(now)) : (await store.remove(key), null);
    } catch (error) {
      unsaved = true;
      throw error;
    }
  };
  const sync = async () => {
    clearTimeout(timer);
    if (saving) return;
    saving = unsaved;
    show();
    try {
      if (!loaded) await load();
      while (unsaved) await save();
      problem = null;
    } catch (error) {
      problem = error.code ?? "unknown";
      if (!signal.aborted) timer = setTimeout(sync, 4000);
    }
    saving = false;
    show(true);
  };
  const changed = () => {
    unsaved ||= wanted;
    if (unsaved) sync();
    show();
  };

  listen(box, "change", () => {
    wanted = box.checked;
    unsaved = true;
    sync();
  }, signal);
  listen(pageNotes(), "notes", ({ detail }) => {
    if (detail.keep || detail.from === signal) return show();
    if ((detail.key ?? key) !== key || unsaved || saving) return;
    loaded = false;
    sync();
  }, signal);
  listen(globalThis, "beforeunload", (event) => {
    if (unsaved || saving || (kept && store.page?.keep === "file" && !store.page.inFile)) event.preventDefault();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));

  if (value) restore(value);
  show();
  sync();
  return { node, changed };
};
