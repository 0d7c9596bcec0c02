// Shared by widgets that draw numbers: places are in percent of the picture, so it stretches with the page.

/** Build a part of a drawing. */
const drawing = (name, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
};

/** A shape around 0,0 that is put somewhere in percent and keeps its form when the picture is stretched. */
const placed = (shape) => drawing("svg", { class: "az-placed" }, shape);
const put = (node, x, y) => {
  node.setAttribute("x", `${x}%`);
  node.setAttribute("y", `${y}%`);
};

/** Decimals needed to tell numbers apart as they are. */
const digitsFor = (numbers) => Math.max(0, ...numbers.map((each) => (String(Number(each.toFixed(6))).split(".")[1] ?? "").length));

/** Write a number with a real minus sign, and none before zero. */
const written = (lang, value, digits) => {
  const text = inWords(lang, value, digits);
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "\u2212");
};

/** Round numbers between two ends, two to six of them. */
export const marks = (low, high) => {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
};

/** From a value to a place in percent. */
const scaleFor = (low, high) => ({ low, high: high === low ? low + 1 : high, at: (value) => (100 * (value - low)) / (high - low || 1) });

/** Upright lines at some values, the one at zero stronger. */
const upright = (values, scale) =>
  values.map((value) => drawing("line", { class: value === 0 ? "az-zero" : "az-grid", x1: `${scale.at(value)}%`, x2: `${scale.at(value)}%`, y1: "0%", y2: "100%" }));

/** The numbers under a picture, `at` giving their places. */
const numbersUnder = (lang, values, at) => element("div", { class: "az-xs az-small" },
  ...values.map((value) => element("span", { style: `left: ${at(value)}%` }, written(lang, value, digitsFor(values)))));

/** A table of what a picture shows; the first cell of a row names it. */
const numbersTable = (caption, head, rows) => element("table", { class: "az-numbers" },
  element("caption", { class: "az-small" }, caption),
  element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
  element("tbody", {}, ...rows.map(([first, ...others]) => element("tr", {}, element("th", { scope: "row" }, first), ...others.map((text) => element("td", {}, text))))));
