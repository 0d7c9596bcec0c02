// The page of the search: what a reader types is looked up while they type, and never leaves the browser.

import { answerTo } from "./asked.js";
import { excerptOf } from "./excerpt.js";
import { makeFinder } from "./find.js";
import { titleSearch } from "./titles.js";

const HANDED = "adempauze:v1:asked";
const CLOSE = 0.3; // the part of the best score from which a section stands before its whole page
const PAUSE = 150; // milliseconds without a key, before what was typed is looked up

const form = /** @type {HTMLFormElement} */ (document.querySelector(".course-seek"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
const said = /** @type {HTMLElement} */ (document.querySelector(".course-found"));
const list = /** @type {HTMLElement} */ (document.getElementById("search-results"));
const answers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".course-answer")]);
const strings = JSON.parse(form.dataset.words ?? "{}");
const known = JSON.parse(document.getElementById("search-known")?.textContent ?? "{}");
const folder = new URL(form.dataset.index ?? "", document.baseURI).href;

const load = (name, type = "") =>
  new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { type, src: `${folder}${name}`, onload: done, onerror: failed });
    document.head.append(script);
  });

/** Ask for a file of which another will say only later that it is needed. */
const askEarly = (name, rel, as) => {
  const early = document.createElement("link");
  Object.assign(early, { rel, as, href: `${folder}${name}`, crossOrigin: "anonymous" });
  document.head.append(early);
};

/** Pagefind; nothing where it cannot run: from disk, or in a browser without WebAssembly. */
const startPagefind = async () => {
  try {
    askEarly("pagefind.js", "modulepreload", "script");
    askEarly(`wasm.${document.documentElement.lang}.pagefind`, "preload", "fetch");
    await load("start.js", "module");
    const engine = await globalThis.adempauzePagefind(folder);
    await engine.init();
    return engine;
  } catch {
    return undefined;
  }
};

const start = async () => {
  const fromDisk = location.protocol === "file:";
  const [pagefind] = await Promise.all([fromDisk ? undefined : startPagefind(), load("list.js"), load("words.js")]);
  const everything = { ...globalThis.adempauzeSearch, words: globalThis.adempauzeSearchWords };
  const engine = pagefind ?? titleSearch(everything);
  return { find: makeFinder({ engine, everything, known }), pages: everything.pages, whole: Boolean(pagefind) };
};

/** @type {ReturnType<typeof start> | undefined} */
let starting;

const link = (address, anchor, text) => {
  const a = document.createElement("a");
  a.href = anchor ? `${address}#${encodeURIComponent(anchor)}` : address;
  a.textContent = text;
  return a;
};

/** The text of every section by its name, if the device keeps it. */
const keptTexts = async () => {
  const packed = await globalThis.caches?.match(`${folder}texts.packed`);
  return packed?.body ? new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).json() : undefined;
};

/** @type {ReturnType<typeof keptTexts> | undefined} */
let keeping;

/** The text of a section: from what the device keeps, or from a small file of its own. */
const textOf = async (result) => {
  keeping ??= keptTexts().catch(() => undefined);
  const texts = await keeping;
  return texts ? texts[result.id] : (await result.data()).content;
};

const excerpt = async (result, { heading, places }) => {
  const p = document.createElement("p");
  try {
    p.append(...excerptOf(await textOf(result), heading, places));
  } catch {
    // The text of a section may be out of reach, without a network.
  }
  return p;
};

/** The sections of a page, with the page as a whole behind a section that has nearly as much of what was asked. */
const inOrder = (sections) => {
  const close = sections.find(({ heading, score }) => heading && score > CLOSE * sections[0].score);
  return close ? [close, ...sections.filter((each) => each !== close)] : sections;
};

/** One page as an item: its title, the best section with the words around what was found, and its other sections. */
const item = async (address, title, sections, results) => {
  const [best, ...others] = inOrder(sections);
  const li = document.createElement("li");
  const first = link(address, best.heading && best.anchor, title);
  if (best.heading) first.append(Object.assign(document.createElement("span"), { textContent: best.heading }));
  li.append(first, await excerpt(results.get(best.id), best));
  const also = document.createElement("p");
  also.className = "course-also";
  also.append(...others.filter(({ heading }) => heading).map(({ anchor, heading }) => link(address, anchor, heading)));
  if (also.childNodes.length) li.append(also);
  return li;
};

const sentence = ({ count, read }, whole) => {
  const counts = [strings.none, strings.one];
  const other = read.length ? strings.nearest.replace("{words}", read.join(", ")) : "";
  const found = counts[count] ?? strings.several.replace("{n}", String(count));
  return [other, found, whole ? "" : strings.titles_only].filter(Boolean).join(" ");
};

const isWide = matchMedia("(min-width: 48rem)");
let turn = 0;

/** Show the answer that the page has for a question, which needs nothing else, and return it. */
const showAnswer = (question) => {
  const answer = question ? answerTo(question, known.answers) : undefined;
  answers.forEach((each) => {
    each.hidden = each.dataset.answer !== answer?.name;
  });
  return answer;
};

const showFound = async (question, answer, own) => {
  starting ??= start();
  const { find, pages, whole } = await starting;
  const found = await find(question);
  const others = found.pages.filter(({ page }) => pages[page][0] !== answer?.page);
  const items = await Promise.all(others.map(({ page, sections }) => {
    const [address, title] = pages[page];
    return item(address, title, sections.map((each) => ({ ...found.records.get(each.id), ...each })), found.results);
  }));
  if (own !== turn) return; // a newer question is being looked up
  list.replaceChildren(...items);
  list.dataset.asked = question;
  said.textContent = question && (items.length || !answer) ? sentence(found, whole) : "";
};

const show = async () => {
  turn += 1;
  const question = field.value.trim();
  history.replaceState({ asked: question }, "", location.pathname); // for who comes back; no list of addresses has it
  try {
    await showFound(question, showAnswer(question), turn);
  } catch {
    starting = undefined; // the next question tries again
    list.replaceChildren();
    said.textContent = strings.out_of_reach;
  }
};

/** What was typed in the field beside another page (from.js), once. */
const takeHanded = () => {
  try {
    const words = sessionStorage.getItem(HANDED);
    sessionStorage.removeItem(HANDED);
    return words;
  } catch {
    return null; // without storage, the words are in the address
  }
};

export default () => {
  /** @type {number | undefined} */
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (!isWide.matches) field.blur(); // gives the place of the keyboard to what is found
    show();
  });
  const ask = () => {
    const inAddress = [location.search, location.hash].map((part) => new URLSearchParams(part.slice(1)).get("q"));
    field.value = [takeHanded(), ...inAddress, history.state?.asked].find(Boolean) ?? field.value;
    if (field.value) show();
  };
  addEventListener("hashchange", ask);
  ask();
  if (!field.value && isWide.matches) field.focus(); // on a phone the bar with help would go away
};
