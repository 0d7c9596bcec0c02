// Panels over the page: breathe now, help now, and all lessons. They need no kernel and no server once the page is there.

const { search } = new URL(import.meta.url);
/** @type {[{ default: Front }, { default: Front }]} */
const [{ default: breathe }, { default: help }] = await Promise.all([
  import(`./breathe.js${search}`),
  import(`./help.js${search}`),
]);
const WIDGETS = { breathe, help };

/** A widget's model without a kernel: the state that the course was made with. */
const makeModel = (state) => {
  const target = new EventTarget();
  const own = { ...state };
  return {
    get: (key) => own[key],
    set: (key, value) => {
      own[key] = value;
      target.dispatchEvent(new Event(`change:${key}`));
    },
    save_changes: () => {},
    send: () => {},
    on: (type, listener) => target.addEventListener(type, () => listener()),
    off: () => {},
  };
};

/** Draw a widget of the course into an element until the signal aborts. */
const draw = (name, state, el, signal) => WIDGETS[name].render({ model: makeModel(state), el, signal });

/**
 * Open a panel; the browser keeps the focus in it, closes it on Escape, and gives the focus back.
 * @param {{ lang: string, title: string, close: string }} words
 * @param {(body: HTMLElement, signal: AbortSignal, shut: () => void) => void} fill
 */
const openPanel = ({ lang, title, close }, fill) => {
  const ended = new AbortController();
  const dialog = Object.assign(document.createElement("dialog"), { className: "adempauze-panel", lang });
  dialog.dataset.lmSuppressShortcuts = "true";
  const heading = Object.assign(document.createElement("h2"), { id: "adempauze-panel", textContent: title, tabIndex: -1 });
  dialog.setAttribute("aria-labelledby", heading.id);
  const shut = Object.assign(document.createElement("button"), { type: "button", textContent: close });
  const head = Object.assign(document.createElement("div"), { className: "adempauze-panel-head" });
  const body = Object.assign(document.createElement("div"), { className: "adempauze-panel-body" });
  head.append(heading, shut);
  dialog.append(head, body);
  shut.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside the panel
  dialog.addEventListener("close", () => {
    ended.abort();
    dialog.remove();
  });
  document.body.append(dialog);
  fill(body, ended.signal, () => dialog.close());
  dialog.showModal();
  heading.focus();
};

/** Open "breathe" or "help". */
export const openWidget = (name, { lang, words, panels }) =>
  openPanel({ lang, title: words[name], close: words.close }, (body, signal) => draw(name, panels[name], body, signal));

/** Open the list of lessons; `links` are groups: a heading and links that the frame made. */
export const openContents = ({ lang, words }, groups) =>
  openPanel({ lang, title: words.contents, close: words.close }, (body, signal, shut) => {
    const nav = document.createElement("nav");
    nav.setAttribute("aria-labelledby", "adempauze-panel");
    for (const [title, links] of groups) {
      const list = document.createElement("ul");
      for (const link of links) {
        const item = document.createElement("li");
        link.addEventListener("click", shut, { signal });
        item.append(link);
        list.append(item);
      }
      nav.append(Object.assign(document.createElement("h3"), { textContent: title }), list);
    }
    body.append(nav);
  });
