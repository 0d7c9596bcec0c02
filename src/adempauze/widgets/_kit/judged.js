// What the evidence says about something, in words, with its place on the scale of verdicts.

const VERDICT_STEPS = [0, 1, 2, 3, 4, 5];

/** The scale as six steps; `marks` pairs a step with what marks it. A picture only: the words stand beside it. */
const verdictScale = (marks) =>
  element("span", { class: "az-scale", "aria-hidden": "true" }, ...VERDICT_STEPS.map((step) =>
    element("span", {}, ...marks.filter(([at]) => at === step).map(([, kind]) => element("span", { class: `az-mark az-${kind}` })))));

const labelled = (label, ...rest) => element("p", {}, element("strong", {}, label), " ", ...rest);

/** Verdict, certainty, reason, who and what was studied, whom to ask, what would change the verdict, and the sources. */
const inJudgedWords = (item, words) => [
  labelled(words.verdict, `${words[`verdict_${item.verdict}`]}.`),
  element("p", { class: "az-small" }, `${words.certainty} ${words[`certainty_${item.certainty}`]}. ${words[`firm_${item.certainty}`]}`),
  element("p", {}, item.reason),
  item.studied ? labelled(words.studied, item.studied) : null,
  item.ask ? labelled(words.ask, item.ask) : null,
  item.change ? labelled(words.change, item.change) : null,
  element("p", { class: "az-small az-sources" }, item.sources.length ? `${words.sources} ` : words.no_sources,
    ...item.sources.flatMap((source, i) => [i ? "; " : "", webLink(...source)])),
].filter(Boolean);
