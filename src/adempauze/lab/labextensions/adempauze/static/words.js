// Words of JupyterLab that a learner meets and that its own language packs leave in English.

const { search } = new URL(import.meta.url);
/** @type {typeof import("./course.js")} */
const { wordsOfJupyterLab } = await import(`./course.js${search}`);

const JUPYTERLAB = "jupyterlab"; // the name of its own texts

/** Give JupyterLab the words of the course for its own; what it shows from then on has them. */
export const translate = async (translator, commands) => {
  const words = await wordsOfJupyterLab(translator?.languageCode?.slice(0, 2));
  if (Object.keys(words).length === 0) return;
  const texts = translator.load(JUPYTERLAB);
  const own = texts.gettext.bind(texts);
  texts.gettext = (text, ...values) =>
    Object.hasOwn(words, text) ? texts.constructor.strfmt(words[text], ...values) : own(text, ...values);
  // Menus and buttons ask the commands, and many of those took their words before this.
  for (const kind of ["label", "caption"]) {
    const ask = commands[kind].bind(commands);
    commands[kind] = (...command) => {
      const text = ask(...command);
      return Object.hasOwn(words, text) ? words[text] : text;
    };
  }
};
