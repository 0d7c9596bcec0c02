// Runs the course's widgets in a page without a kernel: it reads the states that the build wrote into the page, and gives
// each widget a model. Like the widget files it is a classic script, because browsers load no modules from a page on disk.
// A widget starts as soon as its own file is there; a file that hangs keeps only its own widgets away.
(() => {
  if (globalThis.adempauze) return;
  const widgets = new Map();
  globalThis.adempauze = {};

  const makeModel = (state) => {
    const listeners = new Map();
    const tell = (event, ...content) => [...(listeners.get(event) ?? [])].forEach((listener) => listener(...content));
    return {
      get: (key) => state[key],
      set: (key, value) => {
        if (Object.is(state[key], value)) return;
        state[key] = value;
        tell(`change:${key}`);
        tell("change");
      },
      save_changes: () => {},
      send: (content) => globalThis.adempauze.answer?.(content, (answer) => tell("msg:custom", answer)),
      on: (event, listener) => listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
      off: (event, listener) => {
        if (!event) listeners.clear();
        else if (!listener) listeners.delete(event);
        else listeners.get(event)?.delete(listener);
      },
    };
  };

  const withCleanUp = async (signal, start) => {
    const cleanUp = await start();
    if (typeof cleanUp === "function") signal.addEventListener("abort", cleanUp, { once: true });
  };

  // Each view has its own signal, which aborts with the page's signal.
  const endingWith = (signal) => {
    const own = new AbortController();
    signal.addEventListener("abort", () => own.abort(), { once: true });
    return own.signal;
  };

  const explain = (mount, text) => {
    const note = document.createElement("p");
    note.className = "adempauze-failed";
    note.setAttribute("role", "alert");
    note.textContent = text;
    mount.querySelector(".adempauze-loading")?.remove();
    mount.append(note);
  };

  const openModel = ({ widget: name, state }, signal) => {
    const model = makeModel(state);
    const widget = widgets.get(name);
    if (!widget) throw new Error(`Adempauze: the file of ${name} did not load.`);
    const ready = withCleanUp(signal, () => widget.initialize?.({ model, signal }));
    return { model, widget, ready };
  };

  const { signal } = new AbortController(); // never aborts: a page ends with everything in it, after its last save
  const open = new Map();
  let states = {};
  let waiting = /** @type {HTMLElement[]} */ ([]);
  let missing = 0;

  const entryOf = (mount) => states[mount.dataset.model ?? ""];

  const mountOne = async (mount) => {
    const id = mount.dataset.model;
    const entry = entryOf(mount);
    const fallback = [...mount.childNodes];
    try {
      if (!open.has(id)) open.set(id, openModel(entry, signal));
      const { model, widget, ready } = open.get(id);
      await ready;
      const el = document.createElement("div");
      const view = endingWith(signal);
      mount.replaceChildren(el); // before render, so that a view can measure itself
      await withCleanUp(view, () => widget.render({ model, el, signal: view }));
      mount.dataset.live = "";
    } catch (error) {
      console.error(error);
      mount.replaceChildren(...fallback);
      explain(mount, entry?.state.strings.failed ?? "");
    }
  };

  /** Mount those of the waiting widgets that `suits` names, in the order of the page. */
  const mountWaiting = async (suits) => {
    const now = waiting.filter(suits);
    waiting = waiting.filter((mount) => !now.includes(mount));
    for (const mount of now) await mountOne(mount);
    missing -= now.length;
    if (!missing) document.documentElement.dataset.adempauze = "ready";
  };

  const readPage = () => {
    states = JSON.parse(document.getElementById("adempauze-states")?.textContent ?? "{}");
    waiting = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".adempauze-mount[data-model]")]);
    missing = waiting.length;
  };

  const read = there().then(readPage);

  /** Take a widget file, which may come before this script or after it. */
  const take = async ([name, make]) => {
    widgets.set(name, make());
    await read;
    await mountWaiting((mount) => entryOf(mount)?.widget === name);
  };
  const early = /** @type {[string, () => Front][]} */ (globalThis.adempauzeFiles ?? []);
  globalThis.adempauzeFiles = { push: take };
  early.forEach(take);

  // By now each file has come or failed; what still waits says that it could not start.
  globalThis.addEventListener("load", () => read.then(() => mountWaiting(() => true)));
})();
