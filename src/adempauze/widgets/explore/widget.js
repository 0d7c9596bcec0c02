import { begin, button, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { digitsFor, drawing, marks, numbersTable, numbersUnder, placed, put, scaleFor, upright, written } from "../_kit/picture.js";

const SETTLE = 400; // ms after a slider stops, so that screen readers do not read each change
const DASHES = ["", "8 5", "2 4", "12 4 2 4", "5 3", "1 6"];
const GAP = 11; // least distance between two labels, in percent of the picture's height

/** Read levels from the two planes of bytes of a table: folded differences along some axes, which wrap at 2^16. */
const levelsFrom = (bytes, shape, deltas) => {
  const size = bytes.length / 2;
  const levels = new Uint16Array(size);
  for (let i = 0; i < size; i++) {
    const folded = bytes[i] | (bytes[size + i] << 8);
    levels[i] = (folded >>> 1) ^ -(folded & 1);
  }
  for (const axis of deltas) {
    const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    const block = stride * shape[axis];
    for (let i = 0; i < size; i++) {
      if (i % block >= stride) levels[i] += levels[i - stride];
    }
  }
  return levels;
};

/** Unpack a table that Python packed: base64, deflate, differences. */
export const unpack = async ({ data, shape, deltas }) => {
  const packed = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return levelsFrom(new Uint8Array(await new Response(stream).arrayBuffer()), shape, deltas);
};

/** The corners of the grid cell around some settings: the offset of each in a curve's values, and its weight. */
export const corners = (grid, shape, settings) => {
  let found = [[0, 1]];
  grid.forEach((axis, k) => {
    let left = 0;
    while (left < axis.length - 2 && axis[left + 1] <= settings[k]) left++;
    const share = (settings[k] - axis[left]) / (axis[left + 1] - axis[left]);
    found = found.flatMap(([start, weight]) => [
      [start * shape[k + 1] + left, weight * (1 - share)],
      [start * shape[k + 1] + left + 1, weight * share],
    ]).filter(([, weight]) => weight !== 0);
  });
  return found;
};

/** The values of all curves at some settings, interpolated linearly along each of them. */
export const valuesAt = (table, levels, settings) => {
  const { grid, shape, lows, steps } = table;
  const points = shape.at(-1);
  const curve = levels.length / shape[0];
  const around = corners(grid, shape, settings);
  return lows.map((low, c) => {
    const line = new Array(points).fill(low);
    for (const [start, weight] of around) {
      const first = c * curve + start * points;
      for (let x = 0; x < points; x++) line[x] += steps[c] * weight * levels[first + x];
    }
    return line;
  });
};

/** Move positions (percent, any order) apart within 0 to 100, so that labels do not overlap. */
export const apart = (places, gap = GAP) => {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const moved = [...places];
  order.forEach((i, n) => { if (n) moved[i] = Math.max(moved[i], moved[order[n - 1]] + gap); });
  const over = Math.max(0, moved[order.at(-1)] - 100);
  order.reverse().forEach((i, n) => {
    moved[i] = n ? Math.min(moved[i], moved[order[n - 1]] - gap) : moved[i] - over;
  });
  return moved;
};

const withUnit = (text, unit) => (unit ? `${text}${unit.startsWith("%") ? "" : "\u00a0"}${unit}` : text);

const mark = (kept) => (kept
  ? drawing("rect", { class: "az-dot az-kept", x: -5, y: -5, width: 10, height: 10, transform: "rotate(45)" })
  : drawing("circle", { class: "az-dot az-now", r: 6 }));

const placedMark = (kept) => placed(mark(kept));

const sample = (look) => drawing("svg", { width: 44, height: 14, viewBox: "-22 -7 44 14", "aria-hidden": "true" }, ...look);

const scaleOf = (curves) => scaleFor(Math.min(...curves.map((curve) => curve.low)), Math.max(...curves.map((curve) => curve.high)));

/** Lines over a common axis; `show(now, kept)` moves them, and `kept` is null for one scenario. */
const linesPicture = ({ lang, words, curves, across }) => {
  const scale = scaleOf(curves);
  const [left, right] = [across.values[0], across.values.at(-1)];
  const x = (value) => (100 * (value - left)) / (right - left);
  const ys = marks(scale.low, scale.high);
  const xs = Array.from({ length: Math.floor(right / across.mark + 1e-9) + 1 }, (_, i) => i * across.mark).filter((each) => each >= left);
  const area = drawing("svg", { class: "az-area" });
  ys.forEach((value) => area.append(drawing("line", { class: "az-grid", x1: "0%", x2: "100%", y1: `${100 - scale.at(value)}%`, y2: `${100 - scale.at(value)}%` })));
  const stretched = drawing("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", width: "100%", height: "100%", class: "az-stretched" });
  area.append(stretched);
  const ends = element("div", { class: "az-ends" });
  const build = (kept) => curves.map((curve, c) => {
    const dash = DASHES[kept ? curves.length + c : c];
    const line = drawing("path", { class: kept ? "az-line az-kept" : "az-line az-now", "stroke-dasharray": dash });
    const end = placedMark(kept);
    const label = element("span", { class: kept ? "az-kept" : "az-now" });
    stretched.append(line);
    area.append(end);
    ends.append(label);
    return { curve, line, end, label, kept };
  });
  const drawn = { kept: build(true), now: build(false) };
  let shownKept;
  const place = (parts, values) => parts.forEach(({ curve, line, end, label, kept }, c) => {
    [line, end, label].forEach((node) => { node.style.display = values ? "" : "none"; });
    if (!values) return;
    const heights = values[c].map((value) => 100 - scale.at(value));
    line.setAttribute("d", heights.map((y, i) => `${i ? "L" : "M"}${x(across.values[i]).toFixed(2)} ${y.toFixed(2)}`).join(""));
    put(end, 100, heights.at(-1));
    const name = kept ? words.kept : curves.length > 1 ? curve.label : words.now;
    label.textContent = `${name} ${written(lang, values[c].at(-1), curve.digits)}`;
  });
  const show = (now, kept) => {
    place(drawn.now, now);
    if (kept !== shownKept) place(drawn.kept, kept);
    shownKept = kept;
    const labels = [...drawn.now, ...(kept ? drawn.kept : [])];
    const places = [now, kept].filter(Boolean).flatMap((values) => values.map((line) => 100 - scale.at(line.at(-1))));
    apart(places).forEach((at, i) => { labels[i].label.style.top = `${at}%`; });
  };
  const node = element("div", { class: "az-picture az-plot" },
    element("p", { class: "az-small az-unit" }, curves.length > 1 ? curves[0].unit : `${curves[0].label}, ${curves[0].unit}`),
    element("div", { class: "az-ys az-small" }, ...ys.map((value) => element("span", { style: `top: ${100 - scale.at(value)}%` }, written(lang, value, digitsFor(ys))))),
    area,
    ends,
    numbersUnder(lang, xs, x),
    element("p", { class: "az-small az-across" }, across.unit));
  return { node, show };
};

