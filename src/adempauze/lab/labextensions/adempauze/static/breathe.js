// Made by `python -m tools.extension` from widgets/breathe/widget.js and its parts: change that instead.
// Elements, words and numbers for all widgets. Text is always inserted as text, never as markup.

/**
 * Build an element. Attributes and children that are null or undefined are left out, as are attributes that are false.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "style") node.style.cssText = String(value); // the book's pages allow no styles as attributes
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  // JupyterLab's shortcuts, such as the arrow keys, are off within a widget.
  node.dataset.lmSuppressShortcuts = "";
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

/**
 * Call `handler` on events of `target` until the view goes away.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} handler
 * @param {AbortSignal} signal
 */
export const listen = (target, type, handler, signal) => target.addEventListener(type, handler, { signal });

/**
 * Make a button that calls `handler` when it is pressed.
 * @param {string} label
 * @param {() => void} handler
 * @param {AbortSignal} signal
 * @param {Record<string, unknown>} attributes
 */
export const button = (label, handler, signal, attributes = {}) => {
  const node = element("button", { type: "button", ...attributes }, label);
  listen(node, "click", handler, signal);
  return node;
};

/**
 * Put values into a message: fill("{n} left", { n: 3 }).
 * @param {string} message
 * @param {Record<string, unknown>} values
 */
export const fill = (message, values) => message.replace(/\{(\w+)\}/g, (all, key) => String(values[key] ?? all));

const lastTexts = new WeakMap();

/** Write a text if it is new. The page is never asked, because a browser that translates it changes the text there. */
export const setText = (node, text) => {
  if (lastTexts.get(node) === text) return;
  lastTexts.set(node, text);
  node.textContent = text;
};

/** Format a number for a language. */
export const inWords = (lang, value, digits = 0) =>
  new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/**
 * Format a date for a language; English is British, with the day before the month.
 * @param {string} lang
 * @param {Date | number} date
 * @param {Intl.DateTimeFormatOptions} parts
 */
export const dated = (lang, date, parts) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts).format(date);

/** Format a moment: the time alone for today, such as 14:03, otherwise the day and the time. */
export const moment = (lang, date) => {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = date.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "long" };
  return dated(lang, date, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};

/** Make an id that is unique in the page. */
export const uniqueId = () => `az-${Math.random().toString(36).slice(2)}`;

/** Whether the browser can print: those within apps often cannot. */
export const canPrint = () => typeof globalThis.print === "function";

/** Download a text as a file. */
export const offerFile = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

/**
 * Begin a view with a root element that has the widget's class, language and accessible name.
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {string} name
 * @param {string} label
 */
export const begin = (model, el, name, label) => {
  const root = element("div", {
    role: "group", // not a landmark, because a lesson has many widgets
    class: `adempauze az-${name}`,
    lang: model.get("lang"),
    "aria-label": label,
  });
  el.replaceChildren(root);
  return root;
};
/**
 * A stopwatch in milliseconds that can pause. It reads performance.now(), because the device's date and time can jump.
 */
export const makeStopwatch = () => {
  let before = 0;
  let since = null;
  const read = () => before + (since === null ? 0 : performance.now() - since);
  const freeze = (value) => {
    before = value;
    since = null;
  };
  return { read, start: () => { since ??= performance.now(); }, pause: () => freeze(read()), reset: () => freeze(0) };
};
// The state of a session, as functions of the elapsed time. Nothing is counted, so the state is right at any moment, even
// after an hour in a hidden tab. All times are in milliseconds.

const HOLDS = ["hold", "pause"];
const LATE = 300; // a cue that is later than this is skipped
const FADE = 600; // before a change, the time in which the next word appears
const HILL_POINTS = 60;

/** Whether a step of a breath (a pair of phase and length) is a hold. */
export const isHold = ([phase]) => HOLDS.includes(phase);

/** The steps of one breath, with or without the holds. */
export const stepsOf = (pattern, holds) => pattern.steps.filter((step) => holds || !isHold(step));

/**
 * The state of a session after `elapsed`. A session ends with a whole breath, so it can last longer than its minutes.
 * `startsAt` and `endsAt` are those of the phase.
 */
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

