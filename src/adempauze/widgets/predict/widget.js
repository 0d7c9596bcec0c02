import { keepIfAsked } from "../_kit/asked.js";
import { inJudgedWords, verdictScale } from "../_kit/judged.js";
import { begin, button, element, fill, uniqueId } from "../_kit/kit.js";
import { compareGuesses, readGuesses, stepOf, SURE_STEPS, THOUGHTS } from "./guesses.js";

const thoughtIn = ({ thinks, belief }, words) => (thinks ? words[`thought_${thinks}`] : words[`verdict_${belief}`]);
const surenessIn = ({ thinks, sure }, words) => words[thinks || sure !== 1 ? `sure_${sure}` : "sure_once"];

/** A guess in words; `unsure` is the message for one without an idea. */
const inGuessWords = (guess, message, unsure, words, values = {}) =>
  guess.thinks === "unknown"
    ? fill(words[unsure], values)
    : fill(words[message], { ...values, belief: thoughtIn(guess, words), sure: surenessIn(guess, words) });

/** The scale with the verdict, and the guess if it has a step. */
const bothOnScale = (guess, verdict) => {
  const step = stepOf(guess);
  return verdictScale(step === null ? [[verdict, "theirs"]] : [[step, "mine"], [verdict, "theirs"]]);
};

/** A question with a button for each answer; what was chosen last stays marked. */
const question = (legend, answers, choose, signal) => {
  const id = uniqueId();
  const buttons = answers.map(([value, label]) => button(label, () => choose(value), signal, { class: "az-guess", "aria-pressed": "false" }));
  const mark = (chosen) => buttons.forEach((each, i) => each.setAttribute("aria-pressed", String(answers[i][0] === chosen)));
  const title = element("p", { id, tabindex: -1, class: "az-question" }, legend);
  return { node: element("div", { role: "group", "aria-labelledby": id }, title, element("div", { class: "az-row" }, ...buttons)), title, mark };
};

const buildCard = (item, place, words, signal, commit) => {
  let thinks = null;
  const heading = element("p", { class: "az-title", tabindex: -1 },
    place.of > 1 ? element("span", { class: "az-small" }, fill(words.card, place)) : null, element("span", { dir: "auto" }, fill(words.saying, { text: item.text })));
  const tell = (guess) => {
    commit(guess);
    /** @type {HTMLElement} */ (answer.firstChild).focus();
  };
  const thoughts = question(words.thinks_legend, THOUGHTS.map((each) => [each, words[`thinks_${each}`]]), (chosen) => {
    thinks = chosen;
    showAsked();
    if (thinks === "unknown") tell({ thinks });
    else sure.title.focus();
  }, signal);
  const sure = question(words.sure_legend, SURE_STEPS.map((step) => [step, words[`sure_${step}`]]), (step) => tell({ thinks, sure: step }), signal);
  const ask = element("div", { class: "az-stack" }, thoughts.node, sure.node);
  const showAsked = () => {
    thoughts.mark(thinks);
    sure.node.hidden = !thinks || thinks === "unknown";
  };
  const answer = element("div", { class: "az-stack az-answer" });
  answer.hidden = true;
  /** Open the card with a guess, or close it without one; a first answer that is not followed by the second stays. */
  const show = (guess) => {
    if (answer.hidden === !guess) return;
    ask.hidden = Boolean(guess);
    answer.hidden = !guess;
    thinks = null;
    showAsked();
    if (!guess) return answer.replaceChildren();
    const [verdict, certainty, reason, ...more] = inJudgedWords(item, words);
    answer.replaceChildren(
      element("p", { tabindex: -1 }, inGuessWords(guess, "you_thought", "you_had_no_idea", words)),
      bothOnScale(guess, item.verdict),
      verdict, certainty, reason,
      element("details", { class: "az-stack" }, element("summary", {}, words.more), ...more));
  };
  showAsked();
  return { heading, show, node: element("div", { class: "az-stack" }, heading, ask, answer) };
};

