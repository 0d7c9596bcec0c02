const KIND = "progress";
const PACE_KEY = "00-start/pace";
const PACES = ["normal", "short"];
const RETRY_DELAY = 4000;

const keyOf = (slug) => `${slug}/progress`;

const parsed = (note) => {
  try {
    return JSON.parse(note.text) ?? {};
  } catch {
    return {};
  }
};

/** What the notes tell of each lesson: when it was last opened or written in (0: never), and whether it is done. */
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

/** The lesson to go on with: the one that was opened last if it is not done, else the next that is not; null: all done. */
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

/** A link to a lesson: to its page in the book, from any page of it; to its file in JupyterLab, which opens it in place. */
const lessonLink = (slug, title, model, signal) => {
  if (model.get("home") === "book") {
    const root = document.documentElement.dataset.content_root;
    const folder = root === undefined ? "" : `${root}notebooks/${model.get("lang")}/`;
    return element("a", { href: `${folder}${slug}.html` }, title);
  }
  const file = `${slug}.ipynb`;
  const link = element("a", { href: file, title: file }, title);
  // JupyterLab runs the command of a link that names one; elsewhere the address itself opens the file.
  listen(link, "click", () => {
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path: folderIn(globalThis.location.pathname) + file });
  }, signal);
  return link;
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const slugs = model.get("lessons");
  const here = slugs.includes(model.get("lesson")) ? model.get("lesson") : null;
  const store = openNotes(model, signal);
  const root = begin(model, el, "progress", words.title);
  const next = element("p", { class: "az-next" });
  const list = element("ol", {});
  const state = element("p", { class: "az-small", role: "status" });
  const done = element("input", { type: "checkbox", autocomplete: "off" });
  const name = uniqueId();
  const advice = element("p", { class: "az-small" });
  const paces = PACES.map((pace) => element("input", { type: "radio", name, value: pace, autocomplete: "off" }));
  let wanted = null;
  let kept = null;
  let timer = 0;

  const showPace = (pace) => {
    paces.forEach((radio) => { radio.checked = radio.value === pace; });
    advice.textContent = words[`${pace}_${store.home}`];
  };
  /** Fold or show the lessons; pages of the book after this one do it by themselves (look.js), when the choice is kept. */
  const fold = (pace) => {
    const before = root.getBoundingClientRect().top;
    if (pace === "short") document.documentElement.dataset.pace = pace;
    else delete document.documentElement.dataset.pace;
    globalThis.scrollBy(0, root.getBoundingClientRect().top - before);
  };
  const stateOf = ({ opened, done: isDone }) => (isDone ? "done" : opened ? "opened" : "new");
  const item = (slug, lesson) => {
    const now = stateOf(lesson);
    const link = slug === here ? element("b", {}, words[slug]) : lessonLink(slug, words[slug], model, signal);
    return element("li", { class: `az-${now}`, "aria-current": slug === here ? "page" : null },
      element("span", {}, link, " ", element("span", { class: "az-small" }, words[slug === here ? `here_${now}` : `is_${now}`])));
  };
  const show = (notes) => {
    const known = readProgress(slugs, notes);
    const slug = nextLesson(slugs, known);
    done.checked = here !== null && known.get(here).done;
    list.replaceChildren(...slugs.map((each) => item(each, known.get(each))));
    if (slug && slug === here) next.textContent = words.go_on_here;
    else if (slug) next.replaceChildren(words.go_on, " ", lessonLink(slug, words[slug], model, signal));
    else next.textContent = words.all_done;
    showPace(readPace(notes));
    kept = notes.filter((note) => note.kind === KIND).at(-1);
  };
  const tell = (problem) => {
    state.textContent = describeState({ words, lang: model.get("lang"), store, kept, problem });
    state.classList.toggle("az-notice", Boolean(problem));
  };
  const attempt = async (work) => {
    clearTimeout(timer);
    try {
      await work();
      wanted = null;
      tell();
    } catch (error) {
      wanted = work;
      tell(error.code ?? "unknown");
      if (!signal.aborted) timer = setTimeout(() => attempt(wanted), RETRY_DELAY);
    }
  };
  const load = async () => {
    const notes = await store.notes();
    if (here && !notes.some((note) => note.key === keyOf(here))) return void (await mark(false));
    show(notes);
  };
  const mark = async (isDone) => {
    await store.save(keyOf(here), KIND, JSON.stringify({ done: isDone }));
    show(await store.notes());
  };
  const choose = async (pace) => {
    showPace(pace);
    fold(pace);
    if (pace === PACES[0]) await store.remove(PACE_KEY);
    else kept = await store.save(PACE_KEY, KIND, JSON.stringify({ pace }));
  };

  listen(done, "change", () => attempt(() => mark(done.checked)), signal);
  paces.forEach((radio) => listen(radio, "change", () => attempt(() => choose(radio.value)), signal));
  listen(pageNotes(), "notes", ({ detail }) => {
    if (detail.from !== signal && !wanted) attempt(load);
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));

  const pace = element("fieldset", {}, element("legend", { class: "az-title" }, words.pace),
    ...paces.map((radio) => element("label", { class: "az-choice" }, radio, element("span", {}, words[`pace_${radio.value}`]))), advice);
  const map = element("details", { open: slugs.indexOf(here) < 1 }, element("summary", {}, words.map), list, pace);
  root.append(
    element("p", { class: "az-title" }, words.title),
    here ? element("label", { class: "az-choice" }, done, element("span", {}, words.done)) : "",
    next, map, state, notesPanel(store, words, signal));
  attempt(load);
};

export default { render };
