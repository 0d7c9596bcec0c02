import { begin, button, element, fill, inWords, labelledSelect, listen, uniqueId } from "../_kit/kit.js";
import { webLink } from "../_kit/links.js";
import { makeStopwatch } from "./clock.js";
import { cellsAt, changesFrom, fullnessAt, isHold, phaseAt, stepsOf } from "./rhythm.js";
import { makeTone } from "./tone.js";
import { makeWakeLock } from "./wake_lock.js";

const MINUTES = 20;
const BUZZ = { in: [80], more: [40], hold: [30, 60, 30], out: [40, 80, 40], pause: [30, 60, 30], done: [200] };
const RING = 2500; // milliseconds in which the last tone fades out
const TURN = "adempauze-breathe"; // sent by a timer that starts, so that the others on the page pause

const setText = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

const inClock = (milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

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

/** The choices before the start: the rhythm with its evidence, the length, and with or without holds. */
const buildSetup = (model, words, change, signal) => {
  const lang = model.get("lang");
  const known = model.get("patterns");
  const long = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long" });
  const lengths = Array.from({ length: MINUTES }, (_, i) => [i + 1, long.format(i + 1)]);
  const choice = labelledSelect(words.pattern, known.map(({ id, name }) => [id, name]), model.get("pattern"), change, signal);
  const length = labelledSelect(words.minutes, lengths, model.get("minutes"), change, signal);
  const holds = buildCheck(words.holds, true, change, signal);
  const rhythm = element("p", { class: "az-small" });
  const evidence = element("div", { class: "az-evidence" });
  const plan = () => ({
    pattern: known.find(({ id }) => id === choice.select.value),
    minutes: Number(length.select.value),
    holds: holds.input.checked,
  });
  const show = () => {
    const { pattern, holds: held } = plan();
    const optional = pattern.steps.some(isHold);
    holds.node.hidden = !optional;
    setText(rhythm, rhythmInWords(stepsOf(pattern, held), words, lang) + (optional && !held ? ` ${words.not_studied}` : ""));
    const links = pattern.sources.flatMap(([label, href]) => [", ", webLink(label, href)]);
    evidence.replaceChildren(
      element("p", { class: "az-label" }, fill(words.evidence, { label: pattern.label })),
      element("p", {}, `${pattern.evidence} ${pattern.verdict}`),
      element("p", { class: "az-small" }, `${words.sources} `, ...links.slice(1)));
  };
  const node = element("fieldset", { class: "az-stack" },
    element("legend", { class: "az-unseen" }, words.setup),
    element("div", { class: "az-fields" }, choice.node, length.node),
    holds.node,
    rhythm,
    evidence);
  return { node, plan, show };
};

/** The settings, which can be changed at any time. */
const buildSettings = (words, change, signal) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const able = { tone: typeof AudioContext !== "undefined", vibrate: "vibrate" in navigator, still: true, time: true, spoken: true };
  const atFirst = { still: still.matches, time: true, spoken: true };
  const names = Object.keys(able).filter((name) => able[name]);
  const checks = Object.fromEntries(names.map((name) => [name, buildCheck(words[name], atFirst[name] ?? false, change, signal)]));
  listen(still, "change", () => {
    checks.still.input.checked = still.matches;
    change();
  }, signal);
  const node = element("details", {},
    element("summary", {}, words.settings),
    ...names.map((name) => checks[name].node),
    element("p", { class: "az-small" }, words.keys));
  return { node, on: (name) => checks[name]?.input.checked ?? false };
};

const buildStage = () => {
  const circle = element("div", { class: "az-circle", "aria-hidden": "true" });
  const cells = element("div", { class: "az-cells", "aria-hidden": "true" });
  const word = element("p", { class: "az-word", "aria-live": "polite", "aria-atomic": "true" });
  const node = element("div", { class: "az-stage", tabindex: "-1" }, circle, word, cells);
  let drawn = "";
  const draw = (pattern, now, still) => {
    node.classList.toggle("az-still", still);
    circle.style.setProperty("--az-breath", still ? 1 : fullnessAt(pattern, now).toFixed(4));
    if (!still) return;
    const { of, filled } = cellsAt(now);
    const next = `${now.phase} ${of} ${filled}`;
    if (next === drawn) return;
    drawn = next;
    cells.dataset.phase = now.phase;
    cells.replaceChildren(...Array.from({ length: of }, (_, i) => element("span", { class: i < filled && "az-filled" })));
  };
  return { node, word, draw };
};