/** One row for each result; results with the same unit share an axis. */
const dotsPicture = ({ lang, curves, words }) => {
  const units = [...new Set(curves.map((curve) => curve.unit))];
  const rows = [];
  const panels = units.map((unit) => {
    const own = curves.filter((curve) => curve.unit === unit);
    const scale = scaleOf(own);
    const ticks = marks(scale.low, scale.high);
    const built = own.map((curve) => {
      const [now, kept] = [placedMark(false), placedMark(true)];
      const value = element("span", { class: "az-value" });
      const strip = drawing("svg", { class: "az-strip" }, ...upright(ticks, scale), kept, now);
      rows[curves.indexOf(curve)] = { curve, scale, now, kept, value, strip };
      return element("div", { class: "az-dot-row" }, element("p", { class: "az-ends" }, element("span", {}, curve.label), value), element("div", { class: "az-inset" }, strip));
    });
    return element("div", { class: "az-panel" }, ...built,
      numbersUnder(lang, ticks, scale.at),
      element("p", { class: "az-small az-across" }, unit));
  });
  const show = (now, kept) => rows.forEach((row, c) => {
    const text = (values) => written(lang, values[c][0], row.curve.digits);
    put(row.now, row.scale.at(now[c][0]), kept ? 28 : 50);
    row.kept.style.display = kept ? "" : "none";
    row.strip.classList.toggle("az-two", Boolean(kept));
    if (kept) put(row.kept, row.scale.at(kept[c][0]), 72);
    row.value.textContent = kept ? `${words.now} ${text(now)}, ${words.kept.toLowerCase()} ${text(kept)}` : text(now);
  });
  return { node: element("div", { class: "az-picture" }, ...panels), show };
};

