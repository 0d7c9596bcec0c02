// The installed course: its lessons by language and name, and the sentences of the extension.

const RETRY_DELAY = 4000;
const LIST = new URL(`lessons.json${new URL(import.meta.url).search}`, import.meta.url);

const fetchCourse = async () => {
  for (;;) {
    try {
      return await (await fetch(LIST)).json();
    } catch {
      // The server did not answer. Without the list no cell may run, and there is no sentence to say so.
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
    }
  }
};

let course;
const loadCourse = () => (course ??= fetchCourse());

/**
 * A lesson of the installed course: its language and words, the source of its first code cell and of all of them, and the
 * ids of the cells in each fold, by the id of the cell with its heading.
 * @typedef {{ lang: string, slug: string, words: Record<string, any>, setup: string, sources: Set<string>, folds: Record<string, string[]> }} Lesson
 */

/** The pages that the frame's contents name beside the lessons. */
const BESIDE = ["breathe", "my-notes", "gp-questions", "does-it-help", "help", "glossary", "about"];

/** Return the installed lesson that a notebook says it is a copy of, or undefined. */
export const lessonOf = async (model) => {
  const { slug, lang } = model.getMetadata("adempauze") ?? {};
  if (typeof slug !== "string" || typeof lang !== "string") return undefined;
  const { lessons, messages } = await loadCourse();
  const name = `${lang}/${slug}`;
  if (!Object.hasOwn(lessons, name)) return undefined;
  const { code, folds } = lessons[name];
  return { lang, slug, words: messages[lang], setup: code[0], sources: new Set(code), folds };
};

/** Return the page beside the lessons that a file is, by its path, or undefined. */
export const pageOf = async (path) => {
  const [, lang, slug] = /(?:^|\/)book\/(\w\w)\/([\w-]+)\.md$/.exec(path) ?? [];
  const { pages } = await loadCourse();
  return Object.hasOwn(pages, `${lang}/${slug}`) ? { lang, slug } : undefined;
};

/** Return what the frame needs of a lesson or page: its words, its title and all others, and the way through the course. */
export const framed = async ({ lang, slug }) => {
  const { lessons, pages, path, shelf, panels, messages } = await loadCourse();
  const inLanguage = (table, titleOf) =>
    Object.entries(table).filter(([name]) => name.startsWith(`${lang}/`)).map(([name, each]) => [name.slice(3), titleOf(each)]);
  const titles = Object.fromEntries([...inLanguage(pages, (title) => title), ...inLanguage(lessons, ({ title }) => title)]);
  const order = [...path, ...shelf];
  const place = order.indexOf(slug);
  return {
    lang,
    slug,
    title: titles[slug],
    titles,
    path,
    shelf,
    beside: BESIDE,
    rooms: new Set(inLanguage(lessons, () => "").map(([name]) => name)),
    previous: place > 0 ? order[place - 1] : undefined,
    next: place >= 0 ? order[place + 1] : undefined,
    panels: panels[lang],
    words: messages[lang].frame,
  };
};

/** Return the translations of JupyterLab's words that its language pack lacks. */
export const wordsOfJupyterLab = async (lang) => (await loadCourse()).jupyterlab[lang] ?? {};
