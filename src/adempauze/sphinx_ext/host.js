// Runs the course's widgets in a page without a kernel: it reads the states that the build wrote into the page, and gives
// each widget a model. Like the widget files it is a classic script, because browsers load no modules from a page on disk.
(() => {
  if (globalThis.adempauze) return;
  const widgets = new Map();
  globalThis.adempauze = { define: (name, make) => widgets.set(name, make()) };

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
    mount.append(note);
  };

  const openModel = ({ widget: name, state }, signal) => {
    const model = makeModel(state);
    const widget = widgets.get(name);
    if (!widget) throw new Error(`Adempauze: the file of ${name} did not load.`);
    const ready = withCleanUp(signal, () => widget.initialize?.({ model, signal }));
    return { model, widget, ready };
  };

  const mountAll = async () => {
    const states = JSON.parse(document.getElementById("adempauze-states")?.textContent ?? "{}");
    const { signal } = new AbortController(); // never aborts: a page ends with everything in it, after its last save
    const open = new Map();
    /** @type {NodeListOf<HTMLElement>} */
    const mounts = document.querySelectorAll(".adempauze-mount[data-model]");
    for (const mount of mounts) {
      const id = mount.dataset.model ?? "";
      const entry = states[id];
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
    }
    document.documentElement.dataset.adempauze = "ready";
  };

  // All scripts are deferred, so the widgets' scripts have run when the document is ready.
  document.addEventListener("DOMContentLoaded", mountAll);
})();