/** The legend, which two scenarios or several lines need. */
const buildLegend = ({ words, curves, across }) => {
  const entry = (isKept, c, text) => {
    const line = drawing("line", { class: isKept ? "az-line az-kept" : "az-line az-now", x1: -22, x2: 22, y1: 0, y2: 0, "stroke-dasharray": DASHES[isKept ? curves.length + c : c] });
    return element("span", { hidden: isKept }, sample(across ? [line, mark(isKept)] : [mark(isKept)]), text);
  };
  const several = across && curves.length > 1;
  const entries = [false, true].map((isKept) => {
    const scenario = isKept ? words.kept : words.now;
    return several ? curves.map((curve, c) => entry(isKept, c, `${curve.label}, ${scenario.toLowerCase()}`)) : [entry(isKept, 0, scenario)];
  });
  const node = element("p", { class: "az-row az-small az-legend", hidden: !several }, ...entries.flat());
  const show = (isKept) => {
    node.hidden = !(several || isKept);
    entries[1].forEach((each) => { each.hidden = !isKept; });
  };
  return { node, show };
};

/** The values for the sentence: the value of a dot; start, end, lowest and highest of a line. */
export const inSentence = (curves, values, isLine, write) => Object.fromEntries(curves.flatMap(({ name, digits }, c) => {
  const line = values[c];
  if (!isLine) return [[name, write(line[0], digits)]];
  const ends = { start: line[0], end: line.at(-1), low: Math.min(...line), high: Math.max(...line) };
  return Object.entries(ends).map(([end, value]) => [`${name}_${end}`, write(value, digits)]);
}));

const buildTables = ({ lang, words, curves, across }, now, kept) => {
  const scenarios = [now, kept].filter(Boolean);
  const heads = [words.now, words.kept].slice(0, scenarios.length);
  const cell = (c, i) => scenarios.map((values) => written(lang, values[c][i], curves[c].digits));
  if (!across) {
    return [...new Set(curves.map(({ unit }) => unit))].map((unit) => numbersTable(unit, [words.result, ...heads],
      curves.flatMap((curve, c) => (curve.unit === unit ? [[curve.label, ...cell(c, 0)]] : []))));
  }
  const shown = across.values.flatMap((value, i) => (Math.abs(value / across.mark - Math.round(value / across.mark)) < 1e-6 ? [i] : []));
  return curves.map((curve, c) => numbersTable(`${curve.label}, ${curve.unit}`, [across.unit, ...heads],
    shown.map((i) => [written(lang, across.values[i], digitsFor([across.mark])), ...cell(c, i)])));
};