const buildPicture = (cards, words) => {
  const heading = element("p", { class: "az-title", tabindex: -1 }, words.picture);
  const done = cards.filter((card) => "thinks" in card || "belief" in card);
  if (!done.length) return [heading, element("p", {}, words.picture_none)];
  const { groups, unknown, lean } = compareGuesses(done);
  const sentences = [
    ...groups.map((group) => fill(words.went, { ...group, sure: words[`sure_${group.sure}`] })),
    ...(unknown ? [fill(words.went_unknown, { n: unknown })] : []),
    ...(lean ? [words[`lean_${lean}`]] : [])];
  const rowsOf = (name, group) => [
    element("span", { class: "az-group" }, name),
    ...group.flatMap((card) => [
      element("span", { class: "az-small" }, card.text),
      bothOnScale(card, card.verdict)])];
  const rows = [
    ...groups.flatMap(({ sure }) => rowsOf(words[`sure_${sure}`], done.filter((card) => card.sure === sure))),
    ...(unknown ? rowsOf(words.thinks_unknown, done.filter((card) => card.thinks === "unknown")) : [])];
  const line = (card) => element("li", {}, inGuessWords(card, "one_card", "one_card_unknown", words, {
    text: card.text, verdict: words[`verdict_${card.verdict}`] }));
  return [
    heading,
    ...sentences.map((sentence) => element("p", {}, sentence)),
    element("figure", { role: "img", "aria-label": `${words.picture_alt} ${sentences.join(" ")}` },
      element("span", { class: "az-legend az-small" },
        element("span", { class: "az-mark az-mine" }), words.mark_mine, element("span", { class: "az-mark az-theirs" }), words.mark_theirs),
      element("span", { class: "az-ends az-small" }, element("span", {}, words.end_no), element("span", {}, words.end_yes)),
      ...rows),
    element("details", {}, element("summary", {}, words.in_words), element("ol", { class: "az-stack" }, ...done.map(line))),
    element("p", { class: "az-small" }, words.no_mark),
  ];
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const items = model.get("items");
  const root = begin(model, el, "predict", words.title);
  const of = items.length;
  let guesses = new Map();
  let before = null;
  let at = 0;
  const cards = items.map((item, i) => buildCard(item, { n: i + 1, of }, words, signal, (guess) => {
    guesses.set(item.key, guess);
    before = null;
    show();
    keeper.changed();
  }));
  const picture = element("div", { class: "az-stack" });
  const filled = element("span");
  const bar = element("div", { class: "az-bar", "aria-hidden": "true" }, filled);

  const show = () => {
    cards.forEach((card, i) => {
      card.node.hidden = i !== at;
      card.show(guesses.get(items[i].key));
    });
    picture.hidden = at < of;
    if (at === of) picture.replaceChildren(...buildPicture(items.map((item) => ({ ...item, ...guesses.get(item.key) })), words));
    filled.style.width = `${(100 * at) / of}%`;
    back.hidden = at === 0;
    next.hidden = of === 1 || at === of;
    next.classList.toggle("az-quiet", at < of && !guesses.has(items[at].key));
    next.textContent = at === of - 1 ? words.finish : guesses.has(items[at]?.key) ? words.next : words.skip;
    again.hidden = at < of || !guesses.size;
    undo.hidden = !before;
  };
  const go = (to) => {
    at = to;
    show();
    (at < of ? cards[at].heading : picture.firstChild).focus();
  };
  const back = button(words.back, () => go(at - 1), signal);
  const next = button(words.next, () => go(at + 1), signal, { class: "az-next" });
  const restart = (from, to, place) => {
    before = from;
    guesses = to;
    keeper.changed();
    go(place);
  };
  const again = button(words.again, () => restart(guesses, new Map(), 0), signal);
  const undo = button(words.undo, () => restart(null, before, of), signal, { class: "az-quiet" });
  bar.hidden = of === 1;
  root.append(bar, ...cards.map((card) => card.node), picture, element("div", { class: "az-row" }, back, next, again, undo));
  const keeper = keepIfAsked({
    model,
    signal,
    kind: "predict",
    read: () => (guesses.size ? Object.fromEntries(guesses) : null),
    restore: (kept) => {
      const begun = kept && guesses.size;
      guesses = readGuesses(kept, items);
      before = null;
      if (!begun) at = Math.max(0, items.findIndex((item) => !guesses.has(item.key)));
      show();
    },
    join: (theirs, mine) => ({ ...theirs, ...mine }),
  });
  root.append(keeper.node);
  show();
};

export default { render };
