import { begin, element, fill } from "../_kit/kit.js";
import { webLink } from "../_kit/links.js";
import { labelledSelect } from "../_kit/select.js";

const keyOf = (text) => text.replace(/\W+/g, "_");

const buildLine = (line, words) => {
  const basis = fill(words[`basis_${keyOf(line.basis)}`], { date: line.date });
  return element("li", { class: "az-law-line az-stack" },
    element("p", {}, element("strong", {}, `${line.topic}: `), words[`status_${keyOf(line.status)}`]),
    element("p", {}, line.fact),
    element("p", { class: "az-small" }, `${basis} `, ...line.sources.map(([label, address]) => webLink(label, address))));
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const countries = model.get("countries");
  const root = begin(model, el, "law", words.title);
  const list = element("ul", { class: "az-stack" });
  const status = element("p", { class: "az-unseen", role: "status" });
  const show = () => {
    const { name, lines } = countries[select.value];
    list.replaceChildren(...lines.map((line) => buildLine(line, words)));
    list.setAttribute("aria-label", name);
  };
  const names = Object.entries(countries).map(([code, { name }]) => [code, name]);
  const { select, node } = labelledSelect(words.country, names, model.get("country"), () => {
    show();
    status.textContent = fill(words.shown, { country: countries[select.value].name });
  }, signal);
  root.append(
    element("p", { class: "az-title" }, words.title),
    element("p", { class: "az-small" }, words.lead),
    node,
    status,
    list);
  show();
};

export default { render };
