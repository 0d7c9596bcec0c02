// The book's journal: it answers the same messages as the kernel's journal in JupyterLab. It keeps notes in the page, and
// in this browser too if the reader chose that. It runs once in each page, after host.js.
(() => {
  if (globalThis.adempauze.answer) return;

  const FORMAT = "adempauze-notes";
  const VERSION = 1;
  const LARGEST_FILE = 20_000_000;
  const LONGEST_TEXT = 1_000_000;
  const PREFIX = "adempauze:v1:";
  const KEEP = `${PREFIX}keep`;
  const NOTE = `${PREFIX}note:`;
  const SET_ASIDE = `${PREFIX}set-aside:`;
  const OF_THE_NOTES = [NOTE, SET_ASIDE];
  const LOCK = "adempauze-notes";
  const CHOICES = ["browser", "file"]; // otherwise, only the page keeps notes

  // The widgets share this object (notes.js); only `notes` is the journal's own.
  const page = Object.assign(new EventTarget(), {
    keep: "page", notes: new Map(), waiting: new Map(), drafts: new Map(), unfiled: new Set(), inFile: null, setAside: null, newer: null });
  globalThis.adempauzeNotes = page;
  const tell = (detail) => page.dispatchEvent(new CustomEvent("notes", { detail }));

  const problem = (code) => Object.assign(new Error(code), { code, ours: true });

  // Notes and exported files follow the same rules as in adempauze/journal.

  /** Whether a text is short enough; its length is counted in code points. */
  const fits = (text) => text.length <= LONGEST_TEXT || [...text].length <= LONGEST_TEXT;

  const MOMENT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
  const NAME = /^\P{Cc}{1,200}$/u; // no control characters
  const KIND = /^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/;
  const UNKEPT = /[\0\p{Surrogate}]/u; // what a journal cannot keep

  const isMoment = (at) =>
    MOMENT.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    new Date(at).toISOString().startsWith(at.slice(0, 19)); // Date.parse accepts 30 February

  const isNote = (note) =>
    ["key", "kind", "text", "updated_at"].every((field) => typeof note?.[field] === "string") &&
    NAME.test(note.key) &&
    KIND.test(note.kind) &&
    isMoment(note.updated_at) &&
    fits(note.text) &&
    !UNKEPT.test(note.key + note.text);

  const asExport = (notes) => ({ format: FORMAT, version: VERSION, exported_at: new Date().toISOString(), notes });

  /** Read an exported file; refuse it unless all notes are valid and all keys differ. */
  const parseExport = (text) => {
    if (new Blob([text]).size > LARGEST_FILE) throw problem("too-large");
    let file;
    try {
      file = JSON.parse(text.replace(/^\ufeff/, ""));
    } catch {
      throw problem("foreign-file");
    }
    if (file?.format !== FORMAT || !Number.isInteger(file.version) || file.version < 1) throw problem("foreign-file");
    if (file.version > VERSION) throw problem("newer-file");
    const { notes } = file;
    if (!Array.isArray(notes) || !notes.every(isNote)) throw problem("foreign-file");
    if (new Set(notes.map((note) => note.key)).size < notes.length) throw problem("foreign-file");
    return notes.map(({ key, kind, text, updated_at }) => ({ key, kind, text, updated_at }));
  };

  /** Merge an incoming note with the one that is here; no text of a reflection is lost. */
  const merge = (here, incoming) => {
    if (!here) return incoming;
    if (here.text === incoming.text) return here;
    const later = Date.parse(here.updated_at) >= Date.parse(incoming.updated_at) ? here : incoming;
    const kind = "reflection";
    if (![here.kind, incoming.kind].includes(kind)) return later;
    if (here.text.includes(incoming.text)) return here;
    if (incoming.text.includes(here.text)) return { ...incoming, kind };
    const text = `${here.text}\n\n${incoming.text}`;
    if (!fits(text)) throw problem("too-large");
    return { ...here, kind, text, updated_at: later.updated_at };
  };

  // Storage in this browser.

  /** Use the browser's storage; if it is off or full, throw a problem that has a sentence. */
  const withStorage = (use) => {
    try {
      return use(globalThis.localStorage);
    } catch (error) {
      throw error.ours ? error : problem(error.name === "QuotaExceededError" ? "full" : "storage-off");
    }
  };

  /**
   * Read one kept note. A value that cannot be read is set aside under another name, never thrown away; that of a newer
   * version of the course stays where that version finds it.
   */
  const readKept = (storage, name) => {
    const value = storage.getItem(name);
    if (value === null) return null;
    try {
      return parseExport(value)[0] ?? null;
    } catch (error) {
      if (error.code === "newer-file") {
        const known = page.newer;
        page.newer = name.slice(NOTE.length);
        if (!known) tell({ state: true });
        throw problem("newer-journal");
      }
      page.setAside = name.slice(NOTE.length);
      tell({ state: true });
      storage.removeItem(name); // removed first, to make room in a full storage
      try {
        storage.setItem(`${SET_ASIDE}${Date.now()}:${name}`, value);
      } catch (error) {
        storage.setItem(name, value);
        throw error;
      }
      return null;
    }
  };

  const readAllKept = (storage, beginning = NOTE) =>
    Object.keys(storage).filter((name) => name.startsWith(beginning)).flatMap((name) => {
      try {
        return readKept(storage, name) ?? [];
      } catch {
        return []; // a note that cannot even be set aside stays where it is, and the others are still read
      }
    });

  let unstored = false; // whether the browser had no room for the choice of this page
  const released = new Set(); // notes that were kept until another page chose otherwise

  /** Return the choice that counts: the one in the storage, where any page may have changed it. */
  const choice = () => {
    if (unstored) return page.keep;
    try {
      const keep = withStorage((storage) => storage.getItem(KEEP));
      return CHOICES.includes(keep) ? keep : "page";
    } catch {
      return page.keep;
    }
  };

  /** Follow the choice of another page. */
  const adopt = (keep) => {
    if (keep === page.keep) return;
    if (page.keep === "browser") page.notes.forEach((note) => released.add(note));
    page.keep = keep;
    if (keep === "browser") {
      page.notes.forEach((note, key) => { if (released.has(note)) page.notes.delete(key); });
      joinKept();
    }
    tell({});
  };

  /**
   * Follow what other pages chose and wrote of one note: their events arrive later, and never at a page that sleeps. A text
   * of this page that is not kept yet is in `waiting`, so this does not lose it.
   */
  const catchUp = (key) => {
    adopt(choice());
    if (page.keep !== "browser") return;
    const note = withStorage((storage) => readKept(storage, NOTE + key));
    if (note) page.notes.set(key, note);
    else page.notes.delete(key);
  };

  const catchUpAll = () => {
    try {
      adopt(choice());
      if (page.keep === "browser") page.notes = new Map(withStorage(readAllKept).map((note) => [note.key, note]));
    } catch {
      // without storage there are no notes to read
    }
  };

  const unlocked = new Set();
  let leaving = false;

  /**
   * Change notes while no other tab does: localStorage cannot compare and write in one step, so two tabs could both read
   * before either of them writes. Stored text can still reach another tab a few milliseconds after the lock, because
   * browsers do not guarantee more. A hidden page, or one that is left, does not wait: it may never run again.
   */
  const alone = (change) => {
    const once = () => { if (unlocked.delete(once)) change(); };
    unlocked.add(once);
    if (leaving || document.hidden || !globalThis.navigator.locks) return once();
    globalThis.navigator.locks.request(LOCK, once).catch(once); // sandboxed pages, for example, have no locks
  };

  const stored = (key) => {
    try {
      return withStorage((storage) => readKept(storage, NOTE + key));
    } catch {
      return null;
    }
  };

  /** Write one note, or remove it if `note` is null. */
  const writeKept = (key, note) =>
    withStorage((storage) => {
      readKept(storage, NOTE + key); // sets an unreadable note aside
      if (note) storage.setItem(NOTE + key, JSON.stringify(asExport([note])));
      else storage.removeItem(NOTE + key);
    });

  /** Write notes; those that do not fit wait. Returns the last problem, if any. */
  const writeAllKept = (notes) => {
    let failed;
    for (const note of notes) {
      try {
        writeKept(note.key, note);
      } catch (error) {
        failed = error;
        const { key, kind, text } = note;
        if (!page.waiting.has(key)) page.waiting.set(key, { kind, text, seen: stored(key)?.text ?? null, tried: new Set() });
      }
    }
    return failed;
  };

  /** Merge the notes in this browser with those of the page, and keep all of them. */
  const joinKept = () => {
    withStorage(readAllKept).forEach((note) => page.notes.set(note.key, merge(page.notes.get(note.key), note)));
    return writeAllKept(page.notes.values());
  };

  const forget = (...beginnings) =>
    withStorage((storage) => beginnings.forEach((beginning) =>
      Object.keys(storage).filter((name) => name.startsWith(beginning)).forEach((name) => storage.removeItem(name))));

  const open = () => {
    page.keep = choice();
    catchUpAll();
  };

  /** Follow what another tab chose or wrote. */
  const follow = ({ key: name }) => {
    if (name === KEEP || name === null) return alone(() => adopt(choice()));
    if (page.keep !== "browser" || !name.startsWith(NOTE)) return;
    tell({ key: name.slice(NOTE.length) }); // the widgets read it again
  };

  const answers = {
    visit: () => ({}),
    load: ({ key }) => {
      catchUp(key);
      return { note: page.notes.get(key) ?? null };
    },
    save: ({ key, kind, text, seen }) => {
      catchUp(key);
      const here = page.notes.get(key) ?? null;
      if ((here?.text ?? null) !== seen) return { note: here, newer: true };
      const note = text === null ? null : { key, kind, text, updated_at: new Date().toISOString() };
      if (note && !isNote(note)) throw problem("invalid-note");
      if (note) page.notes.set(key, note);
      else page.notes.delete(key);
      if (page.keep === "browser") writeKept(key, note);
      return { note };
    },
    notes: ({ kind }) => {
      catchUpAll();
      return { notes: [...page.notes.values()].filter((note) => !kind || note.kind === kind) };
    },
    export: () => {
      catchUpAll();
      return { export: asExport([...page.notes.values()]) };
    },
    import: ({ file }) => {
      catchUpAll();
      const counts = { added: 0, changed: 0, unchanged: 0 };
      const joined = parseExport(file).flatMap((incoming) => {
        const here = page.notes.get(incoming.key);
        const both = merge(here, incoming);
        counts[!here ? "added" : both === here ? "unchanged" : "changed"] += 1;
        return both === here ? [] : [both];
      });
      for (const note of joined) {
        if (page.notes.has(note.key)) page.unfiled.add(note.key);
        page.notes.set(note.key, note);
      }
      return { ...counts, short: page.keep === "browser" ? writeAllKept(joined)?.code : undefined };
    },
    clear: () => {
      catchUpAll();
      const notes = [...page.notes.values()];
      page.notes.clear();
      page.unfiled.clear();
      try {
        forget(...OF_THE_NOTES);
      } catch (error) {
        if (page.keep === "browser") throw error;
      }
      return { notes };
    },
    /** Choose where notes are kept. The browser stores notes only if it is chosen, but also remembers the choice of a file. */
    choose: ({ keep }) => {
      catchUpAll();
      const before = page.keep;
      page.keep = keep;
      if (before === "browser" && keep === "file") page.notes.forEach((_, key) => page.unfiled.add(key));
      try {
        // Notes are stored before the choice and removed after it, so that a tab that hears of the choice finds them all.
        const failed = keep === "browser" && joinKept();
        if (failed) throw failed;
        unstored = true;
        if (keep === "page") forget(KEEP);
        else withStorage((storage) => storage.setItem(KEEP, keep));
        unstored = false;
        if (keep !== "browser") forget(...OF_THE_NOTES);
      } catch (error) {
        if (keep !== "browser") return {}; // without storage nothing is kept, and the choice is for this page only
        page.keep = before;
        unstored = false;
        if (error.code === "full") forget(...OF_THE_NOTES);
        throw error;
      }
      return {};
    },
  };

  const CHANGES = ["save", "import", "clear", "choose"];

  /** Answer a widget's message later, as a kernel does. On a hidden page the work is done when this returns. */
  globalThis.adempauze.answer = (request, reply) => {
    const respond = () => {
      let answer;
      try {
        answer = answers[request.ask](request);
      } catch (error) {
        answer = { problem: error.ours ? error.code : "unknown" };
      }
      queueMicrotask(() => reply({ answer: request.id, ...answer }));
    };
    const keep = choice();
    const inBrowser = keep === "browser" || request.keep === "browser";
    if (keep !== page.keep || (inBrowser && CHANGES.includes(request.ask))) alone(respond);
    else respond();
  };
  open();
  globalThis.addEventListener("storage", follow);
  const finish = () => unlocked.forEach((change) => change());
  document.addEventListener("visibilitychange", () => { if (document.hidden) finish(); });
  globalThis.addEventListener("pagehide", () => {
    leaving = true;
    finish();
  });
  globalThis.addEventListener("pageshow", ({ persisted }) => {
    leaving = false;
    if (!persisted) return;
    alone(() => {
      catchUpAll();
      tell({}); // the widgets read again as well
    });
  });
})();
