import { putText } from "../_kit/fields.js";
import { joinTexts, keepNote } from "../_kit/keep.js";
import { keepQuestion } from "../_kit/keep_question.js";
import { begin, button, canPrint, element, listen, uniqueId } from "../_kit/kit.js";
import { openNotes, problemInWords, tellChange, withWaiting } from "../_kit/notes.js";
import { asExport, notesPanel } from "../_kit/panel.js";
import { asReadable, groupNotes, PAGE } from "../_kit/readable.js";
import { noteList, WRITTEN } from "./list.js";

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
  const list = noteList({ words, lang, prompts, signal, edit: (note, place) => edit(note, place), remove: (note) => remove(note) });
  const said = element("p", { class: "az-small", role: "status" });
  const undoing = element("div", { class: "az-row" });
  let notes = [];
  let written = null; // the field for one sentence
  let editing = null; // the key of the note that is being changed
  let timer = 0;

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
    const { nodes, field } = keptField({ model, store, key: note.key, label: prompts[note.key]?.question ?? words.one_sentence, rows: 4, signal: part.signal });
    const done = button(words.ready, () => {
      part.abort();
      editing = null;
      list.forget(note);
      show();
      list.node.tabIndex = -1;
      list.node.focus();
    }, part.signal, { class: "az-primary" });
    editing = note.key;
    taking.hidden = true;
    place.replaceChildren(...nodes, element("div", { class: "az-row" }, done));
    field.focus();
  };
  const show = () => {
    again.hidden = !written.note.isKept();
    if (editing) return;
    const groups = groupNotes(withWaiting(notes).filter(({ key }) => key !== written.key));
    taking.hidden = !groups.length;
    where.hidden = !groups.length && store.page.keep === "page";
    where.textContent = store.home === "kernel" ? words.where_journal : words[`kept_${store.page.keep}`];
    list.show(groups);
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
  root.append(writing, where, list.node, said, undoing, taking, notesPanel(model, store, words, signal, (all) => asReadable(all, words, lang, prompts)));
  load();
};

export default { render };
