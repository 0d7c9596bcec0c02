// The frame of the course: a bar that stays above each lesson and page, and what the course has to say.

const { search } = new URL(import.meta.url);
/** @type {[typeof import("./calm.js"), typeof import("./course.js"), typeof import("./dress.js"), typeof import("./panels.js")]} */
const [{ isCalm, onCalm, showNotebook, surround }, { framed, lessonOf, pageOf }, { dress }, { openContents, openWidget }] = await Promise.all([
  import(`./calm.js${search}`),
  import(`./course.js${search}`),
  import(`./dress.js${search}`),
  import(`./panels.js${search}`),
]);

const RETRY_DELAY = 4000;
const OURS = /\/tree\/(?:.+\/)?(?:notebooks|book)\/(?:nl|en)\/[^/]+$/; // the address of a page where the course puts its files
const AWAY = 0; // instead of the status of an answer
const REFUSED = [401, 403];
const FEW = 3; // titles in one sentence
const GAP = 16; // pixels between what has the focus and a sentence
const SVG = "http://www.w3.org/2000/svg";
// Round strokes of one weight, those of the book's bar.
const ICONS = {
  previous: "M14.5 5.5 8 12l6.5 6.5",
  next: "M9.5 5.5 16 12l-6.5 6.5",
  breathe: "M2.8 12a9.2 9.2 0 1 0 18.4 0 9.2 9.2 0 1 0-18.4 0M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0",
  lessons: "M12 6.6C9.7 5 6.8 4.6 3.8 5v13c3-.4 5.9 0 8.2 1.6 2.3-1.6 5.2-2 8.2-1.6V5c-3-.4-5.9 0-8.2 1.6zM12 6.7v12.7",
  notes: "M5 19.2l.9-4L16.3 4.8c.8-.8 2-.8 2.8 0s.8 2 0 2.8L8.8 18zM14.4 6.7l2.9 2.9M13 19.4h6.5",
  help: "M8.7 4.2c-.3-.8-1.1-1.2-1.9-.9-1.7.6-2.8 1.9-2.7 3.7.3 6.8 6.1 12.6 12.9 12.9 1.8.1 3.1-1 3.7-2.7.3-.8-.1-1.6-.9-1.9l-3-1.2c-.6-.2-1.3 0-1.7.5l-1 1.3c-2.2-1-4-2.8-5-5l1.3-1c.5-.4.7-1.1.5-1.7z",
  notebook: "M5 4.5h14v15H5zM8.5 4.5v15M11.5 9h4.5M11.5 12.5h4.5",
};

/** What the server says of the course that was installed, such as lessons that are new. */
const news = (() => {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}").adempauze ?? {};
  } catch {
    return {};
  }
})();
let toldNews = false;

const fill = (message, values) => message.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
};

/** Make a part of the bar, with the whole words for a wide screen and for screen readers, and the short ones for a phone. */
const part = (tag, name, words, short, onClick) => {
  const node = document.createElement(tag);
  node.className = `adempauze-${name}`;
  const full = Object.assign(document.createElement("span"), { className: "adempauze-full", textContent: words });
  const brief = Object.assign(document.createElement("span"), { className: "adempauze-brief", textContent: short });
  brief.ariaHidden = "true";
  node.append(icon(name), full, brief);
  node.addEventListener("click", onClick);
  return node;
};

/** Scroll what has the focus out from under a sentence of the course; a browser takes what is covered for seen. */
const uncover = ({ node, content }, target) => {
  const own = target.getBoundingClientRect();
  const scroller = content.outerNode ?? content.node;
  if (own.height > scroller.clientHeight / 2) return; // a whole cell
  for (const over of node.querySelectorAll(".adempauze-notice, .adempauze-said")) {
    const { top, bottom, height, left, right } = over.getBoundingClientRect();
    const isApart = own.bottom < top || own.top > bottom || own.right < left || own.left > right;
    if (isApart || height === 0 || over.contains(target) || getComputedStyle(over).visibility === "hidden") continue;
    const atFoot = over.classList.contains("adempauze-notice");
    scroller.scrollTop += atFoot ? own.bottom - top + GAP : own.top - bottom - GAP;
  }
};

/** The bar of one panel. */
class Bar {
  constructor(frame, panel, course) {
    this.frame = frame;
    this.panel = panel;
    this.course = course;
    this.words = course.words;
    this.node = document.createElement("div");
    this.node.className = "adempauze-bar";
    this.node.lang = course.lang;
    this.node.append(this.navigation());
    this.said = this.sentence();
    onCalm((calm) => this.view(calm), panel.disposed);
  }

