// Words of JupyterLab that a learner meets and that its own language packs leave in English.

const { search } = new URL(import.meta.url);
/** @type {typeof import("./course.js")} */
const { wordsOfJupyterLab } = await import(`./course.js${search}`);

const JUPYTERLAB = "jupyterlab"; // the name of its own texts

/** Give JupyterLab the words of the course for its own; what it shows from then on has them. */
export const translate = async (translator) => {
  const words = await wordsOfJupyterLab(translator?.languageCode?.slice(0, 2));
  if (Object.keys(words).length === 0) return;
  const texts = translator.load(JUPYTERLAB);
  const own = texts.gettext.bind(texts);
  texts.gettext = (text, ...values) =>
    Object.hasOwn(words, text) ? texts.constructor.strfmt(words[text], ...values) : own(text, ...values);
};
