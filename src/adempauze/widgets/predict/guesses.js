// What a guess is, and how guesses compare with verdicts.
//
// A guess is { thinks: "yes" | "no", sure: 1 | 2 } or { thinks: "unknown" }. Guesses of the first edition named a verdict
// instead: { belief: step on the scale of verdicts, sure: 0 | 1 | 2, of: 6 }. They stay what they were.

import { VERDICT_STEPS } from "../_kit/judged.js";

export const THOUGHTS = ["yes", "no", "unknown"];
export const SURE_STEPS = [1, 2];
const OLD_SURE_STEPS = [0, 1, 2];
// Old guesses without the length of their scale are from a scale of five steps; each becomes the nearest of six.
const FROM_FIVE = [0, 2, 3, 4, 5];
const OPEN = [2, 3]; // verdicts that point neither way
// in steps of the scale
const NEAR = 1;
const LEANING = 0.5;

const readOld = ({ belief: step, sure, of }) => {
  const belief = of === VERDICT_STEPS.length ? step : of === undefined ? FROM_FIVE[step] : undefined;
  return VERDICT_STEPS.includes(belief) && OLD_SURE_STEPS.includes(sure) ? { belief, sure, of: VERDICT_STEPS.length } : null;
};

const readGuess = (kept) => {
  const { thinks, sure } = kept ?? {};
  if (thinks === "unknown") return { thinks };
  if (THOUGHTS.includes(thinks)) return SURE_STEPS.includes(sure) ? { thinks, sure } : null;
  return readOld(kept ?? {});
};

/** Read the guesses in a note that fit the cards, and leave out anything else. */
export const readGuesses = (kept, items) =>
  new Map(items.flatMap(({ key }) => {
    const guess = kept && Object.hasOwn(kept, key) ? readGuess(kept[key]) : null;
    return guess ? [[key, guess]] : [];
  }));

/** The step on the scale of verdicts where a guess is drawn, or null if it has none. */
export const stepOf = ({ thinks, sure, belief }) =>
  thinks === "yes" ? 3 + sure : thinks === "no" ? 2 - sure : belief ?? null;

/** Whether the verdict points `along` with the guess, `against` it, or neither way (`open`). */
const goes = ({ thinks, belief }, verdict) => {
  if (!thinks) return Math.abs(belief - verdict) <= NEAR ? "along" : "against";
  if (OPEN.includes(verdict)) return "open";
  return (verdict > OPEN[1]) === (thinks === "yes") ? "along" : "against";
};

/**
 * Compare guesses with verdicts: for each degree of being sure the number of cards, and how many of them the verdict goes
 * `along` with, `against`, or leaves `open`; the number of cards without an idea; and whether the guesses lean to `more` or
 * `less` than the evidence, or `even` (null if there are none).
 */
export const compareGuesses = (cards) => {
  const guessed = cards.filter((card) => card.thinks !== "unknown");
  const groups = [2, 1, 0].map((sure) => {
    const group = guessed.filter((card) => card.sure === sure);
    const count = (way) => group.filter((card) => goes(card, card.verdict) === way).length;
    return { sure, n: group.length, along: count("along"), against: count("against"), open: count("open") };
  });
  const lean = guessed.reduce((sum, card) => sum + stepOf(card) - card.verdict, 0) / guessed.length;
  return {
    groups: groups.filter((group) => group.n),
    unknown: cards.length - guessed.length,
    lean: guessed.length ? (lean > LEANING ? "more" : lean < -LEANING ? "less" : "even") : null,
  };
};