/** The changes of phase to come, including the end and a change that is late by less than `LATE`. */
export const changesFrom = (pattern, elapsed, plan) => {
  const changes = [];
  for (let now = phaseAt(pattern, elapsed, plan); ; now = phaseAt(pattern, now.endsAt, plan)) {
    if (now.startsAt >= elapsed - LATE) changes.push({ phase: now.phase, at: now.startsAt });
    if (now.done) return changes;
  }
};

/** The size of the circle, from 0 (breathed out) to 1; it slows down before each turn, as a breath does. */
export const fullnessAt = (pattern, { phase, progress }) => {
  const lengths = Object.fromEntries(pattern.steps);
  const first = lengths.in / (lengths.in + (lengths.more ?? 0));
  const eased = (1 - Math.cos(Math.PI * progress)) / 2;
  const sizes = { in: first * eased, more: first + (1 - first) * eased, hold: 1, out: 1 - eased };
  return sizes[phase] ?? 0;
};

/** How far the next word has appeared, from 0 to 1. */
export const fadeAt = (elapsed, { endsAt }) => Math.min(1, Math.max(0, 1 - (endsAt - elapsed) / FADE));

/** One breath as a line of points, x in percent and y from 0 to 1, and its length in milliseconds. */
export const hillOf = (pattern, holds) => {
  const cycle = stepsOf(pattern, holds).reduce((sum, [, length]) => sum + length, 0);
  const points = Array.from({ length: HILL_POINTS }, (_, i) => {
    const share = i / (HILL_POINTS - 1);
    const now = phaseAt(pattern, Math.min(share * cycle, cycle - 1), { minutes: 1, holds });
    return [100 * share, fullnessAt(pattern, now)];
  });
  return { points, cycle };
};

/** The form without motion: the number of cells of a phase, about one for each second, and how many are filled. */
export const cellsAt = ({ phase, progress, startsAt, endsAt }) => {
  const of = Math.max(1, Math.round((endsAt - startsAt) / 1000));
  const passed = Math.min(of - 1, Math.floor(progress * of));
  return { of, filled: phase === "out" ? of - passed : passed + 1 };
};
// Links to other sites. They open in a new tab, because leaving a page would lose notes that are not kept. The book's pages
// describe such links in one place (layout.html); elsewhere that place is missing.


const WEB = /^https?:\/\//;

/** Return a link to a web page, or the label as text for any other kind of address. */
export const webLink = (label, address) =>
  WEB.test(address)
    ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer", "aria-describedby": "course-outside" }, label)
    : label;
/**
 * Make a drop-down list with a label above it; `options` are pairs of a value and its text.
 * @param {string} label
 * @param {any[][]} options
 * @param {string | number} chosen
 * @param {() => void} change
 * @param {AbortSignal} signal
 */
export const labelledSelect = (label, options, chosen, change, signal) => {
  const id = uniqueId();
  const select = element("select", { id }, ...options.map(([value, text]) => element("option", { value }, text)));
  select.value = String(chosen);
  listen(select, "change", change, signal);
  return { select, node: element("div", {}, element("label", { for: id, class: "az-small" }, label), select) };
};
// The device's own voices. A voice that is not local would send the text to another computer, so it is never used.

const language = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/** Return a voice of the device itself in a language, or undefined. */
export const localVoice = (lang) =>
  globalThis.speechSynthesis?.getVoices().find((voice) => voice.localService && language(voice.lang) === language(lang));

/** Call `tell` now and whenever the device's voices change; many browsers load them late. */
export const whenVoicesChange = (tell, signal) => {
  tell();
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", tell, { signal });
};
// The choices of a session: what to breathe, for how long, and how it looks and sounds.


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
/** Say words with a voice of the device itself; without one, nothing is said. */
export const makeSpeaker = (lang, signal) => {
  const hush = () => globalThis.speechSynthesis?.cancel();
  const say = (text) => {
    const voice = localVoice(lang);
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    hush(); // a late word would come in the wrong phase
    speechSynthesis.speak(utterance);
  };
  signal.addEventListener("abort", hush);
  return { say, hush };
};
// What moves: the word, the figure, and the form without motion.


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
const PITCH = { in: 330, more: 392, hold: 294, out: 247, pause: 220, done: 196 }; // hertz
const DRIFT = 0.05; // seconds; a larger difference between audio clock and session reschedules the cues

