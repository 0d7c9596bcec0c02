// The folded parts of a lesson in JupyterLab: on the screen alone, because the document does not change.

const { search } = new URL(import.meta.url);
/** @type {{ default: typeof import("../../../listen.js").default }} */
const { default: makeReader } = await import(`./listen.js${search}`);

const KEY = "adempauze:v1:folds";
const OPEN = "open";
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"]; // with these a learner goes on
const DRAWN = 2000; // milliseconds in which exercises are drawn once their cells ran
const readings = new Set();

/** Whether the learner opened every fold; storage that is off forgets it with the page. */
let all = (() => {
  try {
    return localStorage.getItem(KEY) === OPEN;
  } catch {
    return false;
  }
})();

/** Open or close the folds of every lesson, those on the screen and those opened later. */
const chooseAll = (open) => {
  all = open;
  readings.forEach((reading) => reading.openAll());
  try {
    if (open) localStorage.setItem(KEY, OPEN);
    else localStorage.removeItem(KEY);
  } catch {
    // without storage, the choice is for this page only
  }
};

/** A button of ours in a cell: it keeps its keys and clicks from JupyterLab, which would edit the cell. */
const makeButton = (lang, className, onClick) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className, lang });
  button.dataset.lmSuppressShortcuts = "true";
  for (const type of ["mousedown", "dblclick"]) button.addEventListener(type, (event) => event.stopPropagation());
  button.addEventListener("click", onClick);
  return button;
};

/** One fold: the cell with its heading, the cells that it hides, and the button on the heading. */
class Fold {
  constructor(reading, heading, cells, words) {
    this.cells = cells;
    this.heading = heading;
    this.button = makeButton(reading.lang, "adempauze-toggle", () => reading.inPlace(() => this.open(this.isShut)));
    this.button.setAttribute("aria-label", words);
    heading.addClass("adempauze-fold");
    heading.node.append(this.button);
  }

  get isShut() {
    return this.button.ariaExpanded === "false";
  }

  open(open) {
    this.button.ariaExpanded = String(open);
    this.heading.toggleClass("adempauze-shut", !open);
    for (const cell of this.cells) if (!cell.isDisposed) cell.setHidden(!open);
  }
}

/** What one panel shows of a lesson. */
export class Reading {
  constructor(notebook, { lang, words, folds }) {
    this.notebook = notebook;
    this.lang = lang;
    this.words = words;
    this.cellsOf = folds;
    /** @type {Fold[]} */
    this.folds = [];
    this.from = null;
    /** @type {AbortController | undefined} while the text is kept in place */
    this.held = undefined;
    this.all = makeButton(lang, "adempauze-open-all", () => this.inPlace(() => chooseAll(!all)));
    this.all.textContent = words.open_all;
    const folded = new Set(Object.entries(folds).flat(2));
    this.aloud = makeReader(notebook, { lang, words: words.listen, folded });
    this.back = makeButton(lang, "adempauze-back", () => this.goBack());
    this.back.textContent = words.back;
    // Open the fold of a cell that the table of contents or a search leads to.
    notebook.activeCellChanged.connect((_, cell) => this.reveal(cell));
    notebook.node.addEventListener("click", (event) => this.follow(event), true);
    readings.add(this);
    notebook.disposed.connect(() => readings.delete(this));
    this.renew();
  }

  /** Fold the cells that exist now; those that the learner added stay in sight. */
  renew() {
    const cells = new Map(this.notebook.widgets.map((cell) => [cell.model.id, cell]));
    cells.get("in-one-minute")?.addClass("adempauze-minute");
    cells.get("stop")?.addClass("adempauze-stop");
    const [title] = this.notebook.widgets;
    this.all.hidden = Object.keys(this.cellsOf).length === 0;
    title?.node.append(this.all, this.aloud);
    this.notebook.widgets.forEach((cell) => this.coverCode(cell));
    this.folds = Object.entries(this.cellsOf).flatMap(([id, inside]) => {
      const heading = cells.get(id);
      return heading ? new Fold(this, heading, inside.flatMap((each) => cells.get(each) ?? []), this.words[id]) : [];
    });
    this.openAll();
  }

