// Opened lessons: the course's cells run once the lesson is on the screen and its kernel is idle. A cell runs only if its
// text is that of the installed course, because any notebook can claim to be a lesson.

// These imports pass on the version in this module's address (see remoteEntry.js); a static import would lose it.
const { search } = new URL(import.meta.url);
/** @type {[typeof import("./course.js"), typeof import("./notice.js"), typeof import("./reading.js")]} */
const [{ lessonOf }, { Notice }, { Reading }] = await Promise.all([
  import(`./course.js${search}`),
  import(`./notice.js${search}`),
  import(`./reading.js${search}`),
]);

const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";

// A lesson must not import from its own folder, because an unknown `adempauze.py` there would run.
const PRELUDE = "__import__('sys').path[:] = [place for place in __import__('sys').path if place]";

/**
 * Wait until a node is on the screen, so that a lesson in a tab in the background does not use the kernel yet.
 * @returns {Promise<void>}
 */
const seen = (node) =>
  new Promise((resolve) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(node);
  });

const source = (cell) => cell.model.sharedModel.getSource();

/** Whether the file has a widget in this cell: its view, or its fallback sentence. */
const remembersWidget = (cell) => {
  const kinds = cell.outputArea.model.toJSON().flatMap((output) => Object.keys(output.data ?? {}));
  if (kinds.includes(WIDGET_VIEW)) return true;
  const folded = cell.model.getMetadata("jupyter")?.source_hidden === true;
  return folded && kinds.length > 0 && !kinds.some((kind) => kind.startsWith("image/"));
};

/** One opened lesson: its document, its kernel, and the panels that show it. */
class OpenLesson {
  constructor(context, lesson, CodeCell, NotebookActions) {
    this.context = context;
    this.lesson = lesson;
    this.CodeCell = CodeCell;
    this.session = context.sessionContext;
    this.panels = new Map();
    this.readings = new Map();
    this.live = new WeakSet();
    this.running = false;
    this.notice = "starting";
    this.remember();
    this.session.statusChanged.connect((_, status) => this.onStatus(status));
    this.session.kernelChanged.connect((_, { oldValue, newValue }) => {
      if (oldValue || newValue) this.lost(newValue ? "starting" : "stopped");
    });
    context.saveState.connect((_, state) => state === "completed" && this.remember());
    context.model.cells.changed.connect(() => queueMicrotask(() => this.onCells()));
    const onScheduled = (_, { notebook, cell }) => this.onScheduled(notebook, cell);
    NotebookActions.executionScheduled.connect(onScheduled);
    context.disposed.connect(() => NotebookActions.executionScheduled.disconnect(onScheduled));
  }

  async show(panel) {
    const notice = new Notice(this.lesson, () => this.retry());
    // The panel's own dialog would take the focus, and the notice says the same in the learner's language. A private method
    // shows the dialog; other versions of JupyterLab may not have it.
    const dialog = panel._onSessionStatusChanged;
    if (dialog) this.session.statusChanged.disconnect(dialog, panel);
    panel.addClass("adempauze-lesson");
    panel.node.style.setProperty("--adempauze-waiting", JSON.stringify(this.lesson.words.waiting));
    panel.node.style.setProperty("--adempauze-changed", JSON.stringify(this.lesson.words.changed));
    panel.node.append(notice.node);
    this.mark(panel);
    this.readings.set(panel, new Reading(panel.content, this.lesson));
    panel.disposed.connect(() => this.readings.delete(panel));
    await seen(panel.node);
    if (panel.isDisposed) return;
    this.panels.set(panel, notice);
    panel.disposed.connect(() => this.panels.delete(panel));
    notice.say(this.notice);
    await this.session.ready;
    this.onStatus(this.kernel?.status ?? "dead");
  }

  say(key) {
    this.notice = key;
    for (const notice of this.panels.values()) notice.say(key);
  }

  own(cell) {
    return cell.model.type === "code" && this.lesson.sources.has(source(cell));
  }

  /** Cover widgets that are not live yet, so that nothing looks broken. */
  mark(panel) {
    for (const cell of panel.content.widgets) {
      if (cell.model.type !== "code" || this.live.has(cell.model) || !remembersWidget(cell)) continue;
      const state = this.own(cell) ? "adempauze-waiting" : "adempauze-changed";
      cell.addClass(state);
      if (state === "adempauze-waiting") continue;
      cell.outputArea.model.changed.connect(() => cell.removeClass(state));
    }
  }