/**
 * Soft tones, scheduled on the audio clock for the whole session, so that they are on time even in a hidden tab.
 * @param {AbortSignal} signal
 * @param {() => void} changed is called when the device stops the sound or lets it through
 */
export const makeTone = (signal, changed) => {
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
    listen(context, "statechange", changed, signal);
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
  /** Resume sound that the device suspended, for example during a phone call. */
  const wake = () => {
    if (sound && sound.context.state !== "running") sound.context.resume().catch(() => {});
  };
  const follow = (elapsed, changes) => {
    if (sound?.context.state !== "running") return;
    const drift = sound.zero === null ? Infinity : Math.abs(sound.context.currentTime - elapsed / 1000 - sound.zero);
    if (drift > DRIFT) schedule(elapsed, changes());
  };
  signal.addEventListener("abort", () => open.forEach(close));
  /** Whether a sound is on that the device does not let through. */
  const isSilent = () => Boolean(sound) && sound.context.state !== "running";
  return { play, stop, follow, wake, isSilent };
};
const BRIEF = 2000; // milliseconds
const MOST_BRIEF = 3; // locks in a row that the device takes back so soon; asking on would never end

/**
 * Keep the screen on while that is wanted and the page is visible. A lock that the device takes is asked for again.
 * @param {AbortSignal} signal
 * @param {(refused: boolean) => void} told is called with whether the device refuses, or has no way to stay awake
 */
export const makeWakeLock = (signal, told) => {
  let wanted = false;
  let asking = false;
  let lock = null;
  let brief = 0;
  const ask = async () => {
    asking = true;
    const begun = performance.now();
    const given = await navigator.wakeLock?.request("screen").catch(() => null);
    asking = false;
    lock = given ?? null;
    lock?.addEventListener?.("release", () => {
      if (!wanted || document.visibilityState !== "visible") return;
      brief = performance.now() - begun < BRIEF ? brief + 1 : 0;
      if (brief > MOST_BRIEF) told(true);
      else update();
    }, { signal });
    if (wanted) told(!lock);
    else update();
  };
  const update = () => {
    if (!wanted) {
      lock?.release();
      lock = null;
    } else if (!asking && (!lock || lock.released) && document.visibilityState === "visible") ask();
  };
  const want = (value) => {
    wanted = value;
    if (!value) told(false);
    update();
  };
  listen(document, "visibilitychange", update, signal);
  signal.addEventListener("abort", () => want(false));
  return want;
};
// A view that fills the screen: in the browser's full screen, or over the page where there is none, as on an iPhone.


/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 * @param {() => void} changed is called when the view begins or stops to fill the screen
 */
export const makeWholeView = (root, signal, changed) => {
  let following = false; // the view fills the page as long as a session lasts
  let asked = false; // the reader asked for it, in a browser without full screen
  const page = document.documentElement;
  const isFull = () => document.fullscreenElement === root;
  const isWhole = () => following || asked || isFull();
  const show = () => {
    root.classList.toggle("az-whole", isWhole());
    page.classList.toggle("az-behind", isWhole());
  };
  const ask = (on) => {
    asked = on;
    show();
    changed();
  };
  const follow = (on) => {
    if (following === on) return;
    following = on;
    show();
  };
  const leave = () => {
    if (isFull()) document.exitFullscreen();
    else if (asked) ask(false);
  };
  const turn = () => {
    if (isFull() || asked) leave();
    else if (document.fullscreenEnabled) root.requestFullscreen().catch(() => ask(true));
    else ask(true);
  };
  /** Whether the reader can ask for a larger view than this, or leave it. */
  const canTurn = () => document.fullscreenEnabled || !following;
  listen(document, "fullscreenchange", () => {
    show();
    changed();
  }, signal);
  signal.addEventListener("abort", () => {
    page.classList.remove("az-behind");
    if (isFull()) document.exitFullscreen();
  });
  return { follow, leave, turn, canTurn, isWhole, isAsked: () => asked || isFull() };
};
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
