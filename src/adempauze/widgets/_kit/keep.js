// How one note is read, and kept when it changed.

const AUTOSAVE_DELAY = 600;

/** Text as a journal can keep it: no NUL, no half characters. */
const keepable = (text) => text?.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd") ?? null;
const RETRY_DELAY = 4000;

/**
 * The way of one note into the store: read, saved when it was changed, tried again until it is kept; with its state in words.
 * `take` shows a text that was read (null: there is none). When the store holds another text than the one that was seen
 * (written in another tab, or not read yet), `join` makes one of that and the own one. `beside` is done before each reading.
 * `hears` says after which other notes to read again, `asked` whether it is to be kept; `moved` is called when the state changed.
 */
const keepNote = ({ model, store, signal, key, kind, take, join, beside, moved, asked = () => true, hears = (other) => other === key }) => {
  const words = model.get("strings");
  const { page } = store;
  const { waiting } = page;
  const state = element("p", { class: "az-small az-state" });
  const live = element("p", { class: "az-unseen", role: "status" });
  let kept;
  let own;
  let stale = true;
  let busy = false;
  let saving = false;
  let problem = null;
  let timer = 0;

  const describe = () => {
    const unsaved = waiting.has(key);
    return unsaved || asked() ? describeState({ words, lang: model.get("lang"), store, kept, unsaved, saving, problem }) : words.state_page;
  };
  const show = (announce) => {
    if (signal.aborted) return;
    const text = describe();
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("az-notice", Boolean(problem));
    if (announce && asked() && live.textContent !== text) live.textContent = text;
    moved?.();
  };
  const later = (delay) => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(sync, delay);
  };
  const load = async () => {
    stale = false;
    try {
      await beside?.();
      const { note } = await store.ask("load", { key });
      const entry = waiting.get(key);
      if (entry && entry !== own) take(entry.text); // another view wrote it, or there was no room for it
      if (entry) return; // saving will tell whether the two differ
      const known = note && note.text === kept?.text;
      kept = note;
      if (!known) take(note?.text ?? null);
    } catch (error) {
      stale = true;
      throw error;
    }
  };
  const save = async () => {
    for (let entry = waiting.get(key); entry; ) {
      const { text } = entry;
      entry.tried.add(text);
      const { note, newer } = await store.ask("save", { key, kind, text, seen: entry.seen });
      if (waiting.get(key) !== entry) return;
      entry.seen = note?.text ?? null;
      if (!newer) {
        entry.tried.clear();
        kept = note;
        if (entry.text === text) waiting.delete(key);
        return tellChange({ key, from: signal });
      }
      // Gone, or from an own attempt whose answer did not arrive: the own text stands.
      if (!note || entry.tried.has(note.text)) continue;
      entry.text = entry.text === null ? note.text : join(note.text, entry.text);
      kept = note;
      if (entry.text === note.text) waiting.delete(key);
      take(entry.text);
      entry = waiting.get(key);
    }
  };
  const sync = async () => {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    try {
      if (stale) await load();
      saving = waiting.has(key);
      if (saving) show();
      await save();
      problem = null;
    } catch (error) {
      problem = error.code ?? "unknown";
    }
    busy = false;
    saving = false;
    show(true);
    if (problem) later(RETRY_DELAY);
    else if (stale || waiting.has(key)) later(AUTOSAVE_DELAY);
  };
  /** Take a new text (null: remove the note); `byHand`: it is the reader's, who may have to file it. */
  const write = (written, delay = AUTOSAVE_DELAY, byHand = true) => {
    const text = keepable(written);
    own = waiting.get(key) ?? { kind, seen: kept?.text ?? null, tried: new Set() };
    own.text = text;
    waiting.set(key, own);
    if (text === null) page.unfiled.delete(key);
    else if (byHand) page.unfiled.add(key);
    show();
    later(delay);
  };
  /** The note as it is once it is kept; null: none. */
  const note = () => withWaiting(kept ? [kept] : []).find((each) => each.key === key) ?? null;

  listen(page, "notes", ({ detail }) => {
    if (detail.state || detail.from === signal) return show();
    if (detail.key !== undefined && !hears(detail.key)) return;
    stale = true;
    sync();
  }, signal);
  listen(document, "visibilitychange", () => {
    stale ||= !document.hidden; // meanwhile another tab may have written it
    sync();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));

  const start = () => {
    own = waiting.get(key);
    if (own) take(own.text);
    show();
    sync();
  };
  return { state, live, start, show, write, sync, note, isKept: () => Boolean(kept) && !waiting.has(key) };
};
