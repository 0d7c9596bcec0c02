// What the evidence says about a claim, in words and on the scale of verdicts.

import { element } from "./kit.js";
import { webLink } from "./links.js";

export const VERDICT_STEPS = [0, 1, 2, 3, 4, 5];

/**
 * Draw the scale as six steps. It is hidden from screen readers, because the words beside it say the same.
 * @param {[number, string][]} marks pairs of a step and a kind of mark
 */
export const verdictScale = (marks) =>
  element("span", { class: "az-scale", "aria-hidden": "true" }, ...VERDICT_STEPS.map((step) =>
    element("span", {}, ...marks.filter(([at]) => at === step).map(([, kind]) => element("span", { class: `az-mark az-${kind}` })))));

const labelled = (label, ...rest) => element("p", {}, element("strong", {}, label), " ", ...rest);

/** Show verdict and its meaning, certainty, reason, who and what was studied, whom to ask, what would change the verdict, and sources. */
export const inJudgedWords = (item, words) => [
  labelled(words.verdict, words[`verdict_${item.verdict}`], ": ", words[`means_${item.verdict}`], "."),
  element("p", { class: "az-small" }, words.certainty, " ", words[`certainty_${item.certainty}`], ". ", words[`firm_${item.certainty}`]),
  element("p", {}, item.reason),
  ...(item.studied ? [labelled(words.studied, item.studied)] : []),
  ...(item.ask ? [labelled(words.ask, item.ask)] : []),
  ...(item.change ? [labelled(words.change, item.change)] : []),
  element("p", { class: "az-small az-sources" }, item.sources.length ? `${words.sources} ` : words.no_sources,
    ...item.sources.flatMap((source, i) => [i ? "; " : "", webLink(...source)])),
];
