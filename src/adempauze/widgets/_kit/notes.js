// Private notes. A journal keeps them: the kernel's in JupyterLab, the page's in the book (sphinx_ext/journal.js). Both answer
// the same messages. keep.js keeps one note, panel.js deals with all notes at once.

import { fill, listen, moment, uniqueId } from "./kit.js";

const KERNEL_PATIENCE = 7000; // ms; longer than the journal waits for a locked file

/** A problem with the notes; the message table has a sentence for its code. */
export class NotesProblem extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Return what all widgets of one page share. It outlives a view, so a new run or a dead kernel loses nothing.
 * @returns {PageNotes}
 */
export const pageNotes = () =>
  (globalThis.adempauzeNotes ??= Object.assign(new EventTarget(), { waiting: new Map(), drafts: new Map(), unfiled: new Set() }));

/**
 * Tell all views that one note (`key`) or any note changed, or (`state`) that only its description changed.
 * @param {{ key?: string, from?: AbortSignal, state?: boolean }} detail
 */
export const tellChange = (detail) => pageNotes().dispatchEvent(new CustomEvent("notes", { detail }));

export const nowInUtc = () => new Date().toISOString();

/**
 * Return the notes as they will be after saving everything that waits.
 * @param {Note[]} notes
 * @returns {Note[]}
 */
export const withWaiting = (notes) => {
  const { waiting } = pageNotes();
  const added = [...waiting].flatMap(([key, { kind, text }]) => (text === null ? [] : [{ key, kind, text, updated_at: nowInUtc() }]));
  return [...notes.filter(({ key }) => !waiting.has(key)), ...added];
};

/**
 * Whether leaving the page now would lose something that the reader wants to keep.
 * @param {PageNotes} page
 */
const isAtRisk = ({ waiting, unfiled, keep }) => keep === "file" ? unfiled.size > 0 : keep !== "page" && waiting.size > 0;

/**
 * Return the journal as an object with `ask`. It is safe to ask again when no answer comes, because the last answer counts.
 * @param {Model} model
 * @param {AbortSignal} signal
 * @returns {Store}
 */
export const openNotes = (model, signal) => {
  const page = pageNotes();
  const asked = new Map();
  const settle = (id) => {
    const question = asked.get(id);
    asked.delete(id);
    clearTimeout(question?.patience);
    return question;
  };
  const receive = (content) => {
    const question = settle(content?.answer);
    if (!question) return;
    if (content.set_aside && content.set_aside !== page.setAside) {
      page.setAside = content.set_aside;
      tellChange({ state: true });
    }
    if (content.problem) question.reject(new NotesProblem(content.problem));
    else question.resolve(content);
  };
  /** @type {Store["ask"]} */
  const ask = (name, payload = {}) =>
    new Promise((resolve, reject) => {
      const id = uniqueId();
      const giveUp = () => {
        settle(id);
        reject(new NotesProblem("no-kernel"));
      };
      if (signal.aborted) return giveUp();
      asked.set(id, { resolve, reject, patience: setTimeout(giveUp, KERNEL_PATIENCE) });
      try {
        model.send({ ask: name, id, ...payload });
      } catch {
        giveUp();
      }
    });
  model.on("msg:custom", receive);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", receive);
    [...asked.keys()].forEach(settle);
  });
  listen(globalThis, "beforeunload", (event) => { if (isAtRisk(page)) event.preventDefault(); }, signal);
  const lesson = model.get("lesson");
  if (page.visited !== lesson) {
    page.visited = lesson;
    ask("visit").catch(() => { page.visited = null; });
  }
  return { home: model.get("home"), page, ask, notes: async (kind) => (await ask("notes", { kind })).notes };
};

/** Return a sentence about a problem with the notes. */
export const problemInWords = (words, code) => words[`problem_${code}`] ?? words.problem_unknown;

/** Return a sentence about where a note is kept now. */
export const describeState = ({ words, lang, store, kept, unsaved, saving, problem }) => {
  if (problem) return problemInWords(words, problem);
  if (unsaved) return saving ? words.state_saving : words.state_typing;
  if (!kept) return words.state_empty;
  const { keep, unfiled, inFile, offered } = store.page;
  if (keep === "page") return words.state_page;
  if (keep === "file" && (unfiled.size || !inFile)) {
    const isOffered = offered && [...unfiled].every((each) => offered.keys.has(each));
    return isOffered ? fill(words.state_offered, { time: moment(lang, offered.at) }) : words.state_file;
  }
  const [name, date] = keep === "file" ? ["state_in_file", inFile] : [keep ? "state_saved_browser" : "state_saved", new Date(kept.updated_at)];
  return fill(words[name], { time: moment(lang, date) });
};
