import { keepNote } from "../_kit/keep.js";
import { begin, button, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { openNotes } from "../_kit/notes.js";

const KIND = "check-in";
const SCALES = ["energy", "tension"];
const MIDDLE = 5;
const CLEAR_DIFFERENCE = 3;
const SAME_SITTING = 12 * 3600 * 1000; // ms; yesterday's check-in is not today's "before"

/** The key of the message that says how a value moved. */
const changeInWords = (scale, before, after) => {
  const difference = after - before;
  if (difference === 0) return `${scale}_same`;
  const size = Math.abs(difference) >= CLEAR_DIFFERENCE ? "_much" : "";
  return `${scale}${size}_${difference > 0 ? "more" : "less"}`;
};

/** The latest check-in of a lesson and moment among the notes, from the same sitting, or null. */
const latestCheckIn = (notes, lesson, moment, now) => {
  const fits = notes.flatMap((note) => {
    try {
      const entry = JSON.parse(note.text);
      const age = now - Date.parse(note.updated_at);
      return entry.lesson === lesson && entry.moment === moment && age <= SAME_SITTING ? [{ ...entry, at: note.updated_at }] : [];
    } catch {
      return [];
    }
  });
  return fits.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
};

const buildSlider = (scale, words, signal) => {
  const id = uniqueId();
  const inText = (value) => fill(words.value, { value });
  const slider = element("input", { id, type: "range", min: 0, max: 10, step: 1, value: MIDDLE, "aria-valuetext": inText(MIDDLE) });
  const output = element("output", { for: id, class: "az-small" }, inText(MIDDLE));
  const show = () => {
    output.textContent = inText(slider.value);
    slider.setAttribute("aria-valuetext", inText(slider.value));
  };
  const set = (value) => {
    slider.value = value;
    show();
  };
  listen(slider, "input", show, signal);
  const node = element("div", { class: "az-slider" },
    element("div", { class: "az-ends" }, element("label", { for: id, class: "az-title" }, words[scale]), output),
    slider,
    element("div", { class: "az-ends az-small", "aria-hidden": "true" },
      element("span", {}, words[`${scale}_low`]), element("span", {}, words[`${scale}_high`])));
  return { slider, set, node };
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lesson = model.get("lesson");
  const moment = model.get("moment");
  const store = openNotes(model, signal);
  const root = begin(model, el, "check-in", words[`title_${moment}`]);
  const sliders = Object.fromEntries(SCALES.map((scale) => [scale, buildSlider(scale, words, signal)]));
  const result = element("div", { role: "status", class: "az-stack" });
  const state = element("div");
  const beginning = `${lesson}/check-in-${moment}/`;
  let confirmed;
  let compared;
  let note;

  const say = (sentences) => result.replaceChildren(...sentences.map((sentence) => element("p", {}, sentence)));
  const compare = async () => {
    const now = confirmed; // the learner may move it meanwhile
    const before = latestCheckIn(await store.notes(KIND), lesson, "before", Date.now());
    if (confirmed !== now) return;
    say(before
      ? [...SCALES.map((scale) => words[changeInWords(scale, before[scale], now[scale])]), words.one_moment]
      : [words.noted, words.no_before]);
  };
  const finish = (done) => {
    SCALES.forEach((scale) => { sliders[scale].slider.disabled = done; });
    confirm.hidden = done;
    again.hidden = !done;
  };
  const open = (key) => {
    note = keepNote({
      model, store, signal, key, kind: KIND,
      join: (_, mine) => mine,
      take: () => {},
      moved: () => {
        if (moment === "before" || compared || !note?.isKept()) return;
        compared = true;
        compare().catch(() => { compared = false; });
      },
    });
    state.replaceChildren(note.state, note.live);
    return note;
  };
  const settle = (values) => {
    confirmed = values;
    compared = false;
    finish(true);
    say([words.noted]);
  };
  const confirm = button(words.done, () => {
    settle(Object.fromEntries(SCALES.map((scale) => [scale, Number(sliders[scale].slider.value)])));
    if (!note) open(`${beginning}${new Date().toISOString()}`);
    note.write(JSON.stringify({ lesson, moment, ...confirmed }), 0);
    again.focus();
  }, signal, { class: "az-primary" });
  const again = button(words.again, () => {
    finish(false);
    sliders.energy.slider.focus();
  }, signal, { hidden: true });

  root.append(
    element("p", { class: "az-title" }, words[`title_${moment}`]),
    ...SCALES.map((scale) => sliders[scale].node),
    element("div", { class: "az-row" }, confirm, again),
    result,
    state);

  const unkept = [...store.page.waiting].find(([key]) => key.startsWith(beginning));
  if (!unkept) return;
  const [key, { text }] = unkept;
  const { energy, tension } = JSON.parse(text ?? "null");
  settle({ energy, tension });
  SCALES.forEach((scale) => sliders[scale].set(confirmed[scale]));
  open(key).start();
};

export default { render };
