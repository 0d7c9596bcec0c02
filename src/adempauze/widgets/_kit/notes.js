// Private notes, kept by the kernel's journal (JupyterLab) or, as the reader chooses, by the page, this browser or a file (book).
// Every store answers the same calls: load, save, remove, notes. What can be done with all notes at once stands in panel.js.

const NOTES_FORMAT = "adempauze-notes";
const NOTES_VERSION = 1;
const STORAGE_PREFIX = "adempauze:v1:";
const SET_ASIDE = `${STORAGE_PREFIX}set-aside:`;
// Longer than the journal waits for another program.
const KERNEL_PATIENCE = 7000;
const LARGEST_FILE = 20_000_000;

/** Something that went wrong with the notes, as a code that the message table has a sentence for. */
class NotesProblem extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Text as every store can keep it: no NUL, no half characters. */
const keepable = (text) => text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd");

const isNote = (note) =>
  ["key", "kind", "text", "updated_at"].every((field) => typeof note?.[field] === "string") &&
  /^[^\0-\x1f\x7f-\x9f]{1,200}$/u.test(note.key) &&
  /^[a-z0-9]+(-[a-z0-9]+)*$/.test(note.kind) &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(note.updated_at) &&
  keepable(note.key + note.text) === note.key + note.text;

/** Read an exported file; throws NotesProblem for what is not one. */
const parseExport = (text) => {
  if (text.length > LARGEST_FILE) throw new NotesProblem("too-large");
  let file;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new NotesProblem("foreign-file");
  }
  if (file?.format !== NOTES_FORMAT || !Number.isInteger(file.version)) throw new NotesProblem("foreign-file");
  if (file.version > NOTES_VERSION) throw new NotesProblem("newer-file");
  const { notes } = file;
  if (!Array.isArray(notes) || !notes.every(isNote)) throw new NotesProblem("foreign-file");
  if (new Set(notes.map((note) => note.key)).size < notes.length) throw new NotesProblem("foreign-file");
  return notes.map(({ key, kind, text, updated_at }) => ({ key, kind, text, updated_at }));
};

/** What the widgets of one page share: notes, how they are kept, and word of every change ("notes" events). */
const pageNotes = () => {
  globalThis.adempauzeNotes ??= Object.assign(new EventTarget(), { keep: "page", notes: new Map(), inFile: null });
  return globalThis.adempauzeNotes;
};

/** Tell the other views that a note changed (`key`), or any of them (no `key`). */
const tellChange = (detail) => pageNotes().dispatchEvent(new CustomEvent("notes", { detail }));

/** The journal behind the kernel. Asking again after a silence is harmless: the last answer counts. */
const kernelNotes = (model, signal) => {
  const waiting = new Map();
  const receive = (content) => {
    const settle = waiting.get(content?.answer);
    if (!settle) return;
    waiting.delete(content.answer);
    settle(content);
  };
  model.on("msg:custom", receive);
  signal.addEventListener("abort", () => model.off("msg:custom", receive));
  const ask = (name, payload = {}) =>
    new Promise((resolve, reject) => {
      const id = uniqueId();
      const patience = setTimeout(() => {
        waiting.delete(id);
        reject(new NotesProblem("no-kernel"));
      }, KERNEL_PATIENCE);
      signal.addEventListener("abort", () => clearTimeout(patience));
      waiting.set(id, (content) => {
        clearTimeout(patience);
        if (content.problem) reject(new NotesProblem(content.problem));
        else resolve(content);
      });
      try {
        model.send({ ask: name, id, ...payload });
      } catch {
        clearTimeout(patience);
        waiting.delete(id);
        reject(new NotesProblem("no-kernel"));
      }
    });
  const change = async (key, name, payload) => {
    const answer = await ask(name, payload);
    tellChange({ key, from: key && signal });
    return answer;
  };
  return {
    home: "kernel",
    load: (key) => ask("load", { key }),
    save: async (key, kind, text) => (await change(key, "save", { key, kind, text: keepable(text) })).note,
    remove: async (key) => (await change(key, "remove", { key })).note,
    notes: async (kind) => (await ask("notes", { kind })).notes,
    ask,
    change,
  };
};

