// The calm view: without JupyterLab's own bars, until the learner wants to see the notebook.

const KEY = "adempauze:v1:notebook";
const SHOWN = "shown";
const READING = ".adempauze-lesson .jp-Notebook.jp-mod-commandMode"; // a lesson in which nothing is being typed
const WRITING = "[data-lm-suppress-shortcuts], input, textarea, select, .cm-editor, .jp-OutputArea-output"; // has its own keys

/** Whether the learner asked to see the notebook; storage that is off forgets it with the page. */
let shown = (() => {
  try {
    return localStorage.getItem(KEY) === SHOWN;
  } catch {
    return false;
  }
})();
const listeners = new Set();
let active = false; // whether the document on the screen is of the course

export const isCalm = () => !shown;

/** Call `listener` now, and whenever the view changes, until `disposed` fires. */
export const onCalm = (listener, disposed) => {
  listeners.add(listener);
  disposed.connect(() => listeners.delete(listener));
  listener(isCalm());
};

export const showNotebook = (show) => {
  shown = show;
  try {
    if (show) localStorage.setItem(KEY, SHOWN);
    else localStorage.removeItem(KEY);
  } catch {
    // without storage, the choice is for this page only
  }
  listeners.forEach((listener) => listener(isCalm()));
};

/** Ask JupyterLab to measure its parts again, the inner ones first, because style rules took some away or brought them back. */
const fit = (widget) => {
  const { layout } = widget;
  for (const child of layout ?? []) if (/^jp-main-(content|split|vsplit)-panel$/.test(child.id)) fit(child);
  widget.fit();
};

/** Hide or show JupyterLab's bars around the document on the screen. */
export const surround = (shell, isOfCourse) => {
  active = isOfCourse;
  const calm = active && isCalm();
  if (document.body.classList.contains("adempauze-calm") === calm) return;
  document.body.classList.toggle("adempauze-calm", calm);
  fit(shell);
};

// JupyterLab's keys would delete a cell or show its source, and a lesson that is read has no use for that. Its own listener
// is on the document; the window's comes before it. What the browser does with a key, such as scrolling, stays.
const guard = (event) => {
  if (!active || !isCalm() || !event.target.closest?.(READING) || event.target.closest(WRITING)) return;
  const runs = event.key === "Enter" && event.shiftKey;
  if (!runs && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
};
globalThis.addEventListener("keydown", guard, true);

// JupyterLab gives a cell the focus when a lesson opens, so a line around it is for those who go on by keyboard.
globalThis.addEventListener("keydown", ({ key }) => key === "Tab" && document.body.classList.add("adempauze-keys"), true);
globalThis.addEventListener("pointerdown", () => document.body.classList.remove("adempauze-keys"), true);

const keepRendered = (event) => {
  if (active && isCalm() && event.target.closest?.(".adempauze-lesson .jp-MarkdownCell")) event.stopPropagation();
};
globalThis.addEventListener("dblclick", keepRendered, true);

// The menu of JupyterLab would cut or delete a cell; the browser's own copies a text or opens a link in a new tab.
const keepMenu = (event) => {
  if (active && isCalm() && event.target.closest?.(".adempauze-lesson, .adempauze-page")) event.stopPropagation();
};
globalThis.addEventListener("contextmenu", keepMenu, true);
