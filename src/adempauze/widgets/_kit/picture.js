// Pictures of numbers. Positions are percentages of the picture, so that it stretches with the page.

import { element, inWords } from "./kit.js";

/** Build an SVG element. */
export const drawing = (name, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
};

/** Wrap a shape centred on 0,0, so that a stretched picture does not distort it; `put` places it. */
export const placed = (shape) => drawing("svg", { class: "az-placed" }, shape);
export const put = (node, x, y) => {
  node.setAttribute("x", `${x}%`);
  node.setAttribute("y", `${y}%`);
};

/** Return how many decimals these numbers need. */
export const digitsFor = (numbers) => Math.max(0, ...numbers.map((each) => (String(Number(each.toFixed(6))).split(".")[1] ?? "").length));

/** Format a number with a real minus sign, but without one before zero. */
export const written = (lang, value, digits) => {
  const text = inWords(lang, value, digits);
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "\u2212");
};

/** Return two to six round numbers between two ends. */
export const marks = (low, high) => {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
};

/** Make a scale; `at` turns a value into a position in percent. */
export const scaleFor = (low, high) => ({ low, high: high === low ? low + 1 : high, at: (value) => (100 * (value - low)) / (high - low || 1) });

/** Draw vertical lines at some values, with a stronger one at zero. */
export const upright = (values, scale) =>
  values.map((value) => drawing("line", { class: value === 0 ? "az-zero" : "az-grid", x1: `${scale.at(value)}%`, x2: `${scale.at(value)}%`, y1: "0%", y2: "100%" }));

/** Write numbers under a picture; `at` returns their positions. */
export const numbersUnder = (lang, values, at) => element("div", { class: "az-xs az-small" },
  ...values.map((value) => element("span", { style: `left: ${at(value)}%` }, written(lang, value, digitsFor(values)))));

/** Make a table of the numbers in a picture; the first cell of a row is its heading. */
export const numbersTable = (caption, head, rows) => element("table", { class: "az-numbers" },
  element("caption", { class: "az-small" }, caption),
  element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
  element("tbody", {}, ...rows.map(([first, ...others]) => element("tr", {}, element("th", { scope: "row" }, first), ...others.map((text) => element("td", {}, text))))));
