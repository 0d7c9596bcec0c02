// Opened lessons: the course's cells run once the lesson is on the screen and its kernel is idle. A cell runs only if its
// text is that of the installed course, because any notebook can claim to be a lesson. The setup, which the other cells need,
// runs first; without it no other cell runs.

// These imports pass on the version in this module's address (see remoteEntry.js); a static import would lose it.
const { search } = new URL(import.meta.url);
/** @type {[typeof import("./course.js"), typeof import("./notice.js"), typeof import("./reading.js")]} */
const [{ lessonOf }, { Notice }, { Reading }] = await Promise.all([
  import(`./course.js${search}`),
  import(`./notice.js${search}`),
  import(`./reading.js${search}`),
]);

const SETTING_UP = ["starting", "restarting", null];
const ABSENT = /No module named 'adempauze'|from 'adempauze' \(unknown location\)/; // the second: a folder that was left behind
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

/** A text as `course.read_cells` gives it, because git and editors change line endings and trailing newlines. */
const readable = (text) => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");

const source = (cell) => readable(cell.model.sharedModel.getSource());

/** Whether the file has a widget in this cell: its view, or its fallback sentence. */
const remembersWidget = (cell) => {
  const kinds = cell.outputArea.model.toJSON().flatMap((output) => Object.keys(output.data ?? {}));
  if (kinds.includes(WIDGET_VIEW)) return true;
  const folded = cell.model.getMetadata("jupyter")?.source_hidden === true;
  return folded && kinds.length > 0 && !kinds.some((kind) => kind.startsWith("image/"));
};

/** One opened lesson: its document, its kernel, and the panels that show it. */
class OpenLesson {
  // What the kernel ran; `forget` begins anew.
  live = new WeakSet();
  failed = new Set();
  isSetUp = false;
  /** @type {string | null} the sentence that says why the setup is not done */
  obstacle = null;

  constructor(context, lesson, frame, CodeCell, NotebookActions) {
    this.context = context;
    this.lesson = lesson;
    this.frame = frame;
    this.CodeCell = CodeCell;
    this.session = context.sessionContext;
    this.panels = new Map();
    this.readings = new Map();
    this.known = new WeakSet();
    /** @type {WeakSet<object> | null} what is being made live, by the set that notes it */
    this.running = null;
    this.again = false; // whether something happened while cells ran
    this.notice = "starting";
    this.wasLost = false; // whether a kernel with live widgets is gone, and nothing was said of the next one
    this.remember();
    this.session.statusChanged.connect((_, status) => this.onStatus(status));
    this.session.kernelChanged.connect((_, { oldValue, newValue }) => {
      if (oldValue || newValue) this.lost(newValue ? "starting" : "stopped");
    });
    this.session.connectionStatusChanged.connect((_, status) => status === "connected" || this.onDisconnected());
    context.model.stateChanged.connect((_, { name, newValue }) => name === "dirty" && this.onDirty(newValue));
    context.model.cells.changed.connect(() => queueMicrotask(() => this.onCells()));
    const onScheduled = (_, { notebook, cell }) => this.onScheduled(notebook, cell);
    NotebookActions.executionScheduled.connect(onScheduled);
    const onExecuted = (_, { notebook, cell, error }) => this.onExecuted(notebook, cell, error);
    NotebookActions.executed.connect(onExecuted);
    context.disposed.connect(() => {
      NotebookActions.executionScheduled.disconnect(onScheduled);
      NotebookActions.executed.disconnect(onExecuted);
    });
  }

  /** Forget what ran in a kernel that is gone. */
  forget() {
    this.live = new WeakSet();
    this.failed = new Set();
    this.isSetUp = false;
    this.obstacle = null;
  }

  async show(panel) {
    this.frame.add(panel, this.lesson);
    const notice = new Notice(this.lesson, () => this.retry());
    // The panel's own dialog would take the focus, and the notice says the same in the learner's language. A private method
    // shows the dialog; other versions of JupyterLab may not have it.
    const dialog = panel._onSessionStatusChanged;
    if (dialog) this.session.statusChanged.disconnect(dialog, panel);
    panel.addClass("adempauze-lesson");
    panel.node.style.setProperty("--adempauze-changed", JSON.stringify(this.lesson.words.changed));
    panel.node.append(notice.node);
    this.caption(panel);
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
    for (const panel of this.readings.keys()) this.caption(panel);
  }

