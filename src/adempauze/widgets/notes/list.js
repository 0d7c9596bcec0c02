// All notes in words, under the lesson in which each was written.

import { arrange } from "../_kit/fields.js";
import { button, element } from "../_kit/kit.js";
import { dayInWords, linesOfNote, titleOf } from "../_kit/readable.js";

/** The kind of the notes that are plain text, which can be changed here. */
export const WRITTEN = "reflection";

/**
 * Make the list; what is on the screen already stays as it is when notes come and go.
 * @param {object} options
 * @param {Record<string, string>} options.words
 * @param {string} options.lang
 * @param {Record<string, any>} options.prompts what was asked, by the key of the note
 * @param {AbortSignal} options.signal
 * @param {(note: Note, place: HTMLElement) => void} options.edit lets the reader change a note in its place
 * @param {(note: Note) => void} options.remove
 */
export const noteList = ({ words, lang, prompts, signal, edit, remove }) => {
  const node = element("div", { class: "az-list" });
  const nothing = element("p", {}, words.empty);
  const entries = new Map(); // the node of each note, with the note as it shows it
  const sections = new Map(); // the node of each lesson that has notes

  const entry = (note) => {
    const prompt = prompts[note.key] ?? {};
    const place = element("article", { class: "az-entry az-stack" },
      prompt.question ? element("p", { class: "az-small" }, prompt.question) : null,
      ...linesOfNote(note, words, lang, prompt).map((line) => element("p", { class: "az-written", dir: "auto" }, line)),
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
  return {
    node,
    show: (groups) => arrange(node, groups.length ? groups.map(sectionOf) : [nothing]),
    /** Make a note's node anew when it is shown next. */
    forget: ({ key }) => entries.delete(key),
  };
};
