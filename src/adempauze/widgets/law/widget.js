/** Write a date of the tables, a year, a month or a day, the way the language does. */
export const dateInWords = (lang, date) => {
  const [year, month, day] = date.split("-").map(Number);
  const parts = { year: "numeric", month: month && "long", day: day && "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts).format(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
};

const keyOf = (text) => text.replace(/\W+/g, "_");

const buildLine = (line, words, lang) => {
  const basis = fill(words[`basis_${keyOf(line.basis)}`], { date: dateInWords(lang, line.date) });
  return element("li", { class: "az-law-line az-stack" },
    element("p", {}, element("strong", {}, `${line.topic}: `), words[`status_${keyOf(line.status)}`]),
    element("p", {}, line.fact),
    element("p", { class: "az-small" }, `${basis} `, ...line.sources.map(([label, address]) => webLink(label, address))));
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const lang = model.get("lang");
  const countries = model.get("countries");
  const root = begin(model, el, "law", words.title);
  const id = uniqueId();
  const select = element("select", { id },
    ...Object.entries(countries).map(([code, { name }]) => element("option", { value: code, selected: code === model.get("country") }, name)));
  const list = element("ul", { class: "az-stack" });
  const status = element("p", { class: "az-unseen", role: "status" });
  const show = () => {
    const { name, lines } = countries[select.value];
    list.replaceChildren(...lines.map((line) => buildLine(line, words, lang)));
    list.setAttribute("aria-label", name);
  };
  listen(select, "change", () => {
    show();
    status.textContent = fill(words.shown, { country: countries[select.value].name });
  }, signal);
  root.append(
    element("p", { class: "az-title" }, words.title),
    element("p", { class: "az-small" }, words.lead),
    element("div", {}, element("label", { for: id, class: "az-small" }, words.country), select),
    status,
    list);
  show();
};

export default { render };
