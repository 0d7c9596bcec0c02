// The panel beside a place to write: where notes are kept, and what can be done with all of them.

/** Join a note that comes from a file with the one that is here; nothing that either says is lost. */
const mergeNotes = (here, incoming) => {
  if (!here) return incoming;
  if (here.text === incoming.text) return here;
  const later = Date.parse(here.updated_at) >= Date.parse(incoming.updated_at) ? here : incoming;
  if (![here.kind, incoming.kind].includes("reflection")) return later;
  if (here.text.includes(incoming.text)) return here;
  if (incoming.text.includes(here.text)) return incoming;
  return { ...here, text: `${here.text}\n\n${incoming.text}`, updated_at: later.updated_at };
};

/** Remove all that begins with one of these names. The notes themselves stay in the page until it is left. */
const forgetKept = (storage, prefixes) =>
  Object.keys(storage)
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    .forEach((name) => storage.removeItem(name));

/** All notes at once, behind the kernel. */
const kernelJournal = ({ ask, change }) => ({
  exportAll: async () => (await ask("export")).export,
  importAll: (text) => change(undefined, "import", { file: text }),
  clear: async () => (await change(undefined, "clear")).removed,
});

/** All notes at once, in the book; and the reader's choice where they are kept. */
const browserJournal = ({ page, put }) => ({
  exportAll: async () => asExport([...page.notes.values()]),
  importAll: async (text) => {
    const counts = { added: 0, changed: 0, unchanged: 0 };
    for (const incoming of parseExport(text)) {
      const here = page.notes.get(incoming.key);
      const joined = mergeNotes(here, incoming);
      counts[!here ? "added" : joined === here ? "unchanged" : "changed"] += 1;
      if (joined !== here) put(joined);
    }
    tellChange({});
    return counts;
  },
  clear: async () => {
    const removed = page.notes.size;
    page.notes.clear();
    try {
      withStorage((storage) => forgetKept(storage, [storageKey(""), SET_ASIDE]));
    } catch (problem) {
      if (page.keep === "browser") throw problem;
    }
    tellChange({});
    return removed;
  },
  /** Choose where notes are kept: "page", "browser" or "file". */
  choose: async (keep) => {
    const before = page.keep;
    page.keep = keep;
    try {
      withStorage((storage) => {
        if (keep === "browser") storage.setItem(`${STORAGE_PREFIX}keep`, keep);
        else forgetKept(storage, [`${STORAGE_PREFIX}keep`, storageKey("")]);
      });
      if (keep === "browser") [...page.notes.values()].forEach(put);
    } catch (problem) {
      page.keep = before;
      throw problem;
    } finally {
      tellChange({ keep: page.keep });
    }
  },
  wroteFile: () => {
    page.inFile = new Date();
    tellChange({ keep: page.keep });
  },
});

/** Where notes are kept, with download, put back and delete all. */
const notesPanel = (store, words, signal) => {
  const journal = store.home === "book" ? browserJournal(store) : kernelJournal(store);
  const status = element("p", { class: "az-small", role: "status" });
  const later = element("div", { class: "az-row" });
  const say = (text, ...actions) => {
    status.textContent = text;
    later.replaceChildren(...actions);
  };
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      say(words[`problem_${error.code}`] ?? words.problem_unknown);
    }
  };
  const download = () =>
    attempt(async () => {
      const file = await journal.exportAll();
      offerFile(`adempauze-${file.exported_at.slice(0, 10)}.json`, JSON.stringify(file, null, 1), "application/json");
      journal.wroteFile?.();
      say(fill(words.downloaded, { n: file.notes.length }));
    });
  const bring = (text) =>
    attempt(async () => {
      say(fill(words.put_back, await journal.importAll(text)));
    });
  const clear = () =>
    attempt(async () => {
      const copy = JSON.stringify(await journal.exportAll());
      const n = await journal.clear();
      say(fill(words.cleared, { n }), button(words.undo, () => bring(copy), signal));
    });
  const ask = () =>
    say(words.clear_sure, button(words.clear_yes, clear, signal), button(words.clear_no, () => say(""), signal));
  const file = element("input", { type: "file", accept: ".json,application/json", class: "az-unseen" });
  listen(file, "change", () => attempt(async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > LARGEST_FILE) throw new NotesProblem("too-large");
    await bring(await chosen.text());
    file.value = "";
  }), signal);
  const panel = element("details", { class: "az-stack" }, element("summary", {}, words.where));
  const choose = (keep) => attempt(() => journal.choose(keep));
  panel.append(store.home === "book" ? keepChoice(store.page, words, signal, choose) : element("p", {}, words.where_journal));
  panel.append(
    element("div", { class: "az-row" },
      button(words.download, download, signal),
      element("label", { class: "az-file" }, words.put_back_button, file),
      button(words.clear_all, ask, signal)),
    status,
    later,
  );
  return panel;
};

/** The reader's choice in the book: not kept, this browser, my own file. */
const keepChoice = (page, words, signal, choose) => {
  const name = uniqueId();
  const choices = ["page", "browser", "file"].map((keep) => {
    const radio = element("input", { type: "radio", name, value: keep });
    listen(radio, "change", () => choose(keep), signal);
    return element("label", { class: "az-choice" }, radio, element("span", {}, words[`keep_${keep}`]));
  });
  const show = () => choices.forEach((choice) => { choice.firstChild.checked = choice.firstChild.value === page.keep; });
  listen(page, "notes", show, signal);
  show();
  return element("fieldset", {}, element("legend", {}, words.keep_legend), ...choices);
};