const TOGGLE = { ready: "begin", running: "pause", paused: "resume", stopped: "begin", done: "again" };

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const own = uniqueId();
  const root = begin(model, el, "breathe", words.title);
  const clock = makeStopwatch();
  const tone = makeTone(signal);
  const stayAwake = makeWakeLock(signal);
  const setup = buildSetup(model, words, () => update(), signal);
  const settings = buildSettings(words, () => update(), signal);
  const stage = buildStage();
  const name = element("p", { class: "az-small" });
  const rules = element("p", { class: "az-rules" });
  const breaths = element("span");
  const time = element("span");
  const bar = element("progress", { "aria-hidden": "true", max: 1 }); // the text above it says the same
  const toggle = button("", () => enter(state === "running" ? "paused" : "running"), signal, { class: "az-primary", "aria-keyshortcuts": "Space" });
  const stop = button(words.stop, () => enter("stopped"), signal, { "aria-keyshortcuts": "Escape" });
  let state = "ready"; // one of the keys of TOGGLE
  let plan = setup.plan();
  let phase = null;
  let frame = 0;
  let alarm = 0;

  const underway = () => state === "running" || state === "paused";
  const upcoming = () => changesFrom(plan.pattern, clock.read(), plan);

  const show = (now) => {
    const running = state === "running";
    stage.word.setAttribute("aria-live", running && !settings.on("spoken") ? "off" : "polite");
    setText(stage.word, words[running ? `phase_${now.phase}` : state]);
    stage.draw(plan.pattern, now, settings.on("still"));
    setText(breaths, fill(words[underway() ? "breath" : "breaths"], { n: now.breath, of: now.breaths }));
    setText(time, fill(words[underway() ? "left" : "total"], { time: inClock(now.remaining) }));
    bar.value = state === "done" ? 1 : clock.read() / (clock.read() + now.remaining);
  };
  const cue = (now) => {
    if (settings.on("tone")) tone.follow(clock.read(), upcoming);
    if (now.phase === phase) return;
    phase = now.phase;
    tone.wake();
    if (settings.on("vibrate")) navigator.vibrate(BUZZ[phase]);
  };
  // Frames draw the time between two changes. A timer makes the change itself, because frames can be late or stop.
  const paint = () => {
    cancelAnimationFrame(frame);
    clearTimeout(alarm);
    const visible = document.visibilityState === "visible";
    const now = phaseAt(plan.pattern, clock.read(), plan);
    if (state === "running") {
      cue(now);
      if (now.done) {
        enter("done");
        return;
      }
      alarm = setTimeout(paint, Math.ceil(now.endsAt - clock.read()));
      if (visible) frame = requestAnimationFrame(paint);
    }
    if (visible) show(now);
  };
  const update = () => {
    if (!underway()) plan = setup.plan();
    if (state === "running" && settings.on("tone")) tone.play();
    else tone.stop(state === "done" ? RING : 0);
    const without = stepsOf(plan.pattern, plan.holds).length < plan.pattern.steps.length;
    setText(name, without ? fill(words.without_holds, plan.pattern) : plan.pattern.name);
    setText(rules, `${words.small_breaths} ${plan.pattern.stop}`);
    breaths.hidden = time.hidden = !settings.on("time");
    setup.show();
    paint();
  };
  const enter = (next) => {
    state = next;
    root.dataset.state = state;
    if (state === "running") clock.start();
    else if (state === "paused") clock.pause();
    else {
      clock.reset();
      phase = null;
    }
    stayAwake(state === "running");
    setText(toggle, words[TOGGLE[state]]);
    if (stop.matches(":focus") && !underway()) toggle.focus();
    stop.hidden = !underway();
    setup.node.hidden = underway();
    if (state === "running") document.dispatchEvent(new CustomEvent(TURN, { detail: own }));
    update();
  };

  listen(document, TURN, ({ detail }) => { if (detail !== own && state === "running") enter("paused"); }, signal);
  listen(document, "visibilitychange", paint, signal);
  listen(root, "keydown", (event) => {
    if (event.key === " " && !event.target.closest("button, input, select, summary, a")) {
      event.preventDefault();
      if (!event.repeat) toggle.click();
    } else if (event.key === "Escape" && underway()) {
      event.preventDefault();
      event.stopPropagation();
      enter("stopped");
    }
  }, signal);
  signal.addEventListener("abort", () => {
    cancelAnimationFrame(frame);
    clearTimeout(alarm);
  });

  root.append(
    element("div", {}, element("p", { class: "az-title" }, words.title), name),
    rules,
    stage.node,
    element("div", { class: "az-progress" }, element("p", { class: "az-small az-ends" }, breaths, time), bar),
    element("div", { class: "az-row az-controls" }, toggle, stop),
    setup.node,
    settings.node);
  enter("ready");
};

export default { render };
