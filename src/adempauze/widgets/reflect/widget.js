import { putText } from "../_kit/fields.js";
import { joinTexts, keepNote } from "../_kit/keep.js";
import { keepQuestion } from "../_kit/keep_question.js";
import { begin, button, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { openNotes } from "../_kit/notes.js";
import { inOwnWords } from "../_kit/own_words.js";
import { notesPanel } from "../_kit/panel.js";

const KIND = "reflection";

/** A soft time limit: one line beforehand, and one when the minutes since the first `start` have passed. */
const timeLine = (minutes, words, lang, signal) => {
  const time = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long" }).format(minutes);
  const node = element("p", { class: "az-small az-time", role: "status" }, fill(words.time_enough, { time }));
  let timer = 0;
  const start = () => { timer ||= setTimeout(() => { node.textContent = fill(words.time_passed, { time }); }, minutes * 60_000); };
  signal.addEventListener("abort", () => clearTimeout(timer));
  return { node, start };
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const store = openNotes(model, signal);
  const root = begin(model, el, "reflect", model.get("question"));
  const id = uniqueId();
  const field = element("textarea", { id, rows: 5, "aria-describedby": `${id}-state`, spellcheck: "true", autocomplete: "off" });
  const said = element("span", { role: "status" });
  const time = model.get("minutes") ? timeLine(model.get("minutes"), words, model.get("lang"), signal) : null;

  const put = (text) => {
    putText(field, text);
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 480)}px`;
  };
  const note = keepNote({
    model, store, signal, key: model.get("key"), kind: KIND,
    join: joinTexts,
    take: (text) => put(text ?? ""),
    moved: () => { remove.hidden = field.value === ""; },
  });
  const tell = (text, ...buttons) => {
    said.textContent = text;
    actions.replaceChildren(remove, said, ...buttons);
  };
  const write = (text, delay) => {
    put(text);
    note.write(text || null, delay);
  };
  const remove = button(words.delete, () => {
    const text = field.value;
    const undo = button(words.undo, () => {
      write(text, 0);
      tell(words.restored);
      field.focus();
    }, signal);
    write("", 0);
    tell(words.deleted, undo);
    undo.focus();
  }, signal, { class: "az-quiet" });
  const actions = element("div", { class: "az-row" }, remove, said);

  const question = keepQuestion(store, words, signal, () => field);
  listen(field, "input", () => {
    time?.start();
    write(field.value);
    question.wake();
  }, signal);
  listen(field, "blur", () => note.sync(), signal);

  note.state.id = `${id}-state`;
  root.append(
    element("label", { for: id, class: "az-title" }, model.get("question")),
    element("p", { class: "az-small" }, words.private),
    ...(time ? [time.node] : []),
    field, note.state, note.live, question.node, actions, notesPanel(model, store, words, signal, (notes) => inOwnWords(notes, words)));
  note.start();
};

export default { render };
