import { begin, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { webLink } from "../_kit/links.js";

const EVERYWHERE = "ALL";
const URGENT = ["emergency", "crisis"];

/** The countries to show with their lines: all lines of the chosen one, or the urgent lines of all. */
const linesFor = (countries, chosen) =>
  chosen in countries
    ? [[chosen, countries[chosen]]]
    : Object.entries(countries).map(([code, lines]) => [code, lines.filter((line) => URGENT.includes(line.kind))]);

/** The `tel:` address of a number. */
export const telephone = (number) => `tel:${number.replace(/[^\d+]/g, "")}`;

const buildNumbers = (line, words) =>
  line.numbers.map(([number, option]) =>
    element("span", {},
      element("a", { href: telephone(number), class: "az-call", "aria-label": fill(words.call, { number, name: line.name }) }, number),
      option ? ` ${fill(words.option, { n: option })}` : null));

const buildLine = (line, words) => {
  const [label, address] = line.source;
  const where = line.url ? webLink(new URL(line.url).hostname.replace(/^www\./, ""), line.url) : null;
  const isNumber = line.numbers.some(([number]) => number === line.name);
  return element("li", { class: `az-line az-${line.kind}` },
    element("div", { class: "az-row" },
      isNumber ? null : element("strong", {}, line.name),
      ...buildNumbers(line, words),
      where),
    element("p", {}, line.purpose),
    line.details.length ? element("p", {}, `${line.details.join("; ")}.`) : null,
    element("p", { class: "az-small" }, `${words[line.secondary ? "secondary" : "read"]} `, webLink(label, address), "."));
};

const buildCountry = (code, lines, words) =>
  element("div", { class: "az-stack" },
    element("p", { class: "az-title" }, words[`country_${code}`]),
    lines.some((line) => line.kind === "emergency") ? null : element("p", { class: "az-notice" }, words.emergency_elsewhere),
    element("ul", { class: "az-stack" }, ...lines.map((line) => buildLine(line, words))));

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const countries = model.get("countries");
  const root = begin(model, el, "help-box", words.title);
  const id = uniqueId();
  const select = element("select", { id },
    ...[EVERYWHERE, ...Object.keys(countries)].map((code) => element("option", { value: code }, words[`country_${code}`])));
  const status = element("p", { class: "az-unseen", role: "status" });
  const lists = element("div", { class: "az-stack" });
  const show = () => {
    const shown = linesFor(countries, select.value);
    lists.replaceChildren(...shown.map(([code, lines]) => buildCountry(code, lines, words)));
    if (select.value === EVERYWHERE) lists.append(element("p", { class: "az-small" }, words.more));
  };
  select.value = model.get("country");
  listen(select, "change", () => {
    show();
    status.textContent = fill(words.shown, { country: words[`country_${select.value}`] });
  }, signal);
  root.append(
    element("p", { class: "az-title az-lead" }, words.title),
    element("p", {}, words.lead),
    element("div", { class: "az-where" }, element("label", { for: id }, words.country), select),
    status,
    lists,
    element("p", { class: "az-small" }, fill(words.checked, { date: model.get("checked") })));
  show();
};

export default { render };
