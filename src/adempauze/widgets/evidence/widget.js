import { begin, button, element, fill, inWords, uniqueId } from "../_kit/kit.js";
import { webLink } from "../_kit/links.js";
import { labelledSelect } from "../_kit/select.js";

const FIRST = 8; // studies that are visible before the reader asks for all
const TOLD = ["result", "taken", "where", "dose", "blinding", "bias", "harms", "funding", "read"];

/** Whether a study passes a choice of a filter; the rule is the same as in Python. */
export const fits = (study, name, choice) => {
  if (!choice) return true;
  if (name === "design") return choice === "controlled" ? study.controlled : study.design === choice;
  if (name === "population") return choice === "burn-out" ? study.burn_out : study.clinical === (choice === "clinical");
  if (name === "outcome") return study.outcomes.includes(choice);
  return study[name === "blinding" ? "checked" : name] === choice;
};

/** The indexes of the studies that fit all choices. */
export const matching = (studies, chosen) =>
  studies.map((_, i) => i).filter((i) => Object.entries(chosen).every(([name, choice]) => fits(studies[i], name, choice)));

/** Sort indexes; equal studies keep their order, and studies without a value come last. */
export const sorted = (studies, places, order, lang) => {
  const compare = {
    design: () => 0,
    year: (a, b) => (b.year ?? -1) - (a.year ?? -1),
    people: (a, b) => (b.people ?? -1) - (a.people ?? -1),
    label: (a, b) => a.label.localeCompare(b.label, lang),
  }[order];
  return [...places].sort((a, b) => compare(studies[a], studies[b]) || a - b);
};

/** Count studies, groups of people, studies against placebo, and those of these that asked what people guessed. */
const countUp = (studies) => {
  const controlled = studies.filter((study) => study.controlled);
  return {
    n: studies.length,
    samples: new Set(studies.flatMap((study) => study.sample ?? [])).size,
    controlled: controlled.length,
    checked: controlled.filter((study) => study.checked === "yes").length,
  };
};

const share = (lang, part, whole) => new Intl.NumberFormat(lang, { style: "percent" }).format(whole ? part / whole : 0);

/** Whether the chosen filters are exactly these. */
export const asks = (filters, chosen) =>
  Object.entries(chosen).every(([name, choice]) => (filters[name] ?? "") === choice);

const said = (studies, all, chosen, words, lang) => {
  const counts = countUp(studies);
  if (!counts.n) return [asks({ population: "burn-out" }, chosen) ? fill(words.none_burn_out, { all }) : words.none];
  return [
    fill(words.match, { n: counts.n, all, samples: counts.samples }),
    fill(words.share_controlled, { n: counts.controlled, share: share(lang, counts.controlled, counts.n) }),
    counts.controlled ? fill(words.share_checked, { n: counts.checked, of: counts.controlled, share: share(lang, counts.checked, counts.controlled) }) : "",
  ];
};

const tellers = {
  result: (study, words) => (study.read === "secondary" ? `${words.reportedly} ${study.result}` : study.result),
  taken: (study, words, count) => [study.population,
    study.analysed && study.analysed !== study.people ? fill(words.analysed, { n: count(study.analysed) }) : ""].filter(Boolean).join(" \u00b7 "),
  where: (study) => [study.place, study.duration].filter(Boolean).join(" \u00b7 "),
  dose: (study) => study.dose ?? "",
  blinding: (study, words) => [words[`blinding_${study.checked}`], study.blinding].filter(Boolean).join(". ").replace(/\.\./g, "."),
  bias: (study, words) => {
    const judged = Object.entries(study.bias).map(([part, level]) => fill("{part}: {risk}", { part: words[`bias_${part}`], risk: words[`risk_${level}`] }));
    return judged.length ? `${judged.join(" \u00b7 ")}. ${study.why ?? ""}` : "";
  },
  harms: (study, words) => study.harms ?? words.unknown,
  funding: (study, words) => study.funding ?? words.unknown,
  read: (study, words) => words[`read_${study.read}`],
};

