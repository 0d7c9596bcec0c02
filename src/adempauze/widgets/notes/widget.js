import { arrange, putText } from "../_kit/fields.js";
import { joinTexts, keepNote } from "../_kit/keep.js";
import { keepQuestion } from "../_kit/keep_question.js";
import { begin, button, canPrint, element, listen, uniqueId } from "../_kit/kit.js";
import { openNotes, problemInWords, tellChange, withWaiting } from "../_kit/notes.js";
import { asExport, notesPanel } from "../_kit/panel.js";
import { asReadable, dayInWords, groupNotes, linesOfNote, PAGE, titleOf } from "../_kit/readable.js";

const WRITTEN = "reflection";
const READ_AGAIN = 4000;

/** A signal of a part's own, which also ends with the view. */
const partOf = (signal) => {
  const part = new AbortController();
  signal.addEventListener("abort", () => part.abort(), { once: true, signal: part.signal });
  return part;
};

/** A field that keeps what is typed in it as the note with this key. */
const keptField = ({ model, store, key, label, rows, signal, typed = () => {} }) => {
  const id = uniqueId();
  const field = element("textarea", { id, rows, spellcheck: "true", autocomplete: "off", "aria-describedby": `${id}-state` });
  const note = keepNote({
    model, store, signal, key, kind: WRITTEN,
    join: joinTexts,
    take: (text) => putText(field, text ?? ""),
  });
  note.state.id = `${id}-state`;
  listen(field, "input", () => {
    note.write(field.value || null);
    typed();
  }, signal);
  listen(field, "blur", () => note.sync(), signal);
  const nodes = [element("label", { for: id, class: "az-title" }, label), field, note.state, note.live];
  note.start();
  return { nodes, field, note };
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const prompts = model.get("prompts");
  const store = openNotes(model, signal);
  const root = begin(model, el, "notes", words.title);
  const writing = element("div", { class: "az-stack" });
  const where = element("p", { class: "az-small", role: "status" });
  const list = element("div", { class: "az-list" });
  const said = element("p", { class: "az-small", role: "status" });
  const undoing = element("div", { class: "az-row" });
  let notes = [];
  let written = null; // the field for one sentence
  let editing = null; // the key of the note that is being changed
  let timer = 0;
  const entries = new Map(); // the node of each note, with the note as it shows it
  const sections = new Map(); // the node of each lesson that has notes

  const promptOf = ({ key }) => prompts[key] ?? {};
  const say = (text, ...actions) => {
    said.textContent = text;
    undoing.replaceChildren(...actions);
  };
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      say(problemInWords(words, error.code));
    }
  };

  const remove = (note) => attempt(async () => {
    store.page.waiting.delete(note.key);
    await store.ask("save", { key: note.key, kind: note.kind, text: null, seen: note.text });
    const back = button(words.undo, () => attempt(async () => {
      await store.ask("import", { file: JSON.stringify(asExport([note])) });
      say(words.restored);
      tellChange({});
    }), signal);
    say(words.deleted, back);
    back.focus();
    tellChange({});
  });
  const edit = (note, place) => {
    const part = partOf(signal);
    const { nodes, field } = keptField({ model, store, key: note.key, label: promptOf(note).question ?? words.one_sentence, rows: 4, signal: part.signal });
    const done = button(words.ready, () => {
      part.abort();
      editing = null;
      entries.delete(note.key);
      show();
      list.tabIndex = -1;
      list.focus();
    }, part.signal, { class: "az-primary" });
    editing = note.key;
    taking.hidden = true;
    place.replaceChildren(...nodes, element("div", { class: "az-row" }, done));
    field.focus();
  };
  const entry = (note) => {
    const { question } = promptOf(note);
    const place = element("article", { class: "az-entry az-stack" },
      question ? element("p", { class: "az-small" }, question) : null,
      ...linesOfNote(note, words, lang, promptOf(note)).map((line) => element("p", { class: "az-written", dir: "auto" }, line)),
      element("div", { class: "az-row" },
        element("span", { class: "az-small" }, dayInWords(note, words, lang)),
        note.kind === WRITTEN ? button(words.change, () => edit(note, place), signal, { class: "az-quiet" }) : null,
        button(words.delete, () => remove(note), signal, { class: "az-quiet" })));
    return place;
  };
  const heading = (lesson) => {
    const folder = document.documentElement.dataset.content_root; // the book has it, JupyterLab has not
    const title = titleOf(lesson, words);
    return element("h2", {}, folder && lesson in words ? element("a", { href: `${folder}notebooks/${lang}/${lesson}.html` }, title) : title);
  };
  const entryOf = (note) => {
    const shown = JSON.stringify(note);
    if (entries.get(note.key)?.shown !== shown) entries.set(note.key, { shown, node: entry(note) });
    return entries.get(note.key).node;
  };
  const sectionOf = ([lesson, own]) => {
    if (!sections.has(lesson)) sections.set(lesson, element("section", { class: "az-stack" }, heading(lesson)));
    const section = sections.get(lesson);
    arrange(section, [section.firstChild, ...own.map(entryOf)]);
    return section;
  };
  const nothing = element("p", {}, words.empty);
  const show = () => {
    again.hidden = !written.note.isKept();
    if (editing) return;
    const groups = groupNotes(withWaiting(notes).filter(({ key }) => key !== written.key));
    taking.hidden = !groups.length;
    where.hidden = !groups.length && store.page.keep === "page";
    where.textContent = store.home === "kernel" ? words.where_journal : words[`kept_${store.page.keep}`];
    arrange(list, groups.length ? groups.map(sectionOf) : [nothing]);
  };
  const load = async () => {
    clearTimeout(timer);
    try {
      notes = await store.notes();
    } catch (error) {
      say(problemInWords(words, error.code));
      if (!signal.aborted) timer = setTimeout(load, READ_AGAIN);
    }
    if (!signal.aborted) show();
  };

  const question = keepQuestion(store, words, signal, () => written.field);
  /** Offer an empty field; what was written in the last one is in the list below. */
  const offer = () => {
    written?.part.abort();
    const part = partOf(signal);
    const key = `${PAGE}/sentence-${Date.now().toString(36)}`;
    written = { key, part, ...keptField({ model, store, key, label: words.one_sentence, rows: 2, signal: part.signal, typed: question.wake }) };
    writing.replaceChildren(...written.nodes, question.node, again);
  };
  const again = button(words.another, () => {
    offer();
    load();
    written.field.focus();
  }, signal, { hidden: true });

  const taking = element("div", { class: "az-row az-taking" },
    store.home === "book" ? button(words.print, () => (canPrint() ? globalThis.print() : say(words.print_refused)), signal) : null);

  listen(store.page, "notes", ({ detail }) => {
    if (detail.state) show();
    else load();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
  offer();
  root.append(writing, where, list, said, undoing, taking, notesPanel(model, store, words, signal, (all) => asReadable(all, words, lang, prompts)));
  load();
};

export default { render };
