const MINUTES = 20;
const HOLDS = ["hold", "pause"];
const PITCH = { in: 330, more: 392, hold: 294, out: 247, pause: 220, done: 196 }; // hertz
const BUZZ = { in: [80], more: [40], hold: [30, 60, 30], out: [40, 80, 40], pause: [30, 60, 30], done: [200] };
const LATE = 300; // milliseconds: a cue that is later than this is left out
const DRIFT = 0.05; // seconds that the audio clock may run apart from the session before its cues are set again
const RING = 2500; // milliseconds that the last tone is given to fade away
const TURN = "adempauze-breathe"; // the event by which a timer that starts pauses the others of the page

// The steps of one breath that are taken, as pairs of phase and milliseconds.
export const stepsOf = (pattern, holds) => pattern.steps.filter(([phase]) => holds || !HOLDS.includes(phase));

// Where a session is, `elapsed` milliseconds after it began. Nothing is counted: any moment is right by itself, also
// after an hour in which nobody looked. The last breath is finished, so a session has as many whole breaths as it
// takes to fill its minutes. `startsAt` and `endsAt` are those of the phase; all times are milliseconds.
export const phaseAt = (pattern, elapsed, { minutes, holds = true }) => {
  const steps = stepsOf(pattern, holds);
  const cycle = steps.reduce((sum, [, length]) => sum + length, 0);
  const breaths = Math.ceil((minutes * 60000) / cycle);
  const end = breaths * cycle;
  const time = Math.max(0, elapsed);
  if (time >= end) {
    return { phase: "done", progress: 1, breath: breaths, breaths, remaining: 0, startsAt: end, endsAt: Infinity, done: true };
  }
  const within = time % cycle;
  const begun = Math.round((time - within) / cycle);
  let start = 0;
  const [phase, length] = steps.find(([, each]) => {
    if (within < start + each) return true;
    start += each;
    return false;
  });
  const startsAt = begun * cycle + start;
  const progress = (within - start) / length;
  return { phase, progress, breath: begun + 1, breaths, remaining: end - time, startsAt, endsAt: startsAt + length, done: false };
};

// The changes of phase that are still to come, the end included; one that was only just missed counts as well.
export const changesFrom = (pattern, elapsed, plan) => {
  const changes = [];
  for (let now = phaseAt(pattern, elapsed, plan); ; now = phaseAt(pattern, now.endsAt, plan)) {
    if (now.startsAt >= elapsed - LATE) changes.push({ phase: now.phase, at: now.startsAt });
    if (now.done) return changes;
  }
};

// How large the circle is, from 0 (all breathed out) to 1, slowing down at each turn as a breath does.
export const fullnessAt = (pattern, { phase, progress }) => {
  const lengths = Object.fromEntries(pattern.steps);
  const first = lengths.in / (lengths.in + (lengths.more ?? 0));
  const eased = (1 - Math.cos(Math.PI * progress)) / 2;
  const sizes = { in: first * eased, more: first + (1 - first) * eased, hold: 1, out: 1 - eased };
  return sizes[phase] ?? 0;
};

// The still form of the same: how many cells a phase has, about one a second, and how many of them are filled.
export const cellsAt = ({ phase, progress, startsAt, endsAt }) => {
  const of = Math.max(1, Math.round((endsAt - startsAt) / 1000));
  const passed = Math.min(of - 1, Math.floor(progress * of));
  return { of, filled: phase === "out" ? of - passed : passed + 1 };
};

// Time that ran, in milliseconds. It is read from performance.now(), which only goes forward, at one pace, whatever
// happens to the date and time of the device. A pause freezes it.
const makeStopwatch = () => {
  let before = 0;
  let since = null;
  const read = () => before + (since === null ? 0 : performance.now() - since);
  const freeze = (value) => {
    before = value;
    since = null;
  };
  return { read, start: () => { since ??= performance.now(); }, pause: () => freeze(read()), reset: () => freeze(0) };
};

