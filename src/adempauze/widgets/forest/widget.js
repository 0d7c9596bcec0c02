import { begin, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { drawing, marks, numbersTable, numbersUnder, placed, put, scaleFor, upright, written } from "../_kit/picture.js";

const shape = (kind, attributes) => drawing(kind, { class: `az-${kind}`, ...attributes });

/** The side of a study's square, whose area is its share of the weight, with a visible minimum. */
const sideOf = (weight) => (weight === null ? 10 : Math.max(6, 20 * Math.sqrt(weight)));

const across = (row, scale, look) => drawing("line", { class: look, x1: `${scale.at(row.low)}%`, x2: `${scale.at(row.high)}%`, y1: "50%", y2: "50%" });

const strip = (ticks, scale, ...shapes) => element("div", { class: "az-inset", "aria-hidden": "true" },
  drawing("svg", { class: "az-strip" }, ...upright(ticks, scale), ...shapes));

const buildRow = (name, text, note, picture) => element("li", {},
  element("p", { class: "az-said" }, element("span", {}, name), element("span", { class: "az-value" }, text)),
  note ? element("p", { class: "az-small" }, note) : null,
  picture);

const study = (row, { words, lang, ticks, scale }) => {
  const side = sideOf(row.weight);
  const square = placed(shape("rect", { x: -side / 2, y: -side / 2, width: side, height: side }));
  put(square, scale.at(row.estimate), 50);
  const weight = row.weight === null ? "" : fill(words.weight, { weight: written(lang, 100 * row.weight, 0) });
  return buildRow(row.study, row.text, [row.note, weight].filter(Boolean).join(" \u00b7 "), strip(ticks, scale, across(row, scale, "az-interval"), square));
};

const diamond = (row, scale) => {
  const [left, middle, right] = [row.low, row.estimate, row.high].map(scale.at);
  const width = right - left || 0.1;
  return drawing("svg", { x: `${left}%`, width: `${width}%`, y: "15%", height: "70%", viewBox: "0 0 100 100", preserveAspectRatio: "none" },
    shape("polygon", { points: `0,50 ${(100 * (middle - left)) / width},0 100,50 ${(100 * (middle - left)) / width},100` }));
};

const together = (row, { words, ticks, scale }) => {
  const prediction = row.prediction && across({ low: Math.max(scale.low, row.prediction[0]), high: Math.min(scale.high, row.prediction[1]) }, scale, "az-prediction");
  return buildRow(words.together, row.text, row.prediction ? words.dotted : "", strip(ticks, scale, ...(prediction ? [prediction] : []), diamond(row, scale)));
};

const buildTables = ({ rows, together: pooled }, { words, lang, axis }) => {
  const weight = (row) => (row.weight === null ? "\u2013" : `${written(lang, 100 * row.weight, 0)}%`);
  const lines = rows.map((row) => [`${row.study}, ${row.note}`, row.text, weight(row)]);
  if (pooled) lines.push([words.together, pooled.text, "100%"]);
  if (pooled?.prediction) {
    const [low, high] = pooled.prediction.map((end) => written(lang, end, 2));
    lines.push([words.prediction_interval, fill(words.from_to, { low, high }), "\u2013"]);
  }
  return numbersTable(axis.unit, [words.study, words.effect, words.weight_head], lines);
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const axis = model.get("axis");
  const scenarios = model.get("scenarios");
  const root = begin(model, el, "forest", model.get("title"));
  const [first, second] = marks(axis.low, axis.high);
  const outward = (end, round) => round(end / (second - first)) * (second - first);
  const scale = scaleFor(outward(axis.low, Math.floor), outward(axis.high, Math.ceil));
  const ticks = marks(scale.low, scale.high);
  const view = { words, lang, axis, ticks, scale };
  const list = element("ul", {});
  const status = element("div", { role: "status", class: "az-stack az-sentences" });
  const numbers = element("div", {});
  const show = (scenario) => {
    list.replaceChildren(...scenario.rows.map((row) => study(row, view)), ...(scenario.together ? [together(scenario.together, view)] : []));
    list.classList.toggle("az-pooled", Boolean(scenario.together));
    status.replaceChildren(...scenario.said.map((text) => element("p", {}, text)));
    numbers.replaceChildren(buildTables(scenario, view));
  };
  const name = uniqueId();
  const choices = scenarios.map((scenario, i) => {
    const input = element("input", { type: "radio", name, checked: i === 0 });
    listen(input, "change", () => show(scenario), signal);
    return element("label", { class: "az-choice" }, input, element("span", {}, scenario.label));
  });

  root.append(
    element("p", { class: "az-title" }, model.get("title")),
    scenarios.length > 1 ? element("fieldset", {}, element("legend", { class: "az-small" }, words.choose), element("div", { class: "az-choices" }, ...choices)) : "",
    element("div", { class: "az-picture" }, list,
      element("div", { "aria-hidden": "true" },
        element("div", { class: "az-inset" }, numbersUnder(lang, ticks, scale.at)),
        element("p", { class: "az-small az-across" }, axis.unit)),
      element("p", { class: "az-small az-sides" }, element("span", {}, `\u2190\u00a0${axis.left}`), element("span", {}, `${axis.right}\u00a0\u2192`))),
    status,
    element("details", {}, element("summary", {}, words.numbers), numbers),
    element("details", {}, element("summary", {}, words.about), element("div", { class: "az-stack" }, ...model.get("about").map((text) => element("p", {}, text)))));
  show(scenarios[0]);
};

export default { render };