  /** Give folded code a button that shows it; the fold of JupyterLab itself has no words and no keys. */
  coverCode(cell) {
    if (cell.model.type !== "code" || cell.model.getMetadata("jupyter")?.source_hidden !== true) return;
    const button = makeButton(this.lang, "adempauze-code", () => {
      cell.inputHidden = !cell.inputHidden;
      tell();
    });
    const tell = () => {
      button.ariaExpanded = String(!cell.inputHidden);
      cell.toggleClass("adempauze-shown", !cell.inputHidden);
    };
    button.textContent = this.words.code;
    tell();
    cell.addClass("adempauze-folded");
    cell.toggleClass("adempauze-setup", cell.model.id === "setup");
    cell.node.append(button);
  }

  openAll() {
    this.all.ariaPressed = String(all);
    this.folds.forEach((fold) => fold.open(all));
  }

  /** Open the fold around a cell, or the one that the cell begins. */
  reveal(cell) {
    const fold = this.folds.find(({ cells }) => cells.includes(cell));
    if (fold?.isShut) this.inPlace(() => fold.open(true));
  }

  /** Go to the cell that a link within the lesson names, and offer a way back. */
  follow(event) {
    const link = event.target.closest?.("a[href^='#']");
    const id = link && decodeURIComponent(link.hash.slice(1));
    const index = id ? this.notebook.widgets.findIndex((cell) => cell.model.id === id) : -1;
    if (index < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const cell = this.notebook.widgets[index];
    this.reveal(cell);
    this.notebook.activeCellIndex = index;
    this.from = link;
    cell.node.prepend(this.back);
    cell.node.scrollIntoView();
    this.back.focus({ preventScroll: true });
  }

  goBack() {
    this.back.remove();
    this.from.scrollIntoView({ block: "center" });
    this.from.focus({ preventScroll: true });
  }

  /** Change what is shown, but keep the cell with the focus, or else the first one on the screen, in place. */
  inPlace(change) {
    const folded = this.folds.flatMap(({ cells }) => cells);
    const focused = this.notebook.widgets.find(({ node }) => node.contains(document.activeElement));
    const putBack = this.pin(focused ?? this.firstSeen((cell) => !folded.includes(cell)));
    change();
    putBack();
  }

  /** Keep the text on the screen in place, because a new kernel draws every exercise again, but not against the learner. */
  hold() {
    if (this.held) return;
    const putBack = this.pin(this.firstSeen((cell) => cell.model.type === "markdown") ?? this.firstSeen(() => true));
    const watch = new ResizeObserver(putBack);
    for (const { node } of this.notebook.widgets) watch.observe(node);
    this.held = new AbortController();
    const { signal } = this.held;
    signal.addEventListener("abort", () => watch.disconnect());
    for (const type of MOVES) globalThis.addEventListener(type, () => this.letGo(), { capture: true, passive: true, signal });
  }

  letGo() {
    this.held?.abort();
    this.held = undefined;
  }

  letGoSoon() {
    setTimeout(() => this.letGo(), DRAWN);
  }

  /** The first cell on the screen of those that are asked for. */
  firstSeen(isMeant) {
    const { top } = this.notebook.outerNode.getBoundingClientRect();
    return this.notebook.widgets.find((cell) => isMeant(cell) && cell.node.getBoundingClientRect().bottom > top);
  }

  /** Return what scrolls a cell back to where it is now. */
  pin(cell) {
    const scroller = this.notebook.outerNode;
    const place = () => cell?.node.getBoundingClientRect().top ?? 0;
    const before = place();
    return () => {
      scroller.scrollTop += place() - before;
    };
  }
}