  /** Say in the place of widgets that are not live whether they are being set up. */
  caption(panel) {
    const { waiting, idle } = this.lesson.words;
    const words = SETTING_UP.includes(this.notice) ? waiting : idle;
    panel.node.style.setProperty("--adempauze-waiting", JSON.stringify(words));
  }

  own(cell) {
    return cell.model.type === "code" && this.lesson.sources.has(source(cell));
  }

  /** The cell that the others need: the course's own, or else the first one with code. */
  setupOf(cells) {
    const code = cells.filter((cell) => cell.model.type === "code");
    return code.find((cell) => this.isCourses(cell)) ?? code[0];
  }

  isCourses(setup) {
    return source(setup) === this.lesson.setup;
  }

  /** Cover widgets that are not live yet, so that nothing looks broken. */
  mark(panel) {
    for (const cell of panel.content.widgets) {
      this.known.add(cell.model);
      if (cell.model.type !== "code" || this.live.has(cell.model) || !remembersWidget(cell)) continue;
      const state = this.own(cell) ? "adempauze-waiting" : "adempauze-changed";
      cell.addClass(state);
      if (state === "adempauze-waiting") continue;
      cell.outputArea.model.changed.connect(() => cell.removeClass(state));
    }
  }

  /** Start again when all cells are new, because the document was reloaded from disk. */
  onCells() {
    const cells = [...this.panels.keys()].flatMap((panel) => panel.content.widgets);
    if (cells.length === 0 || cells.some((cell) => this.known.has(cell.model))) return;
    this.failed.clear();
    for (const panel of this.panels.keys()) this.mark(panel);
    for (const reading of this.readings.values()) reading.renew();
    this.start();
  }

  /** Leave out a cell that the learner runs, because it must not run twice. */
  onScheduled(notebook, cell) {
    if (!this.shows(notebook)) return;
    this.live.add(cell.model);
    this.uncover(cell.model);
  }

  /** Go on once the learner ran what the lesson could not run by itself. */
  onExecuted(notebook, cell, error) {
    if (!this.shows(notebook)) return;
    if (!error) this.failed.delete(cell.model);
    if (cell === this.setupOf(notebook.widgets)) this.noteSetUp(cell, error?.message);
    this.start();
  }