  navigation() {
    const { words, course } = this;
    const nav = document.createElement("nav");
    nav.ariaLabel = words.bar;
    const steps = document.createElement("div");
    steps.className = "adempauze-steps";
    const title = Object.assign(document.createElement("span"), { className: "adempauze-title", textContent: course.title });
    steps.append(this.step("previous"), title, this.step("next"));
    const tools = document.createElement("div");
    tools.className = "adempauze-tools";
    const notes = this.link(`book/${course.lang}/my-notes.ipynb`, part("a", "notes", course.titles["my-notes"], words.bar_notes));
    tools.append(
      this.button("breathe", words.breathe, words.bar_breathe, () => openWidget("breathe", course)),
      this.button("lessons", words.bar_lessons, words.bar_lessons, () => openContents(course, this.contents())),
      notes,
      this.button("help", words.help, words.bar_help, () => openWidget("help", course)),
      this.notebook());
    nav.append(steps, tools);
    return nav;
  }

  /** The sentence over the top of the lesson; it takes no place, so that what is read stays where it is. */
  sentence() {
    const said = Object.assign(document.createElement("div"), { className: "adempauze-said", lang: this.course.lang });
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    const shut = Object.assign(document.createElement("button"), { type: "button", textContent: this.words.close });
    shut.addEventListener("click", () => this.say(""));
    said.dataset.said = "";
    said.append(text, shut);
    return said;
  }

  button(name, words, short, onClick) {
    const node = part("button", name, words, short, onClick);
    node.type = "button";
    node.setAttribute("aria-haspopup", "dialog");
    return node;
  }

  notebook() {
    const { bar_notebook } = this.words;
    this.toggle = part("button", "notebook", "", bar_notebook, () => showNotebook(isCalm()));
    this.toggle.type = "button";
    return this.toggle;
  }

  /** A link to the lesson before or after this one; a place without one stays empty. */
  step(name) {
    const { words, course } = this;
    const slug = course[name];
    if (!slug) return document.createElement("span");
    const link = this.link(this.lessonAt(slug), part("a", name, words[name], ""));
    link.rel = name === "previous" ? "prev" : "next";
    link.title = course.titles[slug];
    link.ariaLabel = `${words[name]}: ${link.title}`;
    return link;
  }

  lessonAt(slug) {
    return `notebooks/${this.course.lang}/${slug}.ipynb`;
  }

  /** Make an element a link to a file of the course. */
  link(place, node) {
    node.href = this.frame.addressOf(this.panel.context.path, place);
    node.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
      event.preventDefault();
      this.open(place);
    });
    return node;
  }

  contents() {
    const { course, words } = this;
    const linkTo = (place, slug) => {
      const link = this.link(place, document.createElement("a"));
      link.textContent = course.titles[slug];
      if (slug === course.slug) link.setAttribute("aria-current", "page");
      return link;
    };
    const lessons = (slugs) => slugs.map((slug) => linkTo(this.lessonAt(slug), slug));
    const beside = (slug) => linkTo(`book/${course.lang}/${slug}.${course.rooms.has(slug) ? "ipynb" : "md"}`, slug);
    const rest = course.beside.map(beside);
    if (typeof news.front_door === "string") {
      const front = this.link(news.front_door, document.createElement("a"));
      front.textContent = words.front_door;
      rest.unshift(front);
    }
    return [[words.path, lessons(course.path)], [words.shelf, lessons(course.shelf)], [words.beside, rest]];
  }

  async open(place) {
    this.say((await this.frame.open(this.panel.context.path, place)) ?? "");
  }

  /** Say something of the course until there is something else to say; `key` names it, "" is silence. */
  say(key) {
    this.write(key, key && this.words[key]);
  }

  write(key, words) {
    const [text] = this.said.children;
    const top = Math.max(this.panel.content.node.offsetTop, this.node.offsetHeight);
    this.said.style.setProperty("--adempauze-bar", `${top}px`);
    this.said.dataset.said = key;
    this.panel.node.classList.toggle("adempauze-told", key !== "");
    text.textContent = words;
  }

  view(calm) {
    const words = this.words[calm ? "show_notebook" : "hide_notebook"];
    const [, full] = this.toggle.children;
    full.textContent = words;
    this.toggle.title = words;
    this.panel.toolbar.setHidden(calm);
    this.frame.settle();
  }
}

/** The frame around all that is open. */
export class Frame {
  /** @type {Map<object, Bar>} */
  bars = new Map();
  /** The documents whose server is watched. */
  watched = new WeakSet();

  constructor(app, Widget) {
    this.app = app;
    this.Widget = Widget;
    app.shell.currentChanged?.connect(() => this.settle());
    surround(app.shell, OURS.test(globalThis.location.pathname)); // before the document is there, so that nothing flashes
    const title = document.querySelector("title");
    if (title) new MutationObserver(() => this.name()).observe(title, { childList: true });
  }

