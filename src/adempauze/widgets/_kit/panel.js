// The panel beside a place to write: where notes are kept, and what can be done with all of them.

/** Where notes are kept, with download, put back and delete all. */
const notesPanel = (store, words, signal) => {
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
      const file = await store.exportAll();
      offerFile(`adempauze-${file.exported_at.slice(0, 10)}.json`, JSON.stringify(file, null, 1), "application/json");
      store.wroteFile?.();
      say(fill(words.downloaded, { n: file.notes.length }));
    });
  const bring = (text) =>
    attempt(async () => {
      say(fill(words.put_back, await store.importAll(text)));
    });
  const clear = () =>
    attempt(async () => {
      const copy = JSON.stringify(await store.exportAll());
      const n = await store.clear();
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
  panel.append(store.home === "book" ? keepChoice(store, words, signal, attempt) : element("p", {}, words.where_journal));
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
const keepChoice = (store, words, signal, attempt) => {
  const name = uniqueId();
  const choices = ["page", "browser", "file"].map((keep) => {
    const radio = element("input", { type: "radio", name, value: keep });
    listen(radio, "change", () => attempt(() => store.choose(keep)), signal);
    return element("label", { class: "az-choice" }, radio, element("span", {}, words[`keep_${keep}`]));
  });
  const show = () => choices.forEach((choice) => { choice.firstChild.checked = choice.firstChild.value === store.page.keep; });
  listen(store.page, "notes", show, signal);
  show();
  return element("fieldset", {}, element("legend", {}, words.keep_legend), ...choices);
};