  /** Start again when no live cell is left, because the document was reloaded from disk. */
  onCells() {
    const cells = [...this.panels.keys()].flatMap((panel) => panel.content.widgets);
    if (cells.length === 0 || cells.some((cell) => this.live.has(cell.model))) return;
    for (const panel of this.panels.keys()) this.mark(panel);
    for (const reading of this.readings.values()) reading.renew();
    this.start();
  }

  /** Leave out a cell that the learner runs, because it must not run twice. */
  onScheduled(notebook, cell) {
    if (![...this.panels.keys()].some((panel) => panel.content === notebook)) return;
    this.live.add(cell.model);
    this.uncover(cell.model);
  }

  uncover(model) {
    const cells = [...this.panels.keys()].flatMap((panel) => panel.content.widgets);
    for (const cell of cells) if (cell.model === model) cell.removeClass("adempauze-waiting");
  }

  /** The kernel, if there is one. */
  get kernel() {
    return this.session.session?.kernel;
  }

  onStatus(status) {
    const failed = status === "unknown" && this.session.isReady && !this.kernel;
    if (failed || status === "dead") this.lost("stopped");
    else if (status === "restarting" || status === "autorestarting") this.lost("restarting");
    else if (status === "idle") this.start();
  }

  /** Note that the kernel is gone, and with it every live widget. */
  lost(key) {
    this.live = new WeakSet();
    this.say(key);
  }

  async retry() {
    this.say("starting");
    if (this.kernel) await this.session.restartKernel();
    else await this.session.startKernel();
    if (!this.kernel) this.say("stopped");
  }

  /** Run what is not live yet, once the lesson is on the screen and its kernel is idle; safe to call repeatedly. */
  async start() {
    const { kernel } = this;
    const [panel] = this.panels.keys();
    if (this.running || !panel || kernel?.status !== "idle") return;
    const live = this.live;
    this.running = true;
    try {
      await this.run(panel.content.widgets, kernel, live);
    } catch {
      // The kernel died or the learner ran the cell, so the next call starts again.
    }
    this.running = false;
    if (live !== this.live) this.start();
    else if (this.kernel) this.settle();
  }

  /** Run cells as the learner would, without moving the page, the active cell or the focus. */
  async run(cells, kernel, live) {
    const due = (cell) => live === this.live && !cell.isDisposed && this.own(cell) && !live.has(cell.model);
    if (!cells.some(due)) return;
    await kernel.requestExecute({ code: PRELUDE, silent: true, store_history: false }).done;
    for (const cell of cells.filter(due)) {
      if (!due(cell)) continue;
      live.add(cell.model);
      const { outputHidden } = cell;
      await this.CodeCell.execute(cell, this.session, { deletedCells: [], recordTiming: false });
      cell.outputHidden = outputHidden;
      this.uncover(cell.model);
    }
  }

  /** What the learner would lose if this document closed unsaved: everything except outputs of the course's cells. */
  snapshot() {
    const cells = [...this.context.model.cells].map((cell) => {
      const { outputs, ...rest } = cell.toJSON();
      delete rest.execution_count;
      delete rest.metadata.trusted;
      delete rest.metadata.execution; // time of its last run
      return this.lesson.sources.has(rest.source) ? rest : { ...rest, outputs };
    });
    return JSON.stringify(cells);
  }

  remember() {
    this.saved = this.snapshot();
  }

  /** Say that the lesson is live. Outputs of the course's cells need no saving, so they do not count as changes. */
  settle() {
    this.say(null);
    if (this.context.model.dirty && this.snapshot() === this.saved) this.context.model.dirty = false;
  }
}

/** Make every open lesson live, and every lesson that is opened later. */
export const follow = (tracker, CodeCell, NotebookActions) => {
  const opened = new WeakMap();
  const open = async (panel) => {
    const { context } = panel;
    await context.ready;
    const lesson = await lessonOf(context.model);
    if (!lesson || panel.isDisposed) return;
    if (!opened.has(context)) opened.set(context, new OpenLesson(context, lesson, CodeCell, NotebookActions));
    await opened.get(context).show(panel);
  };
  tracker.forEach(open);
  tracker.widgetAdded.connect((_, panel) => open(panel));
};