const buildSlider = (slider, lang, signal, moved, settled) => {
  const id = uniqueId();
  const valueAt = (position) => slider.low + ((slider.high - slider.low) * position) / slider.steps;
  const begin = Math.round(((slider.value - slider.low) / (slider.high - slider.low)) * slider.steps);
  const input = element("input", { id, type: "range", min: 0, max: slider.steps, step: 1, value: begin });
  const output = element("output", { for: id, class: "az-small" });
  const value = () => valueAt(Number(input.value));
  const text = () => withUnit(written(lang, value(), slider.digits), slider.unit);
  const show = () => {
    output.textContent = text();
    input.setAttribute("aria-valuetext", text());
  };
  const reset = () => {
    input.value = String(begin);
    show();
  };
  listen(input, "input", () => { show(); moved(); }, signal);
  listen(input, "change", settled, signal);
  show();
  return { value, text, reset, label: slider.label, node: element("div", { class: "az-slider" },
    element("div", { class: "az-ends" }, element("label", { for: id }, slider.label), output), input) };
};

const render = async ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const table = model.get("table");
  const curves = model.get("curves");
  const across = Object.keys(model.get("across")).length ? model.get("across") : null;
  const root = begin(model, el, "explore", model.get("title"));
  let levels;
  try {
    levels = await unpack(table);
  } catch {
    root.append(element("p", { class: "az-notice", role: "alert" }, words.failed));
    return;
  }
  if (signal.aborted) return;
  const view = { lang, words, curves, across };
  const picture = across ? linesPicture(view) : dotsPicture(view);
  const status = element("p", { role: "status", id: uniqueId(), class: "az-sentence" });
  const keptSettings = element("p", { class: "az-small", hidden: true });
  const numbers = element("div", { class: "az-stack" });
  const details = element("details", {}, element("summary", {}, words.numbers), numbers);
  let kept = null;
  let now = null;
  let timer = 0;

  const sentence = (values) => fill(model.get("sentence"), inSentence(curves, values, across, (value, digits) => written(lang, value, digits)));
  const tell = () => {
    clearTimeout(timer);
    const lines = kept ? [`${words.now}: ${sentence(now)}`, `${words.kept}: ${sentence(kept)}`] : [sentence(now)];
    status.replaceChildren(...lines.map((line) => element("span", {}, line)));
    if (details.open) numbers.replaceChildren(...buildTables(view, now, kept));
  };
  const draw = () => {
    now = valuesAt(table, levels, sliders.map((slider) => slider.value()));
    picture.show(now, kept);
  };
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLE);
  };
  const sliders = model.get("sliders").map((slider) => buildSlider(slider, lang, signal, draw, settle));
  const keep = (values) => {
    kept = values;
    keptSettings.hidden = stop.hidden = !kept;
    legend.show(Boolean(kept));
    keepButton.textContent = kept ? words.keep_again : words.keep;
    const settings = sliders.map((slider) => `${slider.label}: ${slider.text()}`).join("; ");
    keptSettings.textContent = kept ? `${words.kept}: ${settings}.` : "";
    draw();
    tell();
  };
  const keepButton = button(words.keep, () => keep(now), signal, { class: "az-primary" });
  const stop = button(words.stop, () => {
    keep(null);
    keepButton.focus();
  }, signal, { hidden: true });
  const reset = button(words.reset, () => {
    sliders.forEach((slider) => slider.reset());
    keep(null);
  }, signal);
  const legend = buildLegend(view);
  listen(details, "toggle", () => { if (details.open) tell(); }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));

  root.append(
    element("p", { class: "az-title" }, model.get("title")),
    model.get("lead") ? element("p", { class: "az-lead" }, model.get("lead")) : "",
    element("div", { class: across ? "az-seen az-stays" : "az-seen" },
      element("div", { role: "img", "aria-label": model.get("title"), "aria-describedby": status.id }, picture.node), legend.node),
    status,
    element("div", { class: "az-sliders" }, ...sliders.map((slider) => slider.node)),
    element("div", { class: "az-row" }, keepButton, stop, reset),
    keptSettings,
    details,
    element("details", {}, element("summary", {}, words.about), element("div", { class: "az-stack" }, ...model.get("about").map((text) => element("p", {}, text)))));
  draw();
  tell();
};

export default { render };
