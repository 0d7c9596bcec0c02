import { begin, button, element, fill, listen, setText, uniqueId } from "../_kit/kit.js";
import { makeStopwatch } from "./clock.js";
import { changesFrom, phaseAt } from "./rhythm.js";
import { buildSettings, buildSetup } from "./setup.js";
import { makeSpeaker } from "./spoken.js";
import { buildStage } from "./stage.js";
import { makeTone } from "./tone.js";
import { makeWakeLock } from "./wake_lock.js";
import { makeWholeView } from "./whole_view.js";

const BUZZ = { in: [80], more: [40], hold: [30, 60, 30], out: [40, 80, 40], pause: [30, 60, 30], done: [200] };
const RING = 2500; // milliseconds in which the last tone fades out
const TURN = "adempauze-breathe"; // sent by a timer that starts, so that the others on the page pause
const READ = 20000; // milliseconds for which the line on safety stays in a view that fills the screen
const START = "#begin"; // a link to a page of the timer's own that starts it
const TAKEN = "button, input, select, textarea, summary, a, [contenteditable]"; // what has its own use for Space
const TOGGLE = { ready: "begin", running: "pause", paused: "resume", stopped: "begin", done: "again" };

const inClock = (milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Tell the page whether a breath runs, so that its header and bar can go out of sight. */
const tellPage = (running) => {
  if (running) document.documentElement.dataset.breathing = "running";
  else delete document.documentElement.dataset.breathing;
};

/** Let Space press the main button, and Escape stop a breath that is underway. */
const listenToKeys = (target, signal, { toggle, underway, stop }) => listen(target, "keydown", (event) => {
  if (event.key === " " && !event.target.closest(TAKEN)) {
    event.preventDefault();
    if (!event.repeat) toggle.click();
  } else if (event.key === "Escape" && underway()) {
    event.preventDefault();
    event.stopPropagation();
    stop();
  }
}, signal);

/** Call `start` when a link asks for it, at once or later. */
const beginFromLinks = (signal, start) => {
  const follow = () => {
    if (globalThis.location.hash !== START) return;
    globalThis.history.replaceState(null, "", globalThis.location.href.replace(START, "")); // or a reload would start it again
    start();
  };
  listen(globalThis, "hashchange", follow, signal);
  follow();
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const own = uniqueId();
  const hasPage = model.get("whole_page") && model.get("home") === "book";
  const root = begin(model, el, "breathe", words.title);
  const clock = makeStopwatch();
  const tone = makeTone(signal, () => tellDevice());
  const voice = makeSpeaker(model.get("lang"), signal);
  const stayAwake = makeWakeLock(signal, (refused) => {
    dark = refused;
    tellDevice();
  });
  const whole = makeWholeView(root, signal, () => update());
  const setup = buildSetup(model, words, () => update(), signal);
  const settings = buildSettings(model, words, () => update(), signal);
  const stage = buildStage(words);
  const title = element("p", { class: "az-title" }, words.title);
  const safety = element("p", { class: "az-rules" }, words.safety);
  const breaths = element("span");
  const time = element("span");
  const bar = element("progress", { "aria-hidden": "true", max: 1 }); // the text above it says the same
  const passed = element("div", { class: "az-progress" }, element("p", { class: "az-small az-ends" }, breaths, time), bar);
  const toggle = button("", () => enter(state === "running" ? "paused" : "running"), signal, { class: "az-primary", "aria-keyshortcuts": "Space" });
  const stop = button(words.stop, () => enter("stopped"), signal, { "aria-keyshortcuts": "Escape" });
  const widen = button("", whole.turn, signal, { class: "az-quiet" });
  let state = "ready"; // one of the keys of TOGGLE
  let plan = setup.plan();
  let phase = null;
  let dark = false; // the device may turn the screen off
  let mute = false; // the device held a tone back
  let frame = 0;
  let alarm = 0;

  const underway = () => state === "running" || state === "paused";
  const upcoming = () => changesFrom(plan.pattern, clock.read(), plan);

  const show = (now) => {
    const running = state === "running";
    stage.word.setAttribute("aria-live", running && !settings.on("spoken") ? "off" : "polite");
    setText(stage.word, words[running ? `phase_${now.phase}` : state]);
    stage.draw(plan, now, clock.read(), { still: settings.on("still"), figure: settings.figure(), running, countdown: settings.on("countdown") });
    setText(breaths, fill(words[underway() ? "breath" : "breaths"], { n: now.breath, of: now.breaths }));
    setText(time, fill(words[underway() ? "left" : "total"], { time: inClock(now.remaining) }));
    bar.value = state === "done" ? 1 : clock.read() / (clock.read() + now.remaining);
    safety.classList.toggle("az-read", whole.isWhole() && running && clock.read() > READ);
  };
  const device = element("p", { class: "az-small az-device", role: "status" });
  /** Say what the device refuses, as long as it does. */
  const tellDevice = () => {
    mute &&= tone.isSilent();
    setText(device, [dark && words.device_dark, mute && words.device_mute].filter(Boolean).join(" "));
  };
  const cue = (now) => {
    if (settings.on("tone")) tone.follow(clock.read(), upcoming);
    if (now.phase === phase) return;
    mute = phase !== null && tone.isSilent(); // at the first change the sound may still be starting
    phase = now.phase;
    tellDevice();
    tone.wake();
    if (settings.on("vibrate")) navigator.vibrate(BUZZ[phase]);
    if (settings.on("voice")) voice.say(words[now.done ? "done" : `phase_${phase}`]);
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
    const running = state === "running";
    const alone = whole.isWhole();
    title.hidden = hasPage || alone;
    passed.hidden = !settings.on("time");
    setup.node.hidden = underway();
    settings.node.hidden = alone && running;
    widen.hidden = !whole.canTurn();
    setText(widen, words[whole.isAsked() ? "leave_whole" : "whole"]);
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
    if (state === "running") document.dispatchEvent(new CustomEvent(TURN, { detail: own }));
    else voice.hush();
    if (state === "stopped") whole.leave();
    tellPage(state === "running");
    whole.follow(hasPage && underway());
    update();
    if (state === "running") [toggle, stage.node].forEach((part) => part.scrollIntoView({ block: "nearest" }));
  };

  listen(document, TURN, ({ detail }) => { if (detail !== own && state === "running") enter("paused"); }, signal);
  listen(document, "visibilitychange", paint, signal);
  listenToKeys(hasPage ? document : root, signal, { toggle, underway, stop: () => enter("stopped") });
  signal.addEventListener("abort", () => {
    cancelAnimationFrame(frame);
    clearTimeout(alarm);
    if (state === "running") tellPage(false);
  });

  root.append(
    title,
    safety,
    stage.node,
    passed,
    element("div", { class: "az-row az-controls" }, toggle, stop, widen),
    device,
    setup.node,
    settings.node);
  root.classList.toggle("az-page", hasPage);
  enter("ready");
  if (hasPage) {
    beginFromLinks(signal, () => {
      if (state !== "running") enter("running");
      toggle.focus({ preventScroll: true });
    });
  }
};

export default { render };
