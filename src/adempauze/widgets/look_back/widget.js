import { begin, dated, element, fill, inWords, listen, moment } from "../_kit/kit.js";
import { openNotes, pageNotes, problemInWords } from "../_kit/notes.js";
import { inOwnWords } from "../_kit/own_words.js";
import { notesPanel } from "../_kit/panel.js";
import { drawing } from "../_kit/picture.js";

const KIND = "check-in";
const SCALES = ["energy", "tension"];
const LEFT = 24;
const WIDE = 270;
const TOP = 10;
const STEP = 10;
const RETRY_DELAY = 4000;

/** The check-ins among notes, oldest first: { at, lesson, energy, tension }. Other notes are left out. */
const readCheckIns = (notes) =>
  notes
    .flatMap((note) => {
      try {
        const { lesson, energy, tension } = JSON.parse(note.text);
        return [{ at: Date.parse(note.updated_at), lesson, energy, tension }];
      } catch {
        return [];
      }
    })
    .filter((entry) => SCALES.every((scale) => typeof entry[scale] === "number" && entry[scale] >= 0 && entry[scale] <= 10))
    .sort((a, b) => a.at - b.at);

/** The positions of a line's points: time goes to the right, the value (0 to 10) up. */
export const placePoints = (entries, scale) => {
  const first = entries[0].at;
  const span = entries.at(-1).at - first || 1;
  return entries.map((entry) => [LEFT + (WIDE * (entry.at - first)) / span, TOP + STEP * (10 - entry[scale])]);
};

/** Energy is a solid line with dots, tension a dashed line with squares. */
const drawLine = (points, scale) =>
  drawing("g", { class: `az-${scale}` },
    drawing("polyline", { points: points.map((point) => point.join(",")).join(" ") }),
    ...points.map(([x, y]) => (scale === "energy"
      ? drawing("circle", { cx: x, cy: y, r: 3.5 })
      : drawing("rect", { x: x - 3.5, y: y - 3.5, width: 7, height: 7 }))));

const drawPicture = (entries, label) =>
  drawing("svg", { viewBox: `0 0 ${LEFT + WIDE + 6} ${STEP * 10 + 2 * TOP}`, role: "img", "aria-label": label },
    ...[0, 5, 10].flatMap((value) => {
      const y = TOP + STEP * (10 - value);
      return [drawing("path", { class: "az-grid", d: `M${LEFT - 6} ${y}H${LEFT + WIDE + 6}` }), drawing("text", { x: 0, y: y + 4 }, value)];
    }),
    ...SCALES.map((scale) => drawLine(placePoints(entries, scale), scale)));

const legend = (words) =>
  element("div", { class: "az-row az-legend" }, ...SCALES.map((scale) =>
    element("span", {}, drawing("svg", { viewBox: "0 0 40 10", "aria-hidden": "true" }, drawLine([[5, 5], [35, 5]], scale)), words[scale])));

const table = (entries, words, lang) => {
  const row = (name, cells, attributes = {}) => element("tr", {}, ...cells.map((cell) => element(name, attributes, cell)));
  const where = (entry) => element("span", { class: "az-small" }, words[entry.lesson] ?? "");
  const when = (entry) => element("span", {}, moment(lang, new Date(entry.at)), element("br"), where(entry));
  const cells = (entry) => [when(entry), ...SCALES.map((scale) => inWords(lang, entry[scale]))];
  return element("details", {}, element("summary", {}, words.table),
    element("table", {},
      element("caption", { class: "az-unseen" }, words.title),
      element("thead", {}, row("th", [words.when, ...SCALES.map((scale) => words[scale])], { scope: "col" })),
      element("tbody", {}, ...entries.map((entry) => row("td", cells(entry))))));
};

/** The check-ins in sentences. */
export const inSentences = (entries, words, lang) => {
  const day = (entry) => entry && dated(lang, entry.at, { day: "numeric", month: "long" });
  const [first, last] = [entries[0], entries.at(-1)].map(day);
  if (!entries.length) return words.none;
  if (entries.length === 1) return fill(words.one, { ...entries[0], first });
  const span = first === last ? fill(words.one_day, { n: entries.length, first }) : fill(words.span, { n: entries.length, first, last });
  const ranges = SCALES.map((scale) => {
    const values = entries.map((entry) => entry[scale]);
    return fill(words[`range_${scale}`], { low: Math.min(...values), high: Math.max(...values), now: values.at(-1) });
  });
  return [span, ...ranges].join(" ");
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const store = openNotes(model, signal);
  const root = begin(model, el, "look-back", words.title);
  const content = element("div", { class: "az-stack" });
  const state = element("p", { class: "az-small", role: "status" });
  let timer = 0;

  const draw = (entries) => {
    const text = inSentences(entries, words, lang);
    const open = Boolean(content.querySelector("details[open]"));
    content.replaceChildren(element("p", {}, text));
    if (entries.length < 2) return;
    content.prepend(legend(words), drawPicture(entries, text));
    const twin = table(entries, words, lang);
    twin.open = open;
    content.append(element("p", { class: "az-small" }, words.read), twin);
  };
  const load = async () => {
    clearTimeout(timer);
    try {
      draw(readCheckIns(await store.notes(KIND)));
      state.textContent = "";
    } catch (error) {
      state.textContent = problemInWords(words, error.code);
      if (!signal.aborted) timer = setTimeout(load, RETRY_DELAY);
    }
  };

  listen(pageNotes(), "notes", ({ detail }) => {
    if (!detail.state) load();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
  root.append(element("p", { class: "az-title" }, words.title), content, state, notesPanel(model, store, words, signal, (notes) => inOwnWords(notes, words)));
  load();
};

export default { render };
