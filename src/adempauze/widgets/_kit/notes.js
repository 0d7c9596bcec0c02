// Private notes, kept by a journal: the kernel's in JupyterLab, the page's in the book (sphinx_ext/journal.js). Both answer the
// same messages. How one note is kept stands in keep.js, what can be done with all notes at once in panel.js.

// Longer than the journal waits for another program.
const KERNEL_PATIENCE = 7000;

/** Something that went wrong with the notes, as a code that the message table has a sentence for. */
class NotesProblem extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * What the widgets of one page share: `waiting`, what is not kept yet, by key; `drafts`, what nobody asked to keep; `unfiled`,
 * the keys of what is in no file yet; what was set aside; where the book keeps notes; and word of every change ("notes"
 * events). It outlives a view, so a cell that runs again or a kernel that died loses nothing.
 */
const pageNotes = () =>
  (globalThis.adempauzeNotes ??= Object.assign(new EventTarget(), { waiting: new Map(), drafts: new Map(), unfiled: new Set() }));

/** Tell the other views that a note changed (`key`), any of them (no `key`), or only what is said of them (`state`). */
const tellChange = (detail) => pageNotes().dispatchEvent(new CustomEvent("notes", { detail }));

const nowInUtc = () => new Date().toISOString();

/** Notes as they are once everything that waits is kept. */
const withWaiting = (notes) => {
  const { waiting } = pageNotes();
  const added = [...waiting].filter(([, { text }]) => text !== null).map(([key, { kind, text }]) => ({ key, kind, text, updated_at: nowInUtc() }));
  return [...notes.filter(({ key }) => !waiting.has(key)), ...added];
};

/** Whether something would be lost that the reader wants to keep, if the page were left now. */
const isAtRisk = ({ waiting, unfiled, keep }) => (keep === "file" ? unfiled.size : keep !== "page" && waiting.size) > 0;

/** The journal, as questions to it. Asking again after a silence is harmless: the last answer counts. */
const openNotes = (model, signal) => {
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

/** Say how a note is kept, in words that are true now. */
const describeState = ({ words, lang, store, kept, unsaved, saving, problem }) => {
  if (problem) return words[`problem_${problem}`] ?? words.problem_unknown;
  if (unsaved) return saving ? words.state_saving : words.state_typing;
  if (!kept) return words.state_empty;
  const { keep, unfiled, inFile } = store.page;
  if (keep === "page") return words.state_page;
  if (keep === "file" && (unfiled.size || !inFile)) return words.state_file;
  const [name, date] = keep === "file" ? ["state_in_file", inFile] : [keep ? "state_saved_browser" : "state_saved", new Date(kept.updated_at)];
  return fill(words[name], { time: moment(lang, date) });
};