// Soft tones, set ahead on the audio clock for the whole session, so that they come on time in a hidden tab as well.
const makeTone = (signal) => {
  const open = new Set();
  let sound = null;
  const close = (context) => {
    if (open.delete(context)) context.close();
  };
  const schedule = (elapsed, changes) => {
    const { context, pitch, level } = sound;
    sound.zero = context.currentTime - elapsed / 1000;
    level.cancelScheduledValues(0);
    pitch.cancelScheduledValues(0);
    for (const { phase, at } of changes) {
      const time = Math.max(context.currentTime, sound.zero + at / 1000);
      pitch.setValueAtTime(PITCH[phase], time);
      level.setTargetAtTime(0.12, time, 0.04);
      level.setTargetAtTime(0, time + 0.2, 0.3);
    }
  };
  const play = () => {
    if (sound || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = 0;
    oscillator.connect(gain).connect(context.destination);
    oscillator.start();
    open.add(context);
    sound = { context, pitch: oscillator.frequency, level: gain.gain, zero: null };
  };
  const stop = (after) => {
    if (!sound) return;
    const { context, level } = sound;
    sound = null;
    if (!after) {
      level.cancelScheduledValues(0);
      level.setTargetAtTime(0, context.currentTime, 0.03);
    }
    setTimeout(() => close(context), after || 200);
  };
  /** Ask for the sound again where the device took it away: a call came in, the headphones went out. */
  const wake = () => {
    if (sound && sound.context.state !== "running") sound.context.resume().catch(() => {});
  };
  const follow = (elapsed, changes) => {
    if (sound?.context.state !== "running") return;
    const drift = sound.zero === null ? Infinity : Math.abs(sound.context.currentTime - elapsed / 1000 - sound.zero);
    if (drift > DRIFT) schedule(elapsed, changes());
  };
  signal.addEventListener("abort", () => open.forEach(close));
  return { play, stop, follow, wake };
};

// Keeps the screen on while it is wanted and the page can be seen; a browser that cannot, or will not, changes nothing.
const makeWakeLock = (signal) => {
  let wanted = false;
  let asking = false;
  let lock = null;
  const update = async () => {
    if (!wanted) {
      lock?.release();
      lock = null;
    } else if (!asking && (!lock || lock.released) && document.visibilityState === "visible" && navigator.wakeLock) {
      asking = true;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      asking = false;
      if (!wanted) update();
    }
  };
  const want = (value) => {
    wanted = value;
    update();
  };
  listen(document, "visibilitychange", update, signal);
  signal.addEventListener("abort", () => want(false));
  return want;
};

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

const buildSelect = (label, options, value, change, signal) => {
  const id = uniqueId();
  const select = element("select", { id }, ...options.map(([key, text]) => element("option", { value: key }, text)));
  select.value = value;
  listen(select, "change", change, signal);
  return { select, node: element("div", {}, element("label", { for: id, class: "az-small" }, label), select) };
};

// What is chosen before the start: the rhythm with what is known about it, how long, and with or without the holds.
const buildSetup = (model, words, change, signal) => {
  const lang = model.get("lang");
  const known = model.get("patterns");
  const long = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long" });
  const lengths = Array.from({ length: MINUTES }, (_, i) => [i + 1, long.format(i + 1)]);
  const choice = buildSelect(words.pattern, known.map(({ id, name }) => [id, name]), model.get("pattern"), change, signal);
  const length = buildSelect(words.minutes, lengths, model.get("minutes"), change, signal);
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
    const optional = pattern.steps.some(([phase]) => HOLDS.includes(phase));
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

// What may be changed at any time.
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
  const bar = element("progress", { "aria-hidden": "true", max: 1 }); // what it means stands in words above it
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
  // Frames draw what lies between two changes; an alarm brings the change itself, also where frames come late or never.
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
