// How much of a lesson JupyterLab shows: all of it, or the short reading.

const PACE_KEY = "adempauze:v1:pace";
const { dataset } = document.documentElement;
const chosenPace = () => dataset.pace;

/** Take the pace from the kernel's answer, a Python repr; ignore any other answer. */
export const learnPace = (pace) => {
  if (pace === "'short'") dataset.pace = "short";
  else if (pace === "'normal'") delete dataset.pace;
};

/** Remember the pace in this browser, so that a lesson opened later folds before its kernel answers. */
export const rememberPace = () => {
  try {
    if (localStorage.getItem(PACE_KEY) === "short") dataset.pace = "short";
  } catch {
    return; // without storage, lessons fold once their kernel answers
  }
  const store = () => localStorage.setItem(PACE_KEY, chosenPace() ?? "normal");
  new MutationObserver(store).observe(document.documentElement, { attributeFilter: ["data-pace"] });
};

/** How much of a lesson one panel shows. Cells are hidden on the screen only: the document does not change. */
export class Reading {
  constructor(notebook, lesson) {
    this.notebook = notebook;
    this.rest = lesson.rest;
    this.pace = undefined;
    this.hidden = [];
    const words = Object.assign(document.createElement("p"), { textContent: lesson.words.rest_folded });
    const button = Object.assign(document.createElement("button"), { textContent: lesson.words.rest_show });
    this.bar = document.createElement("div");
    this.bar.className = "adempauze-rest";
    this.bar.lang = lesson.lang;
    this.bar.dataset.lmSuppressShortcuts = "true";
    this.bar.append(words, button);
    this.bar.addEventListener("dblclick", (event) => event.stopPropagation());
    button.addEventListener("click", () => this.goOn());
    // Show a hidden cell that the table of contents, a link or a search leads to.
    notebook.activeCellChanged.connect((_, cell) => this.hidden.includes(cell) && this.inPlace(() => this.unfold()));
  }

  /** Fold or unfold as the learner chose; without a new choice, leave cells that the learner unfolded. */
  follow() {
    const pace = chosenPace();
    if (pace === this.pace) return;
    this.pace = pace;
    if (pace !== "short" || !this.isPastFold() || document.activeElement?.closest(".adempauze")) this.renew();
  }

  /** Whether the learner has read past the fold; a late answer must not hide that text. */
  isPastFold() {
    const { top } = this.notebook.outerNode.getBoundingClientRect();
    const first = this.notebook.widgets.find((cell) => this.rest.has(cell.model.id))?.node;
    const isLaidOut = first?.getClientRects().length > 0;
    return isLaidOut && first.getBoundingClientRect().top < top;
  }

  /** Fold or unfold the cells that exist now. */
  renew() {
    this.inPlace(() => {
      this.unfold();
      if (this.pace === "short") this.fold();
    });
  }

  fold() {
    const cells = this.notebook.widgets;
    this.hidden = cells.filter((cell) => this.rest.has(cell.model.id) && !cell.isHidden);
    this.hidden.forEach((cell) => cell.hide());
    cells[cells.indexOf(this.hidden[0]) - 1]?.node.append(this.bar);
  }

  unfold() {
    for (const cell of this.hidden) if (!cell.isDisposed) cell.show();
    this.hidden = [];
    this.bar.remove();
  }

  /** Show everything, and move the focus to where the folded part began. */
  goOn() {
    const [next] = this.hidden;
    this.unfold();
    this.notebook.activeCellIndex = this.notebook.widgets.indexOf(next);
    next.node.focus({ preventScroll: true });
  }

  /** Change what is shown, but keep the cell with the focus, or else the first one on the screen, in place. */
  inPlace(change) {
    const scroller = this.notebook.outerNode;
    const { top } = scroller.getBoundingClientRect();
    const stays = ({ node, model }) => !this.rest.has(model.id) && node.getBoundingClientRect().bottom > top;
    const cells = this.notebook.widgets;
    const anchor = (cells.find(({ node }) => node.contains(document.activeElement)) ?? cells.find(stays))?.node;
    const place = () => anchor?.getBoundingClientRect().top ?? 0;
    const before = place();
    change();
    scroller.scrollTop += place() - before;
  }
}