  /** Put a bar above a document of the course. */
  async add(panel, course) {
    const [own] = await Promise.all([framed(course), dress()]);
    if (panel.isDisposed || this.bars.has(panel)) return;
    if (!panel.hasClass("adempauze-lesson")) panel.addClass("adempauze-page");
    const bar = new Bar(this, panel, own);
    const node = document.createElement("div");
    node.append(bar.node);
    const widget = new this.Widget({ node });
    widget.addClass("adempauze-frame");
    panel.contentHeader.addWidget(widget);
    panel.node.append(bar.said);
    panel.node.addEventListener("focusin", ({ target }) => uncover(panel, target));
    const watch = new ResizeObserver(() => {
      node.style.minHeight = `${bar.node.offsetHeight}px`;
      panel.contentHeader.fit();
    });
    watch.observe(bar.node);
    panel.title.dataset = { ...panel.title.dataset, adempauze: own.title };
    const skip = document.querySelector(".jp-skiplink a");
    if (skip) skip.textContent = own.words.skip;
    document.getElementById("jp-main-dock-panel")?.setAttribute("aria-label", own.words.main);
    // JupyterLab calls a lesson "main area content" and a feed of "Cells", which it is to no reader.
    panel.content.node.setAttribute("aria-label", own.title);
    panel.node.querySelector(".jp-WindowedPanel-viewport[role=feed]")?.setAttribute("role", "none");
    this.bars.set(panel, bar);
    panel.disposed.connect(() => {
      watch.disconnect();
      this.bars.delete(panel);
    });
    this.settle();
    this.tellNews(bar);
    this.hush();
  }

  /**
   * Keep away JupyterLab's own dialog on a lost connection: it would lie over breathe now and help now, and the frame says the
   * same. On somebody else's server, such as a hub, that dialog may offer to start it again.
   */
  hush() {
    const { serviceManager } = this.app;
    if (news.front_door) serviceManager.connectionFailure?.constructor.disconnectSender?.(serviceManager);
  }

  /** Fit JupyterLab to the document on the screen; while that is loading, all stays as it is. */
  async settle() {
    const { shell } = this.app;
    const current = shell.currentWidget;
    if (!current) return;
    const course = await this.courseOf(current);
    if (shell.currentWidget !== current) return;
    surround(shell, Boolean(course));
    this.name();
    if (course && !current.context.model.getMetadata) this.add(current, course);
  }

  /** The lesson or page of the course that a widget shows, if it shows one. */
  async courseOf({ context, content }) {
    if (!context) return undefined;
    await context.ready;
    if (context.model.getMetadata) return lessonOf(context.model);
    return content?.hasClass("jp-MarkdownViewer") ? pageOf(context.path) : undefined;
  }

  /** Give the browser's tab the title of the lesson. */
  name() {
    const bar = this.bars.get(this.app.shell.currentWidget);
    const name = bar && `${bar.course.title} · Adempauze`;
    if (name && document.title !== name) document.title = name;
  }

  /** Say once what an update brought, what concerns the learner's own work first. */
  tellNews(bar) {
    if (toldNews) return;
    const { titles, words } = bar.course;
    const told = ["kept", "new", "renewed"].flatMap((key) => {
      const names = [].concat(news[key] ?? []).map((name) => /([^/]+?)(?:\.(?:ipynb|md))?$/.exec(String(name))?.[1] ?? "");
      const found = names.map((slug) => titles[slug]).filter(Boolean);
      if (found.length === 0) return [];
      return fill(words[key], { titles: found.length > FEW ? fill(words.many, { n: found.length }) : found.join(", ") });
    });
    if (told.length === 0) return;
    bar.write("news", told.join(" "));
    toldNews = true;
  }

  /** Say something above a document. */
  tell(panel, key) {
    this.bars.get(panel)?.say(key);
  }

  /** Take a sentence back that is no longer true, if it is the one on the screen. */
  takeBack(panel, key) {
    const bar = this.bars.get(panel);
    if (bar && bar.said.dataset.said === key) bar.say("");
  }

  /** The path of a file of the course, seen from a document that lies where the course put it. */
  pathOf(from, place) {
    return [...from.split("/").slice(0, -3), place].join("/");
  }

  addressOf(from, place) {
    const path = this.pathOf(from, place).split("/").map(encodeURIComponent).join("/");
    return new URL(`doc/tree/${path}`, this.app.serviceManager.serverSettings.baseUrl).href;
  }

  /** Open a file of the course; return which sentence says why not, if it cannot be opened. */
  async open(from, place) {
    const { commands, serviceManager } = this.app;
    for (const path of new Set([this.pathOf(from, place), place])) {
      try {
        await serviceManager.contents.get(path, { content: false });
      } catch (error) {
        if (!error.response) return "disconnected";
        continue;
      }
      await commands.execute("docmanager:open", { path, ...(path.endsWith(".md") ? { factory: "Markdown Preview" } : {}) });
      return null;
    }
    return "missing";
  }

  /** Say that the server is away, as long as it is, and whether the one that comes back knows this window. */
  async watch(panel) {
    if (this.watched.has(panel)) return;
    this.watched.add(panel);
    const address = new URL("api/status", this.app.serviceManager.serverSettings.baseUrl);
    const ask = () => fetch(address, { cache: "no-store" }).then(({ status }) => status, () => AWAY);
    let status = await ask();
    const wasAway = status === AWAY;
    if (wasAway) this.tell(panel, "disconnected");
    while (status === AWAY && !panel.isDisposed) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
      status = await ask();
    }
    if (REFUSED.includes(status)) this.tell(panel, "started_anew");
    else if (wasAway) this.tell(panel, "reconnected");
    this.watched.delete(panel);
  }
}
