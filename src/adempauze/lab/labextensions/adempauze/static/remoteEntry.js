// Makes an opened lesson live in JupyterLab. This file is the extension: a module-federation container written by hand,
// with no build step. Only cells whose text is that of the installed course run by themselves, whatever a notebook says it is.
(() => {
  "use strict";

  const home = document.currentScript.src;
  const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
  const RETRY_DELAY = 4000;

  // A lesson never imports from the folder it lies in: a stranger's `adempauze.py` beside it must not run by being there.
  const PRELUDE = "__import__('sys').path[:] = [place for place in __import__('sys').path if place]";

  // What the learner chose to read is a note, so the kernel knows; the page knows it from then on.
  const PACE = "__import__('adempauze.lab.pace', fromlist=['pace']).chosen()";

  let scope;

  /** The module that JupyterLab itself uses, not a copy that another extension brought. */
  const shared = async (name) => {
    const versions = Object.values(scope[name]);
    const chosen = versions.find((version) => version.loaded) ?? versions[0];
    return (await chosen.get())();
  };

  const fetchCourse = async () => {
    for (;;) {
      try {
        return await (await fetch(new URL("lessons.json", home))).json();
      } catch {
        // The server was away: without this list there are no words to say so in, and nothing may run.
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
      }
    }
  };

  let course;
  const loadCourse = () => (course ??= fetchCourse());

  /** The installed lesson that a notebook says it is a copy of, or undefined. */
  const lessonOf = async (model) => {
    const { slug, lang } = model.getMetadata("adempauze") ?? {};
    if (typeof slug !== "string" || typeof lang !== "string") return undefined;
    const { lessons, messages } = await loadCourse();
    const name = `${lang}/${slug}`;
    if (!Object.hasOwn(lessons, name)) return undefined;
    const { code, rest } = lessons[name];
    return { lang, words: messages[lang], sources: new Set(code), rest: new Set(rest) };
  };

  /** Wait until a node is on the screen: a lesson in a tab that nobody opened yet stays asleep. */
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

  /** Whether a file kept a widget of this cell: as a view of it, or as the sentence that stands for it. */
  const remembersWidget = (cell) => {
    const kinds = cell.outputArea.model.toJSON().flatMap((output) => Object.keys(output.data ?? {}));
    if (kinds.includes(WIDGET_VIEW)) return true;
    const folded = cell.model.getMetadata("jupyter")?.source_hidden === true;
    return folded && kinds.length > 0 && !kinds.some((kind) => kind.startsWith("image/"));
  };

  /** The sentence at the foot of a lesson while it is not live; it moves nothing, and says nothing when all is well. */
  class Notice {
    constructor(lesson, retry) {
      this.words = lesson.words;
      this.node = document.createElement("div");
      this.node.className = "adempauze-notice";
      this.node.lang = lesson.lang;
      this.text = document.createElement("p");
      this.text.setAttribute("role", "status");
      this.button = document.createElement("button");
      this.button.textContent = this.words.again;
      this.button.addEventListener("click", retry);
      this.node.append(this.text, this.button);
      this.say(null);
    }

    say(key) {
      this.node.dataset.state = key ?? "";
      this.text.textContent = key ? this.words[key] : "";
      this.button.hidden = key !== "stopped";
    }
  }

  const PACE_KEY = "adempauze:v1:pace";
  const { dataset } = document.documentElement;
  const chosenPace = () => dataset.pace;

  /** The pace as the kernel answered it; what it cannot tell stays as it is. */
  const learnPace = (pace) => {
    if (pace === "'short'") dataset.pace = "short";
    else if (pace === "'normal'") delete dataset.pace;
  };

  /** Let a lesson that is opened later fold before its kernel is there; this browser remembers the pace and no more. */
  const rememberPace = () => {
    try {
      if (localStorage.getItem(PACE_KEY) === "short") dataset.pace = "short";
    } catch {
      return; // A browser without storage: lessons fold once their kernel answers.
    }
    const store = () => localStorage.setItem(PACE_KEY, chosenPace() ?? "normal");
    new MutationObserver(store).observe(document.documentElement, { attributeFilter: ["data-pace"] });
  };

  /** How much of a lesson one panel shows. Cells are hidden on the screen alone: the document does not change. */
  class Reading {
    constructor(notebook, lesson) {
      Object.assign(this, { notebook, rest: lesson.rest, pace: undefined });
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
      // A heading in the table of contents, a link, a match of a search: what is looked for is shown.
      notebook.activeCellChanged.connect((_, cell) => this.hidden.includes(cell) && this.inPlace(() => this.unfold()));
    }

    /** Do as the learner chose; asked again without a new choice, it leaves alone what they made of it since. */
    follow() {
      const pace = chosenPace();
      if (pace === this.pace) return;
      this.pace = pace;
      if (pace !== "short" || !this.isPastFold() || document.activeElement.closest(".adempauze")) this.renew();
    }

    /** Whether the learner is past the first part: then what comes late takes nothing away that is being read. */
    isPastFold() {
      const { top } = this.notebook.outerNode.getBoundingClientRect();
      const first = this.notebook.widgets.find((cell) => this.rest.has(cell.model.id))?.node;
      const isLaidOut = first?.getClientRects().length > 0;
      return isLaidOut && first.getBoundingClientRect().top < top;
    }

    /** Fold, or not, the cells that are there now. */
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

    /** Show all, and go on where the folded part began. */
    goOn() {
      const [next] = this.hidden;
      this.unfold();
      this.notebook.activeCellIndex = this.notebook.widgets.indexOf(next);
      next.node.focus({ preventScroll: true });
    }

    /** Change what is shown while that which is used, or else read, stays where it is on the screen. */
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

  /** One opened lesson: its document, its kernel, and the panels in which the learner saw it. */
  class OpenLesson {
    constructor(context, lesson, CodeCell, NotebookActions) {
      Object.assign(this, { context, lesson, CodeCell });
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
      const pace = new MutationObserver(() => this.readings.forEach((reading) => reading.follow()));
      pace.observe(document.documentElement, { attributeFilter: ["data-pace"] });
      context.disposed.connect(() => {
        NotebookActions.executionScheduled.disconnect(onScheduled);
        pace.disconnect();
      });
    }

    async show(panel) {
      const notice = new Notice(this.lesson, () => this.retry());
      // The notice says it in the learner's language, and does not take the focus as the panel's own dialog would.
      this.session.statusChanged.disconnect(panel._onSessionStatusChanged, panel);
      panel.addClass("adempauze-lesson");
      panel.node.style.setProperty("--adempauze-waiting", JSON.stringify(this.lesson.words.waiting));
      panel.node.style.setProperty("--adempauze-changed", JSON.stringify(this.lesson.words.changed));
      panel.node.append(notice.node);
      this.mark(panel);
      const reading = new Reading(panel.content, this.lesson);
      this.readings.set(panel, reading);
      reading.follow();
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

    /** Cover the widgets that are not there yet, so that nothing looks broken. */
    mark(panel) {
      for (const cell of panel.content.widgets) {
        if (cell.model.type !== "code" || this.live.has(cell.model) || !remembersWidget(cell)) continue;
        const state = this.own(cell) ? "adempauze-waiting" : "adempauze-changed";
        cell.addClass(state);
        if (state === "adempauze-waiting") continue;
        cell.outputArea.model.changed.connect(() => cell.removeClass(state));
      }
    }

    /** When not one live cell is left, the document was read from disk again. */
    onCells() {
      const cells = [...this.panels.keys()].flatMap((panel) => panel.content.widgets);
      if (cells.length === 0 || cells.some((cell) => this.live.has(cell.model))) return;
      for (const panel of this.panels.keys()) this.mark(panel);
      for (const reading of this.readings.values()) reading.renew();
      this.start();
    }

    /** A cell that the learner runs is theirs to run: it is not run a second time. */
    onScheduled(notebook, cell) {
      if (![...this.panels.keys()].some((panel) => panel.content === notebook)) return;
      this.live.add(cell.model);
      this.uncover(cell.model);
    }

    uncover(model) {
      const cells = [...this.panels.keys()].flatMap((panel) => panel.content.widgets);
      for (const cell of cells) if (cell.model === model) cell.removeClass("adempauze-waiting");
    }

    /** The kernel, when there is one. */
    get kernel() {
      return this.session.session?.kernel;
    }

    onStatus(status) {
      const failed = status === "unknown" && this.session.isReady && !this.kernel;
      if (failed || status === "dead") this.lost("stopped");
      else if (status === "restarting" || status === "autorestarting") this.lost("restarting");
      else if (status === "idle") this.start();
    }

    /** The kernel went away, and what the cells made with it. */
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

    /** Run what is not live yet; asked often, it does something once the lesson was seen and its kernel is idle. */
    async start() {
      const { kernel } = this;
      const [panel] = this.panels.keys();
      if (this.running || !panel || kernel?.status !== "idle") return;
      const live = this.live;
      this.running = true;
      try {
        await this.run(panel.content.widgets, kernel, live);
      } catch {
        // The kernel went away, or the learner ran the cell themselves: whoever comes next starts anew.
      }
      this.running = false;
      if (live !== this.live) this.start();
      else if (this.kernel) this.settle();
    }

    /** Run cells as the learner would, without moving the page, the active cell or the focus. */
    async run(cells, kernel, live) {
      const due = (cell) => live === this.live && !cell.isDisposed && this.own(cell) && !live.has(cell.model);
      if (!cells.some(due)) return;
      const prelude = { code: PRELUDE, silent: true, store_history: false, user_expressions: { pace: PACE } };
      const { content } = await kernel.requestExecute(prelude).done;
      learnPace(content.user_expressions?.pace?.data?.["text/plain"]);
      for (const cell of cells.filter(due)) {
        if (!due(cell)) continue;
        live.add(cell.model);
        const { outputHidden } = cell;
        await this.CodeCell.execute(cell, this.session, { deletedCells: [], recordTiming: false });
        cell.outputHidden = outputHidden;
        this.uncover(cell.model);
      }
    }

    /** What the learner could miss if this document closed unsaved: everything but the outputs of the course's own cells. */
    snapshot() {
      const cells = [...this.context.model.cells].map((cell) => {
        const { outputs, execution_count, ...rest } = cell.toJSON();
        delete rest.metadata.trusted;
        delete rest.metadata.execution; // when it last ran
        return this.lesson.sources.has(rest.source) ? rest : { ...rest, outputs };
      });
      return JSON.stringify(cells);
    }

    remember() {
      this.saved = this.snapshot();
    }

    /** The lesson is live. Running the course's cells made nothing that needs saving, so it is not called changed. */
    settle() {
      this.say(null);
      if (this.context.model.dirty && this.snapshot() === this.saved) this.context.model.dirty = false;
    }
  }

  /** Let the browser's Back return from a page to the lesson: JupyterLab changes the address alone. */
  const followBack = ({ commands }) => {
    globalThis.addEventListener("popstate", () => {
      const path = /\/tree\/(.+)$/.exec(globalThis.location.pathname)?.[1];
      if (path) commands.execute("docmanager:open", { path: decodeURIComponent(path) });
    });
  };

  const activate = async (app, tracker) => {
    rememberPace();
    followBack(app);
    const { CodeCell } = await shared("@jupyterlab/cells");
    const { NotebookActions } = await shared("@jupyterlab/notebook");
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

  const modules = {
    "./extension": async () => {
      const { INotebookTracker } = await shared("@jupyterlab/notebook");
      return { id: "adempauze:lessons", autoStart: true, requires: [INotebookTracker], activate };
    },
    "./style": async () => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("lesson.css", home).href });
      document.head.append(link);
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
