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
 * @typedef {{ lang: string, words: Record<string, any>, setup: string, sources: Set<string>, folds: Record<string, string[]> }} Lesson
 */

/** Return the installed lesson that a notebook says it is a copy of, or undefined. */
export const lessonOf = async (model) => {
  const { slug, lang } = model.getMetadata("adempauze") ?? {};
  if (typeof slug !== "string" || typeof lang !== "string") return undefined;
  const { lessons, messages } = await loadCourse();
  const name = `${lang}/${slug}`;
  if (!Object.hasOwn(lessons, name)) return undefined;
  const { code, folds } = lessons[name];
  return { lang, words: messages[lang], setup: code[0], sources: new Set(code), folds };
};
