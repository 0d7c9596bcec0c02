// The extension as JupyterLab loads it: a module-federation container, written by hand so that there is no build step.
// A container must be a classic script; the code of the extension is in native modules beside it.
(() => {
  "use strict";

  const home = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  // Browsers cache these files for a year, so each address ends in the version that package.json has for this file.
  // Otherwise an upgraded course would mix old and new files.
  const beside = (name) => new URL(name + new URL(home).search, home).href;

  let scope;

  /** Return JupyterLab's own module, not a copy from another extension; null if it has none. */
  const shared = async (name) => {
    const versions = Object.values(scope[name] ?? {});
    const chosen = versions.find((version) => version.loaded) ?? versions[0];
    return chosen ? (await chosen.get())() : null;
  };

  const activate = async (app, tracker, translator) => {
    if (!tracker) return;
    const [{ followBack }, { follow }, { Frame }, { translate }, { CodeCell }, { NotebookActions }, { Widget }] = await Promise.all([
      import(beside("back.js")),
      import(beside("lesson.js")),
      import(beside("frame.js")),
      import(beside("words.js")),
      shared("@jupyterlab/cells"),
      shared("@jupyterlab/notebook"),
      shared("@lumino/widgets"),
    ]);
    followBack(app);
    translate(translator, app.commands);
    follow(tracker, CodeCell, NotebookActions, new Frame(app, Widget));
  };

  const modules = {
    "./extension": async () => {
      const notebook = await shared("@jupyterlab/notebook");
      // Some pages, Voila's among them, have no notebooks to track.
      const optional = notebook ? [notebook.INotebookTracker, (await shared("@jupyterlab/translation")).ITranslator] : [];
      return { id: "adempauze:lessons", autoStart: true, optional, activate };
    },
    "./style": () => {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside("lesson.css") }));
    },
  };

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB.adempauze = {
    init: (sharedScope) => {
      scope = sharedScope;
    },
    get: async (name) => {
      const content = await modules[name]();
      return () => ({ __esModule: true, default: content });
    },
  };
})();
