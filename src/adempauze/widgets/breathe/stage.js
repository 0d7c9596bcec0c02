// What moves: the word, the figure, and the form without motion.

import { element, setText } from "../_kit/kit.js";
import { cellsAt, fadeAt, fullnessAt, hillOf, phaseAt } from "./rhythm.js";

const TOP = 96; // percent of the hill's height that a full breath is above an empty one

/** @param {Record<string, string>} words */
export const buildStage = (words) => {
  const circle = element("div", { class: "az-circle", "aria-hidden": "true" });
  const box = element("div", { class: "az-box", "aria-hidden": "true" }, element("div"));
  const slope = element("div", { class: "az-slope" });
  const dot = element("div", { class: "az-dot" });
  const hill = element("div", { class: "az-hill", "aria-hidden": "true" }, slope, dot);
  const cells = element("div", { class: "az-cells", "aria-hidden": "true" });
  const word = element("p", { class: "az-word", "aria-live": "polite", "aria-atomic": "true" });
  const next = element("p", { class: "az-next", "aria-hidden": "true" });
  const count = element("p", { class: "az-count", "aria-hidden": "true" });
  const node = element("div", { class: "az-stage", tabindex: "-1" }, circle, box, hill, word, next, count, cells);
  let drawn = "";
  let hillFor = null;

  const drawCells = (now) => {
    const { of, filled } = cellsAt(now);
    const state = `${now.phase} ${of} ${filled}`;
    if (state === drawn) return;
    drawn = state;
    cells.dataset.phase = now.phase;
    cells.replaceChildren(...Array.from({ length: of }, (_, i) => element("span", { class: i < filled && "az-filled" })));
  };
  const drawHill = ({ pattern, holds }, elapsed, now) => {
    const { points, cycle } = hillOf(pattern, holds);
    if (hillFor !== `${pattern.id} ${holds}`) {
      hillFor = `${pattern.id} ${holds}`;
      const corners = points.map(([x, y]) => `${x}% ${TOP * (1 - y)}%`);
      slope.style.clipPath = `polygon(0% 100%, ${corners.join(", ")}, 100% 100%)`;
    }
    dot.style.left = `${now.done ? 100 : (100 * (elapsed % cycle)) / cycle}%`;
    dot.style.top = `${TOP * (1 - fullnessAt(pattern, now))}%`;
  };
  /** Draw a moment of a session. `running` says whether the next word fades in, and the seconds are counted. */
  const draw = (plan, now, elapsed, { still, figure, running, countdown }) => {
    node.classList.toggle("az-still", still);
    node.dataset.figure = still ? "circle" : figure;
    node.style.setProperty("--az-breath", still ? 1 : fullnessAt(plan.pattern, now).toFixed(4));
    const fade = running ? fadeAt(elapsed, now) : 0;
    word.style.opacity = String(Math.max(0, 1 - 2 * fade)); // gone before the next word can be read
    next.style.opacity = String(fade);
    if (fade) {
      const { phase } = phaseAt(plan.pattern, now.endsAt, plan);
      setText(next, words[phase === "done" ? "done" : `phase_${phase}`]);
    }
    count.hidden = !(running && countdown);
    if (!count.hidden) setText(count, String(Math.ceil((now.endsAt - elapsed) / 1000)));
    if (still) drawCells(now);
    else if (figure === "hill") drawHill(plan, elapsed, now);
  };
  return { node, word, draw };
};
