import { keepNote } from "../_kit/keep.js";
import { begin, element, listen, uniqueId } from "../_kit/kit.js";
import { openNotes } from "../_kit/notes.js";
import { notesPanel } from "../_kit/panel.js";

const KIND = "progress";
const PACE_KEY = "00-start/pace";
const PACES = ["normal", "short"];

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
    if (!lesson || note.key === PACE_KEY) continue;
    lesson.opened = Math.max(lesson.opened, Date.parse(note.updated_at));
    if (note.key === keyOf(slug)) lesson.done = parsed(note).done === true;
  }
  return known;
};

/** The lesson to continue with: the first that is not done, from the last opened one on; null if all are done. */
export const nextLesson = (slugs, known) => {
  const opened = (slug) => known.get(slug).opened;
  const todo = (slug) => !known.get(slug).done;
  const last = slugs.reduce((latest, slug) => (opened(slug) > opened(latest) ? slug : latest));
  return [...slugs.slice(slugs.indexOf(last)), ...slugs].find(todo) ?? null;
};

export const readPace = (notes) => {
  const { pace } = parsed(notes.find((note) => note.key === PACE_KEY) ?? { text: "null" });
  return PACES.includes(pace) ? pace : PACES[0];
};

/** The folder of the notebook that JupyterLab shows: its address names the file. */
export const folderIn = (path) => decodeURIComponent(/\/(?:tree|notebooks)\/(.*\/)?[^/]*$/.exec(path)?.[1] ?? "");

/** A link to a lesson: to its page in the book, or to its file in JupyterLab, which opens it in the same tab. */
const lessonLink = (slug, title, model, signal) => {
  if (model.get("home") === "book") {
    const root = document.documentElement.dataset.content_root;
    const folder = root === undefined ? "" : `${root}notebooks/${model.get("lang")}/`;
    return element("a", { href: `${folder}${slug}.html` }, title);
  }
  const file = `${slug}.ipynb`;
  const link = element("a", { href: file, title: file }, title);
  // JupyterLab runs the command of the link; elsewhere the address itself opens the file.
  listen(link, "click", () => {
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path: folderIn(globalThis.location.pathname) + file });
  }, signal);
  return link;
};

/** Fold or show this page; on other pages look.js does that, if this browser keeps the choice. */
const fold = (pace, root) => {
  const before = root.getBoundingClientRect().top;
  if (pace === "short") document.documentElement.dataset.pace = pace;
  else delete document.documentElement.dataset.pace;
  globalThis.scrollBy(0, root.getBoundingClientRect().top - before);
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const slugs = model.get("lessons");
  const here = slugs.includes(model.get("lesson")) ? model.get("lesson") : null;
  const store = openNotes(model, signal);
  const root = begin(model, el, "progress", words.title);
  const next = element("p", { class: "az-next" });
  const list = element("ol", {});
  const done = element("input", { type: "checkbox", autocomplete: "off" });
  const name = uniqueId();
  const advice = element("p", { class: "az-small" });
  const paces = PACES.map((each) => element("input", { type: "radio", name, value: each, autocomplete: "off" }));
  let notes;
  let shown;
  let ticked = false;

  const stateOf = ({ opened, done: isDone }) => (isDone ? "done" : opened ? "opened" : "new");
  const item = (slug, lesson) => {
    const now = stateOf(lesson);
    const link = slug === here ? element("b", {}, words[slug]) : lessonLink(slug, words[slug], model, signal);
    return element("li", { class: `az-${now}`, "aria-current": slug === here ? "page" : null },
      element("span", {}, link, " ", element("span", { class: "az-small" }, words[slug === here ? `here_${now}` : `is_${now}`])));
  };
  /** Show the map, including changes that are not kept yet. */
  const show = () => {
    const own = [mark, pace].filter(Boolean);
    const others = (notes ?? []).filter((note) => !own.some(({ key }) => key === note.key));
    const now = [...others, ...own.map(({ note }) => note()).filter(Boolean)];
    const known = readProgress(slugs, now);
    const slug = nextLesson(slugs, known);
    const chosen = readPace(now);
    done.checked = here !== null && known.get(here).done;
    paces.forEach((radio) => { radio.checked = radio.value === chosen; });
    advice.textContent = words[`${chosen}_${store.home}`];
    pace.state.hidden = !pace.note() && !store.page.waiting.has(PACE_KEY);
    const states = JSON.stringify([slug, ...[...known.values()].map(stateOf)]);
    if (states === shown) return; // the focus may be on a link
    shown = states;
    list.replaceChildren(...slugs.map((each) => item(each, known.get(each))));
    if (slug && slug === here) next.textContent = words.go_on_here;
    else if (slug) next.replaceChildren(words.go_on, " ", lessonLink(slug, words[slug], model, signal));
    else next.textContent = words.all_done;
  };
  /** Tell the book's journal the pace, so that look.js can fold the next page before it is painted. */
  const tellPace = (chosen) => {
    if (store.home === "book") store.ask("pace", { pace: chosen === PACES[0] ? null : chosen }).catch(() => {});
  };
  const keeper = (key, more) => ({ key, ...keepNote({ model, store, signal, key, kind: KIND, moved: () => show(), ...more }) });
  const pace = keeper(PACE_KEY, {
    join: (_, mine) => mine,
    take: () => show(),
    hears: () => true,
    beside: async () => {
      notes = await store.notes();
      tellPace(readPace(notes));
    },
  });
  const mark = here && keeper(keyOf(here), {
    join: (theirs, mine) => (ticked ? mine : theirs),
    take: (text) => { if (text === null) mark.write(JSON.stringify({ done: false }), 0, false); },
  });

  listen(done, "change", () => {
    ticked = true;
    mark.write(JSON.stringify({ done: done.checked }), 0);
  }, signal);
  paces.forEach((radio) => listen(radio, "change", () => {
    fold(radio.value, root);
    tellPace(radio.value);
    pace.write(radio.value === PACES[0] ? null : JSON.stringify({ pace: radio.value }), 0);
  }, signal));

  const choice = element("fieldset", {}, element("legend", { class: "az-title" }, words.pace),
    ...paces.map((radio) => element("label", { class: "az-choice" }, radio, element("span", {}, words[`pace_${radio.value}`]))),
    advice, pace.state, pace.live);
  const map = element("details", { open: slugs.indexOf(here) < 1 }, element("summary", {}, words.map), list, choice);
  root.append(
    element("p", { class: "az-title" }, words.title),
    ...(here ? [element("label", { class: "az-choice" }, done, element("span", {}, words.done)), mark.state, mark.live] : []),
    next, map, notesPanel(store, words, signal));
  mark?.start();
  pace.start();
};

export default { render };
