// The choices of a session: what to breathe, for how long, and how it looks and sounds.

import { element, fill, inWords, listen } from "../_kit/kit.js";
import { webLink } from "../_kit/links.js";
import { labelledSelect } from "../_kit/select.js";
import { localVoice, whenVoicesChange } from "../_kit/voice.js";
import { isHold, stepsOf } from "./rhythm.js";

const MINUTES = 20;
const FIGURES = ["circle", "hill", "box"];

const rhythmInWords = (steps, words, lang) => {
  const parts = steps.map(([phase, length]) => fill(words[`rhythm_${phase}`], { s: inWords(lang, length / 1000, length % 1000 ? 1 : 0) }));
  return fill(words.rhythm, { parts: parts.join(", ") });
};

const buildCheck = (label, checked, change, signal) => {
  const input = element("input", { type: "checkbox" });
  input.checked = checked;
  listen(input, "change", change, signal);
  return { input, node: element("label", { class: "az-choice" }, input, element("span", {}, label)) };
};

/** Before the start: the rhythm with its evidence and when to stop, the length, and with or without holds. */
export const buildSetup = (model, words, change, signal) => {
  const lang = model.get("lang");
  const known = model.get("patterns");
  const long = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long" });
  const lengths = Array.from({ length: MINUTES }, (_, i) => [i + 1, long.format(i + 1)]);
  const choice = labelledSelect(words.pattern, known.map(({ id, name }) => [id, name]), model.get("pattern"), change, signal);
  const length = labelledSelect(words.minutes, lengths, model.get("minutes"), change, signal);
  const holds = buildCheck(words.holds, true, change, signal);
  const name = element("span", { class: "az-small" });
  const rhythm = element("p", { class: "az-small" });
  const care = element("p", {});
  const evidence = element("div", { class: "az-evidence" });
  const plan = () => ({
    pattern: known.find(({ id }) => id === choice.select.value),
    minutes: Number(length.select.value),
    holds: holds.input.checked,
  });
  const show = () => {
    const { pattern, minutes, holds: held } = plan();
    const optional = pattern.steps.some(isHold);
    const without = optional && !held;
    holds.node.hidden = !optional;
    name.textContent = fill(words.chosen, { name: without ? fill(words.without_holds, pattern) : pattern.name, minutes: long.format(minutes) });
    rhythm.textContent = rhythmInWords(stepsOf(pattern, held), words, lang) + (without ? ` ${words.not_studied}` : "");
    care.textContent = `${words.small_breaths} ${pattern.stop}`;
    const links = pattern.sources.flatMap(([label, href]) => [", ", webLink(label, href)]);
    evidence.replaceChildren(
      element("p", { class: "az-label" }, fill(words.evidence, { label: pattern.label })),
      element("p", {}, `${pattern.evidence} ${pattern.verdict}`),
      element("p", { class: "az-small" }, `${words.sources} `, ...links.slice(1)));
  };
  const node = element("details", {},
    element("summary", {}, words.setup, " ", name),
    element("fieldset", { class: "az-stack" },
      element("legend", { class: "az-unseen" }, words.setup),
      element("div", { class: "az-fields" }, choice.node, length.node),
      holds.node,
      rhythm,
      care,
      evidence));
  return { node, plan, show };
};

/** The settings, which can be changed at any time. */
export const buildSettings = (model, words, change, signal) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const able = { voice: true, tone: typeof AudioContext !== "undefined", vibrate: "vibrate" in navigator, countdown: true, still: true, time: true, spoken: true };
  const atFirst = { still: still.matches, time: !model.get("whole_page"), spoken: true };
  const names = Object.keys(able).filter((name) => able[name]);
  const checks = Object.fromEntries(names.map((name) => [name, buildCheck(words[name], atFirst[name] ?? false, change, signal)]));
  const figure = labelledSelect(words.figure, FIGURES.map((each) => [each, words[`figure_${each}`]]), FIGURES[0], change, signal);
  listen(still, "change", () => {
    checks.still.input.checked = still.matches;
    change();
  }, signal);
  whenVoicesChange(() => { checks.voice.node.hidden = !localVoice(model.get("lang")); }, signal);
  const node = element("details", {},
    element("summary", {}, words.settings),
    figure.node,
    ...names.map((name) => checks[name].node),
    element("p", { class: "az-small" }, words[model.get("whole_page") ? "keys_page" : "keys"]));
  return { node, figure: () => figure.select.value, on: (name) => checks[name]?.input.checked ?? false };
};