const buildStudy = (study, words, lang) => {
  const count = (number) => inWords(lang, number);
  const facts = [words[`design_${study.design}`], words[`substance_${study.substance}`],
    study.people ? fill(words.people, { n: count(study.people) }) : "", study.controlled ? words[`short_${study.checked}`] : words.no_placebo].filter(Boolean);
  const rows = TOLD.flatMap((name) => {
    const text = tellers[name](study, words, count);
    return text ? [element("div", {}, element("dt", {}, words[`told_${name}`]), element("dd", {}, text))] : [];
  });
  return element("li", {}, element("details", {},
    element("summary", {}, element("span", { class: "az-name" }, study.label), element("span", { class: "az-small az-facts" }, facts.join(" \u00b7 "))),
    element("dl", {}, ...rows),
    element("p", { class: "az-source" }, webLink(fill(words.source, { label: study.label }), study.url))));
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const studies = model.get("studies");
  const root = begin(model, el, "evidence", words.title);
  const items = studies.map((study) => buildStudy(study, words, lang));
  const list = element("ul", { class: "az-studies", "aria-label": words.studies });
  const status = element("div", { role: "status" });
  let asked = Object.keys(model.get("chosen")).length > 0;
  let everything = false;

  const show = () => {
    const chosen = Object.fromEntries(Object.entries(selects).map(([name, { select }]) => [name, select.value]));
    const places = sorted(studies, matching(studies, chosen), order.select.value, lang);
    const seen = !asked ? [] : everything ? places : places.slice(0, FIRST);
    list.replaceChildren(...seen.map((place) => items[place]));
    more.hidden = !asked || seen.length === places.length;
    more.textContent = fill(words.more, { n: places.length });
    clear.hidden = !Object.values(chosen).some(Boolean);
    measured.hidden = !asked || !chosen.outcome;
    questions.forEach(({ filters }, i) => buttons[i].setAttribute("aria-pressed", String(asked && asks(filters, chosen))));
    const lines = asked ? said(places.map((place) => studies[place]), studies.length, chosen, words, lang) : [];
    if (lines.join("") !== status.dataset.said) status.replaceChildren(...lines.filter(Boolean).map((line) => element("p", {}, line)));
    status.dataset.said = lines.join("");
  };
  const anew = () => {
    asked = true;
    everything = false;
    show();
  };
  const ask = (filters) => {
    Object.entries(selects).forEach(([name, { select }]) => { select.value = filters[name] ?? ""; });
    anew();
  };
  const questions = model.get("questions");
  const buttons = questions.map(({ name, filters, n }) =>
    button(fill("{question} ({n})", { question: words[`ask_${name}`], n }), () => ask(filters), signal, { class: "az-ask" }));
  const selects = Object.fromEntries(Object.entries(model.get("filters")).map(([name, choices]) => {
    const options = Object.entries(choices).map(([choice, n]) => [choice, fill("{choice} ({n})", { choice: words[`${name}_${choice}`], n })]);
    return [name, labelledSelect(words[`filter_${name}`], [["", words.any], ...options], model.get("chosen")[name] ?? "", anew, signal)];
  }));
  const order = labelledSelect(words.sort, ["design", "year", "people", "label"].map((each) => [each, words[`sort_${each}`]]), "design", anew, signal);
  const more = button("", () => {
    everything = true;
    show();
    list.children[FIRST].querySelector("summary")?.focus();
  }, signal, { hidden: true });
  const clear = button(words.clear, () => {
    ask({});
    selects.design.select.focus();
  }, signal, { class: "az-quiet", hidden: true });
  const measured = element("p", { class: "az-small" }, words.outcome_note);

  const id = uniqueId();
  root.append(
    element("p", { class: "az-title", id }, words.question),
    element("div", { role: "group", "aria-labelledby": id, class: "az-questions" }, ...buttons),
    element("details", { open: asked, class: "az-own" }, element("summary", {}, words.choose),
      element("div", { class: "az-filters" }, ...Object.values(selects).map(({ node }) => node), order.node), clear),
    status,
    measured,
    list,
    more);
  show();
};

export default { render };
