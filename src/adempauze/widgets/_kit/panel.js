// The panel beside a text field: it says where notes are kept, and has buttons for all notes.

import { button, element, fill, listen, moment, offerFile, setText, uniqueId } from "./kit.js";
import { NotesProblem, nowInUtc, problemInWords, tellChange, withWaiting } from "./notes.js";

const LARGEST_FILE = 20_000_000;
const PORTION = 1_000_000; // characters, because a kernel refuses large messages

/**
 * Divide notes into portions of limited size, in the same order; a longer note is a portion by itself.
 * @param {Note[]} notes
 */
const inPortions = (notes, most = PORTION) => {
  /** @type {Note[][]} */
  const portions = [];
  let size = Infinity;
  for (const note of notes) {
    size += note.text.length;
    if (size > most) {
      portions.push([note]);
      size = note.text.length;
    } else portions[portions.length - 1].push(note);
  }
  return portions;
};

export const asExport = (notes) => ({ format: "adempauze-notes", version: 1, exported_at: nowInUtc(), notes });

/** Return all notes, including waiting ones; if the journal does not answer, only those. */
const exportAll = async (store) => {
  try {
    const file = (await store.ask("export")).export;
    return { ...file, notes: withWaiting(file.notes) };
  } catch (problem) {
    const waiting = withWaiting([]);
    if (waiting.length) return asExport(waiting);
    throw problem;
  }
};

/**
 * The panel: where notes are kept, downloads, put back, delete all, and the name of what could not be read. `asText` writes
 * notes as a text to read.
 */
export const notesPanel = (model, store, words, signal, asText) => {
  const { page } = store;
  const lang = model.get("lang");
  const status = element("p", { class: "az-small", role: "status" });
  const later = element("div", { class: "az-row" });
  const say = (text, ...actions) => {
    const lost = later.contains(document.activeElement);
    status.textContent = text;
    later.replaceChildren(...actions);
    if (lost) (actions[0] ?? clearAll).focus();
  };
  const change = async (name, payload) => {
    try {
      return await store.ask(name, payload);
    } finally {
      tellChange({});
    }
  };
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      say(problemInWords(words, error.code));
    }
  };
  /** Offer a file, and other ways to take its text along: whether a download arrived, only the reader can see. */
  const offer = (name, text, type, told, ...actions) => {
    offerFile(name, text, type);
    const files = [new File([text], `${name.split(".")[0]}.txt`, { type: "text/plain" })]; // browsers share no JSON
    const other = (label, work, done) => button(label, async () => {
      try {
        await work();
        if (done) status.textContent = done;
      } catch (error) {
        if (error.name !== "AbortError") status.textContent = words.take_failed; // the reader closed the share sheet
      }
    }, signal);
    say(told, ...actions,
      ...(navigator.canShare?.({ files }) ? [other(words.take_share, () => navigator.share({ files }))] : []),
      other(words.take_copy, () => navigator.clipboard.writeText(text), words.take_copied));
  };
  const download = () =>
    attempt(async () => {
      const file = await exportAll(store);
      const at = new Date();
      const keys = new Set(page.unfiled);
      page.offered = { at, keys };
      const confirm = () => {
        keys.forEach((key) => page.unfiled.delete(key));
        page.inFile = at;
        tellChange({ state: true });
        say(words.take_confirmed);
      };
      offer(`adempauze-${file.exported_at.slice(0, 10)}.json`, JSON.stringify(file, null, 1), "application/json",
        fill(words.take_offered, { n: file.notes.length, time: moment(lang, at) }), button(words.take_there, confirm, signal, { class: "az-primary" }));
      tellChange({ state: true });
    });
  const read = () =>
    attempt(async () => {
      const { notes } = await exportAll(store);
      offer(`${words.take_file}.txt`, asText(notes), "text/plain", words.take_to_read);
    });
  const bring = (...texts) =>
    attempt(async () => {
      const counts = { added: 0, changed: 0, unchanged: 0 };
      let problem;
      for (const text of texts) {
        const each = await change("import", { file: text });
        Object.keys(counts).forEach((name) => { counts[name] += each[name]; });
        problem ??= each.short;
      }
      say(`${fill(words.put_back, counts)} ${problem ? problemInWords(words, problem) : ""}`.trim());
    });
  const clear = () =>
    attempt(async () => {
      const notes = withWaiting((await store.ask("clear")).notes);
      page.waiting.clear();
      tellChange({});
      const back = () => bring(...inPortions(notes).map((portion) => JSON.stringify(asExport(portion))));
      say(fill(words.cleared, { n: notes.length }), button(words.undo, back, signal));
    });
  const ask = () =>
    say(words.clear_sure, button(words.clear_yes, clear, signal), button(words.clear_no, () => say(""), signal));
  const clearAll = button(words.clear_all, ask, signal);
  const file = element("input", { type: "file", accept: ".json,.txt,application/json,text/plain", class: "az-unseen" });
  listen(file, "change", () => attempt(async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    if (chosen.size > LARGEST_FILE) throw new NotesProblem("too-large"); // it need not be read
    await bring(await chosen.text());
    file.value = "";
  }), signal);
  const choose = (keep) => attempt(() => change("choose", { keep }));
  const aside = element("p", { class: "az-notice az-small", role: "status" });
  const showAside = () => {
    const text = page.setAside ? fill(words[`set_aside_${store.home}`], { name: page.setAside }) : page.newer ? fill(words.newer_note, { name: page.newer }) : "";
    setText(aside, text);
    aside.hidden = !text;
  };
  listen(page, "notes", showAside, signal);
  showAside();
  return element("div", { class: "az-stack" }, aside, element("details", { class: "az-stack" },
    element("summary", {}, words.where),
    store.home === "book" ? keepChoice(page, words, signal, choose) : element("p", {}, words.where_journal),
    element("div", { class: "az-row" },
      button(words.take_read, read, signal),
      button(words.download, download, signal),
      element("label", { class: "az-file" }, words.put_back_button, file),
      clearAll),
    status,
    later));
};

/** The choice in the book: do not keep notes, keep them in this browser, or in a file. */
const keepChoice = (page, words, signal, choose) => {
  const name = uniqueId();
  const radios = ["page", "browser", "file"].map((value) => element("input", { type: "radio", name, value }));
  radios.forEach((radio) => listen(radio, "change", () => choose(radio.value), signal));
  const choices = radios.map((radio) =>
    element("label", { class: "az-choice" }, radio, element("span", {}, words[`keep_${radio.value}`])));
  const show = () => radios.forEach((radio) => { radio.checked = radio.value === page.keep; });
  listen(page, "notes", show, signal);
  show();
  return element("fieldset", {}, element("legend", {}, words.keep_legend), ...choices);
};