  shows(notebook) {
    return [...this.panels.keys()].some((panel) => panel.content === notebook);
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

  onDisconnected() {
    for (const panel of this.panels.keys()) this.frame.watch(panel);
  }

  /** Note that the kernel is gone, and with it every live widget. */
  lost(key) {
    this.wasLost ||= this.isSetUp;
    if (this.isSetUp) for (const reading of this.readings.values()) reading.hold();
    this.forget();
    this.say(key);
    for (const panel of this.panels.keys()) this.frame.takeBack(panel, "recovered");
  }

  async retry() {
    this.say("starting");
    if (!(await this.restarted())) {
      // The kernel is dead, or the server does not know the session any more, because it was started again.
      await this.session.shutdown().catch(() => {});
      await this.session.startKernel().catch(() => {});
    }
    if (!this.kernel) this.say("stopped");
  }

  /** Restart the kernel, and return whether that succeeded; some versions of JupyterLab keep an error to themselves. */
  async restarted() {
    if (!this.kernel || this.kernel.status === "dead") return false;
    await this.session.restartKernel().catch(() => {});
    return this.session.isReady;
  }

  /** Run what is not live yet, once the lesson is on the screen and its kernel is idle; safe to call repeatedly. */
  async start() {
    const { kernel, live } = this;
    const [panel] = this.panels.keys();
    this.again = this.running === live;
    if (this.again || !panel || kernel?.status !== "idle") return;
    this.running = live;
    try {
      await this.run(panel.content.widgets, kernel, live);
    } catch {
      // The kernel died or the learner ran the cell, so the next call starts again.
    }
    if (this.running !== live) return; // a kernel that is gone may answer late, or never
    this.running = null;
    if (live !== this.live || this.again) this.start();
    else if (this.kernel) this.settle();
  }

  /** Run the setup, if it is the course's own, and then the other cells of the course. */
  async run(cells, kernel, live) {
    const due = (cell) => live === this.live && !cell.isDisposed && this.own(cell) && !live.has(cell.model);
    const setup = this.setupOf(cells);
    if (!this.isSetUp && !(setup && this.isCourses(setup))) {
      this.obstacle ??= "other";
      return;
    }
    if (!cells.some(due) || !(this.isSetUp || due(setup))) return;
    const { failed } = this;
    await kernel.requestExecute({ code: PRELUDE, silent: true, store_history: false }).done;
    if (!this.isSetUp && due(setup)) {
      const error = await this.execute(setup, live);
      if (live === this.live) this.noteSetUp(setup, error);
    }
    if (!this.isSetUp) return;
    for (const cell of cells.filter(due)) {
      if (due(cell) && await this.execute(cell, live)) failed.add(cell.model);
    }
  }

  /** Note that the setup is done, or which sentence says why not. */
  noteSetUp(cell, error) {
    this.isSetUp ||= !error;
    const why = this.isCourses(cell) ? "failed" : "other";
    this.obstacle = error ? (ABSENT.test(error) ? "absent" : why) : null;
  }

  /** Run a cell as the learner would, without moving the page, the active cell or the focus; return its error, if any. */
  async execute(cell, live) {
    live.add(cell.model);
    const { outputHidden } = cell;
    const before = cell.outputArea.model.toJSON();
    const reply = await this.CodeCell.execute(cell, this.session, { deletedCells: [], recordTiming: false });
    cell.outputHidden = outputHidden;
    if (live !== this.live) return "";
    if (reply?.content.status !== "error") {
      this.uncover(cell.model);
      return "";
    }
    // The notice says it in words; a traceback that nobody asked for only alarms.
    cell.outputArea.model.fromJSON(before);
    return `${reply.content.ename}: ${reply.content.evalue}`;
  }

  /** What the learner would lose if this document closed unsaved: everything except outputs of the course's cells. */
  snapshot() {
    const cells = [...this.context.model.cells].map((cell) => {
      const { outputs, ...rest } = cell.toJSON();
      delete rest.execution_count;
      delete rest.metadata.trusted;
      delete rest.metadata.execution; // time of its last run
      return this.lesson.sources.has(readable(rest.source)) ? rest : { ...rest, outputs };
    });
    return JSON.stringify(cells);
  }

  remember() {
    this.saved = this.snapshot();
  }

  /** Once the document is saved or read again, it is what its file holds. */
  onDirty(isDirty) {
    // Other listeners hear of this change after this one, so the next change must come later.
    if (isDirty) queueMicrotask(() => this.forgiveOutputs());
    else this.remember();
  }

  /** Count no outputs of the course's cells as changes, because they need no saving. */
  forgiveOutputs() {
    if (this.context.model.dirty && this.snapshot() === this.saved) this.context.model.dirty = false;
  }

  /** Say what is not live, if anything. */
  settle() {
    const partly = this.failed.size > 0 ? "partly" : null;
    this.say(this.isSetUp ? partly : this.obstacle);
    if (this.wasLost && this.isSetUp) {
      this.wasLost = false;
      for (const reading of this.readings.values()) reading.letGoSoon();
      for (const panel of this.panels.keys()) this.frame.tell(panel, "recovered");
    }
  }
}

/** Make every open lesson live, and every lesson that is opened later. */
export const follow = (tracker, CodeCell, NotebookActions, frame) => {
  const opened = new WeakMap();
  const open = async (panel) => {
    const { context } = panel;
    await context.ready;
    const lesson = await lessonOf(context.model);
    if (!lesson || panel.isDisposed) return;
    if (!opened.has(context)) opened.set(context, new OpenLesson(context, lesson, frame, CodeCell, NotebookActions));
    await opened.get(context).show(panel);
  };
  tracker.forEach(open);
  tracker.widgetAdded.connect((_, panel) => open(panel));
};
