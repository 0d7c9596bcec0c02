// Reads one note, and keeps it when it changes.

import { element, listen, setText } from "./kit.js";
import { describeState, tellChange, withWaiting } from "./notes.js";

const AUTOSAVE_DELAY = 600;
const RETRY_DELAY = 4000;

/**
 * What was written since `seen`, which was erased elsewhere meanwhile.
 * @type {(seen: string, text: string | null) => string | null}
 */
export const addedTo = (seen, text) => (text?.startsWith(seen) ? text.slice(seen.length).trim() || null : text);

/** Merge the text of a note with one that was typed before the note was read, or in another tab. */
export const joinTexts = (theirs, mine) => {
  if (mine.includes(theirs)) return mine;
  return theirs.includes(mine) ? theirs : `${theirs}\n\n${mine}`;
};

/** Remove NUL and half characters, which a journal cannot keep. */
const keepable = (text) => text?.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd") ?? null;

/**
 * Read one note, save it after a change, and try again until it is kept. Its state is shown in words.
 * @param {object} options
 * @param {Model} options.model
 * @param {Store} options.store
 * @param {AbortSignal} options.signal
 * @param {string} options.key
 * @param {string} options.kind
 * @param {(text: string | null) => void} options.take shows a text that was read, or null if there is no note
 * @param {(theirs: string, mine: string) => string} options.join merges two texts, when the store has a text that this page
 *   has not read, for example from another tab
 * @param {(erased: string, mine: any) => string | null} [options.without] returns what is new in a text, when the text that
 *   it began with was erased elsewhere; null if nothing is
 * @param {() => Promise<void>} [options.beside] runs before each reading
 * @param {() => void} [options.moved] is called when the state has changed
 * @param {() => boolean} [options.asked] says whether to keep the note
 * @param {(key: string) => boolean} [options.hears] says whether to read the note again after a change of another
 */
export const keepNote = ({ model, store, signal, key, kind, take, join, without = addedTo, beside, moved, asked = () => true, hears = (other) => other === key }) => {
  const words = model.get("strings");
  const { page } = store;
  const { waiting } = page;
  const state = element("p", { class: "az-small az-state" });
  const live = element("p", { class: "az-unseen", role: "status" });
  let kept;
  let own;
  let shown; // the text on the screen; undefined before the first reading
  let stale = true;
  let busy = false;
  let saving = false;
  let problem = null;
  let timer = 0;
  let leaving = false;

  const describe = () => {
    const unsaved = waiting.has(key);
    return unsaved || asked() ? describeState({ words, lang: model.get("lang"), store, kept, unsaved, saving, problem }) : words.state_page;
  };
  const show = (announce) => {
    if (signal.aborted) return;
    const text = describe();
    setText(state, text);
    state.classList.toggle("az-notice", Boolean(problem));
    if (announce && asked()) setText(live, text);
    moved?.();
  };
  const put = (text) => {
    shown = text;
    take(text);
  };
  const later = (delay) => {
    clearTimeout(timer);
    if (leaving) sync(); // no timer runs any more
    else if (!signal.aborted) timer = setTimeout(sync, delay);
  };
  const load = async () => {
    stale = false;
    try {
      await beside?.();
      const { note } = await store.ask("load", { key });
      const entry = waiting.get(key);
      if (entry && entry !== own) put(entry.text); // another view wrote it, or the browser had no room for it
      if (entry) return; // `save` finds out whether the two texts differ
      kept = note;
      const text = note?.text ?? null;
      if (text !== shown) put(text);
    } catch (error) {
      stale = true;
      throw error;
    }
  };
  const save = async () => {
    for (let entry = waiting.get(key); entry; ) {
      const { text } = entry;
      entry.tried.add(text);
      const { seen } = entry;
      const { note, newer } = await store.ask("save", { key, kind, text, seen });
      if (waiting.get(key) !== entry) return;
      entry.seen = note?.text ?? null;
      if (!newer) {
        entry.tried.clear();
        kept = note;
        if (entry.text === text) waiting.delete(key);
        return tellChange({ key, from: signal });
      }
      if (entry.tried.has(entry.seen)) continue; // an earlier attempt without an answer did this
      kept = note;
      if (!note) entry.text = without(seen ?? "", entry.text);
      else entry.text = entry.text === null ? note.text : join(note.text, entry.text);
      if (entry.text === entry.seen) waiting.delete(key);
      put(entry.text);
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
    if (problem) {
      if (!leaving) later(RETRY_DELAY);
    } else if (stale || waiting.has(key)) later(AUTOSAVE_DELAY);
  };
  /** Take a new text (null removes the note). `byHand` means that the reader wrote it and may want to download it. */
  const write = (written, delay = AUTOSAVE_DELAY, byHand = true) => {
    const text = keepable(written);
    shown = text;
    own = waiting.get(key) ?? { kind, text, seen: kept?.text ?? null, tried: new Set() };
    own.text = text;
    waiting.set(key, own);
    page.offered?.keys.delete(key);
    if (text === null) page.unfiled.delete(key);
    else if (byHand) page.unfiled.add(key);
    show();
    later(delay);
  };
  /** Return the note as it will be after saving, or null. */
  const note = () => withWaiting(kept ? [kept] : []).find((each) => each.key === key) ?? null;

  listen(page, "notes", ({ detail }) => {
    if (detail.state || detail.from === signal) return show();
    if (detail.key !== undefined && !hears(detail.key)) return;
    stale = true;
    sync();
  }, signal);
  listen(document, "visibilitychange", () => {
    stale ||= !document.hidden; // another tab may have changed the note meanwhile
    sync();
  }, signal);
  listen(globalThis, "pagehide", () => {
    leaving = true;
    sync();
  }, signal);
  listen(globalThis, "pageshow", () => { leaving = false; }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));

  const start = () => {
    own = waiting.get(key);
    if (own) put(own.text);
    show();
    sync();
  };
  return { state, live, start, show, write, sync, note, isKept: () => Boolean(kept) && !waiting.has(key) };
};
