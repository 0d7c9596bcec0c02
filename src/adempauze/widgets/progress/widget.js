import { keepNote } from "../_kit/keep.js";
import { begin, element, listen, uniqueId } from "../_kit/kit.js";
import { openNotes } from "../_kit/notes.js";
import { inOwnWords } from "../_kit/own_words.js";
import { notesPanel } from "../_kit/panel.js";

const KIND = "progress";
const OLD_PACE_KEY = "00-start/pace"; // the first edition kept it; writing it was no visit of that lesson

const keyOf = (slug) => `${slug}/progress`;

const parsed = (note) => {
  try {
    return JSON.parse(note.text) ?? {};
  } catch {
    return {};
  }
};

/** Read from the notes when each lesson was last opened or written in (0 means never), and whether it is done. */
export const readProgress = (slugs, notes) => {
  const known = new Map(slugs.map((slug) => [slug, { opened: 0, done: false }]));
  for (const note of notes) {
    const [slug] = note.key.split("/");
    const lesson = known.get(slug);
    if (!lesson || note.key === OLD_PACE_KEY) continue;
    lesson.opened = Math.max(lesson.opened, Date.parse(note.updated_at));
    if (note.key === keyOf(slug)) lesson.done = parsed(note).done === true;
  }
  return known;
};

/**
 * The lesson to go on with: the first that is not done, from the last opened one on; null if all are done. The first lesson
 * has the map, so being there says nothing about where the reader was.
 */
export const nextLesson = (slugs, known, here) => {
  const opened = (slug) => (slug === here && slug === slugs[0] ? 0 : known.get(slug).opened);
  const todo = (slug) => !known.get(slug).done;
  const last = slugs.reduce((latest, slug) => (opened(slug) > opened(latest) ? slug : latest));
  return [...slugs.slice(slugs.indexOf(last)), ...slugs].find(todo) ?? null;
};

/** The folder of the notebook that JupyterLab shows: its address names the file. */
export const folderIn = (path) => decodeURIComponent(/\/(?:tree|notebooks)\/(.*\/)?[^/]*$/.exec(path)?.[1] ?? "");

/** The folder of the lessons, seen from the notebook that JupyterLab shows: a page beside them is in `book`. */
export const lessonsFrom = (path) => folderIn(path).replace(/(^|\/)book\/(\w+)\/$/, "$1notebooks/$2/");

/** A link to a lesson: to its page in the book, or to its file in JupyterLab, which opens it in the same tab. */
const lessonLink = (slug, title, model, signal) => {
  if (model.get("home") === "book") {
    const root = document.documentElement.dataset.content_root;
    const folder = root === undefined ? "" : `${root}notebooks/${model.get("lang")}/`;
    return element("a", { href: `${folder}${slug}.html` }, title);
  }
  const file = `${slug}.ipynb`;
  const { pathname } = globalThis.location;
  const beside = folderIn(pathname) === lessonsFrom(pathname) ? "" : `../../notebooks/${model.get("lang")}/`;
  const link = element("a", { href: beside + file, title: file }, title);
  // JupyterLab runs the command of the link; elsewhere the address itself opens the file.
  listen(link, "click", () => {
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path: lessonsFrom(globalThis.location.pathname) + file });
  }, signal);
  return link;
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const [path, shelf] = [model.get("path"), model.get("shelf")];
  const slugs = [...path, ...shelf];
  const here = slugs.includes(model.get("lesson")) ? model.get("lesson") : null;
  const store = openNotes(model, signal);
  const root = begin(model, el, "progress", words.title);
  const next = element("p", { class: "az-next" });
  const done = element("input", { type: "checkbox", autocomplete: "off" });
  const groups = [["path", path], ["shelf", shelf]].filter(([, group]) => group.length).map(([name, group]) => {
    const id = uniqueId();
    return { group, id, name, list: element(name === "path" ? "ol" : "ul", { "aria-labelledby": id }) };
  });
  let notes = [];
  let shown;
  let ticked = false;
  let visited = false; // a visit is kept once, and not again after the reader erased it

  const stateOf = ({ opened, done: isDone }) => (isDone ? "done" : opened ? "opened" : "new");
  const item = (slug, lesson) => {
    const now = stateOf(lesson);
    const link = slug === here ? element("b", {}, words[slug]) : lessonLink(slug, words[slug], model, signal);
    return element("li", { class: `az-${now}`, "aria-current": slug === here ? "page" : null },
      element("span", {}, link, " ", element("span", { class: now === "new" && slug !== here ? "az-unseen" : "az-small" }, words[slug === here ? `here_${now}` : `is_${now}`])));
  };
  /** Show the map, including a change that is not kept yet. */
  const show = () => {
    const own = mark.note();
    const known = readProgress(slugs, [...notes.filter(({ key }) => key !== own?.key), ...(own ? [own] : [])]);
    const slug = nextLesson(slugs, known, here);
    done.checked = here !== null && known.get(here).done;
    const states = JSON.stringify([slug, ...[...known.values()].map(stateOf)]);
    if (states === shown) return; // the focus may be on a link
    shown = states;
    groups.forEach(({ group, list }) => list.replaceChildren(...group.map((each) => item(each, known.get(each)))));
    if (slug && slug === here) next.textContent = words.go_on_here;
    else if (slug) next.replaceChildren(words[known.get(slug).opened ? "go_on" : "go_to"], " ", lessonLink(slug, words[slug], model, signal));
    else next.textContent = words.all_done;
  };
  // Outside a lesson no note is written, and this only reads the others.
  const mark = keepNote({
    model, store, signal, key: keyOf(here ?? "map"), kind: KIND,
    join: (theirs, mine) => (ticked ? mine : theirs),
    take: (text) => {
      if (text === null && here && !visited) mark.write(JSON.stringify({ done: false }), 0, false);
      visited = true;
    },
    beside: async () => { notes = await store.notes(); },
    hears: () => true,
    moved: () => show(),
  });

  listen(done, "change", () => {
    ticked = true;
    mark.write(JSON.stringify({ done: done.checked }), 0);
  }, signal);

  const lists = groups.flatMap(({ id, name, list }) => [element("p", { id, class: "az-group" }, words[name]), list]);
  root.append(
    element("p", { class: "az-title" }, words.title), next,
    path.indexOf(here) < 1 ? element("div", {}, ...lists) : element("details", {}, element("summary", {}, words.map), ...lists),
    ...(here ? [element("label", { class: "az-choice" }, done, element("span", {}, words.done)), mark.state, mark.live] : []),
    notesPanel(model, store, words, signal, (notes) => inOwnWords(notes, words)));
  mark.start();
};

export default { render };
