import { keepIfAsked } from "../_kit/asked.js";
import { inJudgedWords, VERDICT_STEPS, verdictScale } from "../_kit/judged.js";
import { begin, button, element, fill, uniqueId } from "../_kit/kit.js";

const SURE_STEPS = [0, 1, 2];
// in steps of the scale
const NEAR = 1;
const LEANING = 0.5;

const amountOf = (share) => (share === 1 ? "all" : share > 0.5 ? "most" : share === 0.5 ? "half" : share > 0 ? "few" : "none");

/**
 * Compare beliefs with verdicts: for each degree of being sure, the number of cards and how many of them are near the
 * verdict (`all`, `most`, `half`, `few`, `none`); and whether beliefs lean to `more` or `less` than the evidence, or `even`.
 */
export const compareGuesses = (guesses) => {
  const groups = SURE_STEPS.map((sure) => {
    const group = guesses.filter((guess) => guess.sure === sure);
    const near = group.filter((guess) => Math.abs(guess.belief - guess.verdict) <= NEAR).length;
    return { sure, n: group.length, near: amountOf(near / group.length) };
  });
  const lean = guesses.reduce((sum, guess) => sum + guess.belief - guess.verdict, 0) / (guesses.length || 1);
  return {
    groups: groups.filter((group) => group.n).reverse(),
    lean: lean > LEANING ? "more" : lean < -LEANING ? "less" : "even",
  };
};

// Guesses without the length of their scale are from the old scale of five steps; each becomes the nearest new step.
const FROM_FIVE = [0, 2, 3, 4, 5];

/** Read the guesses in a note that fit the cards, and leave out anything else. */
export const readGuesses = (kept, items) =>
  new Map(items.flatMap(({ key }) => {
    const { belief: step, sure, of } = (kept && Object.hasOwn(kept, key) && kept[key]) || {};
    const belief = of === VERDICT_STEPS.length ? step : of === undefined ? FROM_FIVE[step] : undefined;
    return VERDICT_STEPS.includes(belief) && SURE_STEPS.includes(sure) ? [[key, { belief, sure, of: VERDICT_STEPS.length }]] : [];
  }));

const buildChoices = (legend, choices, describedBy) => {
  const name = uniqueId();
  const radios = choices.map((_, value) => element("input", { type: "radio", name, value }));
  const node = element("fieldset", { "aria-describedby": describedBy }, element("legend", {}, legend),
    ...choices.map((texts, i) => element("label", { class: "az-choice" }, radios[i], element("span", {}, ...texts))));
  return { node, radios, chosen: () => radios.findIndex((radio) => radio.checked) };
};

const buildCard = (item, place, words, signal, commit) => {
  const id = uniqueId();
  const beliefs = buildChoices(words.belief_legend, VERDICT_STEPS.map((step) =>
    [words[`verdict_${step}`], element("small", {}, words[`means_${step}`])]), id);
  const sure = buildChoices(words.sure_legend, SURE_STEPS.map((step) => [words[`sure_${step}`]]), id);
  sure.node.classList.add("az-sure");
  const status = element("p", { role: "status", class: "az-small" });
  const heading = element("p", { id, class: "az-title", tabindex: -1 },
    place.of > 1 ? element("span", { class: "az-small" }, fill(words.card, place)) : null, element("span", { dir: "auto" }, fill(words.saying, { text: item.text })));
  const ask = element("div", { class: "az-stack" }, beliefs.node, sure.node,
    element("div", { class: "az-row" }, button(words.reveal, () => {
      const guess = { belief: beliefs.chosen(), sure: sure.chosen(), of: VERDICT_STEPS.length };
      if (guess.belief < 0 || guess.sure < 0) {
        const [missing, why] = guess.belief < 0 ? [beliefs, "choose_belief"] : [sure, "choose_sure"];
        status.textContent = words[why];
        missing.radios[0].focus();
        return;
      }
      commit(guess);
      /** @type {HTMLElement} */ (answer.firstChild).focus();
    }, signal, { class: "az-primary" })), status);
  const answer = element("div", { class: "az-stack az-answer" });
  answer.hidden = true;
  /** Open the card with a guess, or close it without one; choices that are not revealed yet stay. */
  const show = (guess) => {
    if (answer.hidden === !guess) return;
    ask.hidden = Boolean(guess);
    answer.hidden = !guess;
    if (guess) {
      answer.replaceChildren(
        element("p", { tabindex: -1 }, fill(words.you_thought, { belief: words[`verdict_${guess.belief}`], sure: words[`sure_${guess.sure}`] })),
        verdictScale([[guess.belief, "mine"], [item.verdict, "theirs"]]),
        ...inJudgedWords(item, words));
      return;
    }
    answer.replaceChildren();
    status.textContent = "";
    [...beliefs.radios, ...sure.radios].forEach((radio) => { radio.checked = false; });
  };
  return { heading, show, node: element("div", { class: "az-stack" }, heading, ask, answer) };
};

const buildPicture = (cards, words) => {
  const heading = element("p", { class: "az-title", tabindex: -1 }, words.picture);
  const done = cards.filter((card) => "belief" in card);
  if (!done.length) return [heading, element("p", {}, words.picture_none)];
  const { groups, lean } = compareGuesses(done);
  const sentences = [...groups.map((group) => fill(words[`near_${group.near}`], { sure: words[`sure_${group.sure}`], n: group.n })), words[`lean_${lean}`]];
  const rows = groups.flatMap((group) => [
    element("span", { class: "az-group" }, words[`sure_${group.sure}`]),
    ...done.filter((card) => card.sure === group.sure).flatMap((card) => [
      element("span", { class: "az-small" }, card.text), verdictScale([[card.belief, "mine"], [card.verdict, "theirs"]])]),
  ]);
  const inWords = (card) => element("li", {}, fill(words.one_card, {
    text: card.text, belief: words[`verdict_${card.belief}`], sure: words[`sure_${card.sure}`], verdict: words[`verdict_${card.verdict}`] }));
  return [
    heading,
    ...sentences.map((sentence) => element("p", {}, sentence)),
    element("figure", { role: "img", "aria-label": `${words.picture_alt} ${sentences.join(" ")}` },
      element("span", { class: "az-legend az-small" },
        element("span", { class: "az-mark az-mine" }), words.mark_mine, element("span", { class: "az-mark az-theirs" }), words.mark_theirs),
      element("span", { class: "az-ends az-small" }, element("span", {}, words.verdict_0), element("span", {}, words.verdict_5)),
      ...rows),
    element("details", {}, element("summary", {}, words.in_words), element("ol", { class: "az-stack" }, ...done.map(inWords))),
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
  const next = button(words.next, () => go(at + 1), signal);
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