/** Use the browser's storage; a storage that is off or full becomes a NotesProblem. */
const withStorage = (use) => {
  try {
    return use(globalThis.localStorage);
  } catch (error) {
    throw new NotesProblem(error?.name === "QuotaExceededError" ? "full" : "storage-off");
  }
};

const storageKey = (key) => `${STORAGE_PREFIX}note:${key}`;

/** Read one kept note. A value that cannot be read is set aside under another name, never thrown away. */
const readKept = (storage, name) => {
  const value = storage.getItem(name);
  if (value === null) return null;
  try {
    return parseExport(value)[0] ?? null;
  } catch {
    storage.setItem(`${SET_ASIDE}${Date.now()}:${name}`, value);
    storage.removeItem(name);
    return null;
  }
};

const asExport = (notes) => ({ format: NOTES_FORMAT, version: NOTES_VERSION, exported_at: new Date().toISOString(), notes });

/** Read how notes are kept, and those that this browser keeps, into the page. With its storage off, nothing is kept. */
const openKept = (page) => {
  if (page.opened) return;
  page.opened = true;
  try {
    withStorage((storage) => {
      if (storage.getItem(`${STORAGE_PREFIX}keep`) !== "browser") return;
      page.keep = "browser";
      for (const name of Object.keys(storage).filter((each) => each.startsWith(storageKey("")))) {
        const note = readKept(storage, name);
        if (note) page.notes.set(note.key, note);
      }
    });
  } catch {
    page.keep = "page";
  }
};

/** Notes in the book: in the page, and in this browser too when the reader chose that. */
const browserNotes = (signal) => {
  const page = pageNotes();
  openKept(page);
  const put = (note) => {
    page.notes.set(note.key, note);
    page.inFile = null;
    if (page.keep === "browser") {
      withStorage((storage) => storage.setItem(storageKey(note.key), JSON.stringify(asExport([note]))));
    }
  };
  const adopt = (event) => {
    if (event.key === `${STORAGE_PREFIX}keep`) {
      page.keep = event.newValue === "browser" ? "browser" : "page";
      return tellChange({ keep: page.keep });
    }
    if (page.keep !== "browser" || !event.key?.startsWith(storageKey(""))) return;
    const key = event.key.slice(storageKey("").length);
    if (event.newValue === null) page.notes.delete(key);
    else withStorage((storage) => { const note = readKept(storage, event.key); if (note) page.notes.set(key, note); });
    tellChange({ key });
  };
  listen(globalThis, "storage", adopt, signal);
  return {
    home: "book",
    page,
    load: async (key) => ({ note: page.notes.get(key) ?? null }),
    save: async (key, kind, text) => {
      const note = { key, kind, text: keepable(text), updated_at: new Date().toISOString() };
      put(note);
      tellChange({ key, from: signal });
      return note;
    },
    remove: async (key) => {
      const note = page.notes.get(key) ?? null;
      page.notes.delete(key);
      if (page.keep === "browser") withStorage((storage) => storage.removeItem(storageKey(key)));
      tellChange({ key, from: signal });
      return note;
    },
    notes: async (kind) => [...page.notes.values()].filter((note) => !kind || note.kind === kind),
    put,
  };
};

/** The store that fits where the widget lives. */
const openNotes = (model, signal) => (model.get("home") === "book" ? browserNotes(signal) : kernelNotes(model, signal));

/** Say how a note is kept, in words that are true now. */
const describeState = ({ words, lang, store, kept, unsaved, saving, problem }) => {
  if (problem) return words[`problem_${problem}`] ?? words.problem_unknown;
  if (unsaved) return saving ? words.state_saving : words.state_typing;
  if (!kept) return words.state_empty;
  const at = (date) => ({ time: moment(lang, date) });
  if (store.home === "kernel") return fill(words.state_saved, at(new Date(kept.updated_at)));
  if (store.page.keep === "browser") return fill(words.state_saved_browser, at(new Date(kept.updated_at)));
  if (store.page.keep === "file") return store.page.inFile ? fill(words.state_in_file, at(store.page.inFile)) : words.state_file;
  return words.state_page;
};
