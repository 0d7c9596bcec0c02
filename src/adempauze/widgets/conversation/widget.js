import { begin, button, element, fill, listen, uniqueId } from "../_kit/kit.js";
import { sheetMaker, sheetMarkdown } from "../_kit/sheet.js";

const GROUPS = ["now", "health", "medicines", "rest"];
const CALLS = ["crisis", "emergency", "care"];

/** Split the chosen questions into those that `who` can answer, and those for somebody else. */
export const pick = (questions, chosen, who) => {
  const mine = questions.filter((each) => chosen.has(each.id));
  const fits = (each) => each.for === "both" || each.for === who;
  return { ask: mine.filter(fits), elsewhere: mine.filter((each) => !fits(each)) };
};

/** The lines of a text that are not empty. */
export const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

const optionInWords = ({ option }, words) => (option ? `, ${fill(words.option, { n: option })}` : "");

const lineInWords = (line, words) => {
  const { name, short, for: purpose, hours } = line;
  const called = short && short !== name ? `${name}, ${short}${optionInWords(line, words)}` : name;
  const open = hours ? ` (${hours})` : "";
  return `${called}: ${purpose.replace(/\.$/, "")}${open}.`;
};

/** The kinds of help that these red flags ask for; for thoughts of suicide it comes first. */
const callsFor = (flags) => CALLS.filter((kind) => flags.some((each) => each.call === kind));

const callLink = (line, words) => {
  const { name, short, call, url } = line;
  const href = call ? `tel:${call}` : url;
  const text = short ? fill(words.call, { number: short }) + optionInWords(line, words) : name;
  return href ? element("a", { href, class: "az-call" }, text) : text;
};

const aboutLine = ({ name, short, for: purpose, hours }, words) =>
  [name === short ? "" : `${name}.`, purpose, hours ? `${words.when} ${hours}.` : ""].filter(Boolean).join(" ");

/** Whom to call for one kind of red flag: the number first, then one sentence, then what the line is. */
const callBlock = (kind, model, words) => {
  const near = model.get("near").filter((line) => line.kind === kind);
  const far = model.get("far").filter((line) => line.kind === kind);
  const others = far.flatMap((line, i) => [i ? "; " : " ", words[`country_${line.country}`], " ", callLink(line, words)]);
  const numbers = near.filter((line) => line.short);
  const rest = near.filter((line) => !line.short);
  return element("div", { class: "az-stack" },
    ...numbers.map((line) => element("p", { class: "az-first" }, callLink(line, words))),
    element("p", { class: "az-title" }, words[`flag_${kind}`]),
    ...numbers.map((line) => element("p", {}, aboutLine(line, words))),
    rest.length ? element("ul", {}, ...rest.map((line) => element("li", {}, aboutLine(line, words)))) : null,
    far.length ? element("p", {}, words.abroad, ...others, ".") : null);
};

const whoChoice = (words, signal, onChange) => {
  const name = uniqueId();
  const radios = ["gp", "pharmacist"].map((who, i) => element("input", { type: "radio", name, value: who, checked: i === 0 }));
  radios.forEach((radio) => listen(radio, "change", onChange, signal));
  const node = element("fieldset", { class: "az-who" }, element("legend", { class: "az-title" }, words.who),
    element("div", { class: "az-row" },
      ...radios.map((radio) => element("label", { class: "az-choice" }, radio, element("span", {}, words[`who_${radio.value}`])))));
  return { node, value: () => radios.find((radio) => radio.checked)?.value };
};

/** Copy a text; resolves to whether it worked. Pages without HTTPS have no clipboard, only the old command. */
const copyText = async (text, home) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    const field = element("textarea", { class: "az-unseen", readonly: true });
    field.value = text;
    home.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const questions = model.get("questions");
  const checked = fill(words.checked, { date: model.get("checked") });
  const root = begin(model, el, "conversation", words.title);
  const chosen = new Set();
  const boxes = new Map();
  const help = element("div", { role: "group", class: "az-help az-stack", "aria-label": words.flag_title, hidden: true });
  const said = element("p", { class: "az-unseen", role: "status" });
  const hintId = uniqueId();
  const own = element("textarea", { rows: 2, autocomplete: "off", "aria-label": words.own, "aria-describedby": hintId });
  const flags = () => questions.filter((each) => each.call && chosen.has(each.id));

  const readSheet = () => {
    if (!chosen.size && !linesOf(own.value).length) return null;
    const { ask, elsewhere } = pick(questions, chosen, who.value());
    const asked = (list) => list.map((each) => `${each.applies}\n${each.question}`);
    const other = who.value() === "gp" ? "pharmacist" : "gp";
    const kinds = callsFor(flags());
    const calls = kinds.flatMap((kind) => model.get("near").filter((line) => line.kind === kind).map((line) => lineInWords(line, words)));
    return {
      title: words[`sheet_title_${who.value()}`],
      parts: /** @type {SheetPart[]} */ ([
        { texts: [words.sheet_intro] },
        ...(kinds.length ? [{ title: words.flag_title, items: calls }, { texts: [...kinds.map((kind) => words[`flag_${kind}`]), checked] }] : []),
        ...GROUPS.map((group) => ({ title: words[`group_${group}`], items: asked(ask.filter((each) => each.group === group)) })),
        { title: words.own_title, items: linesOf(own.value) },
        { title: words[`for_${other}`], items: asked(elsewhere) },
        { title: words.always, items: [words.prescriber, words.bring_list] },
      ]).filter((part) => part.texts || part.items?.length),
    };
  };
  const copied = element("p", { class: "az-small", role: "status" });
  const copy = button(words.sheet_copy, async () => {
    const sheet = readSheet();
    if (sheet) copied.textContent = (await copyText(sheetMarkdown(sheet), root)) ? words.sheet_copied : words.sheet_copy_failed;
  }, signal);
  const sheet = sheetMaker(words, signal, readSheet, copy);
  /** Show whom to call right after the red flag that was ticked, or after the last one that is still ticked. */
  const showHelp = (question, ticked) => {
    const last = ticked ? question : flags().at(-1);
    help.hidden = !last;
    said.textContent = ticked ? fill(words.flag_said, { text: question.applies }) : "";
    if (!last) return;
    help.replaceChildren(...callsFor(flags()).map((kind) => callBlock(kind, model, words)), element("p", { class: "az-small" }, checked));
    boxes.get(last.id).after(help);
    if (ticked) help.scrollIntoView({ block: "nearest" });
  };
  const change = (question, box) => {
    if (box.checked) chosen.add(question.id);
    else chosen.delete(question.id);
    counts.forEach((count) => count());
    if (question.call) showHelp(question, box.checked);
    sheet.refresh();
  };

  const choice = (question) => {
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    const label = element("label", { class: "az-choice" }, box, element("span", {}, question.applies));
    boxes.set(question.id, label);
    listen(box, "change", () => change(question, box), signal);
    return label;
  };
  const counts = [];
  const group = (name, i) => {
    const rows = questions.filter((each) => each.group === name);
    const flagged = rows.filter((each) => each.call);
    const count = element("span", { class: "az-small" });
    counts.push(() => {
      const n = rows.filter((each) => chosen.has(each.id)).length;
      count.textContent = n ? fill(words.chosen, { n }) : "";
    });
    return element("details", { open: i === 0, "data-paper": "open" },
      element("summary", {}, words[`group_${name}`], " ", count),
      element("fieldset", {}, element("legend", { class: "az-unseen" }, words[`group_${name}`]),
        ...rows.filter((each) => !each.call).map(choice)),
      flagged.length ? element("fieldset", { class: "az-flags" }, element("legend", {}, words.flags), ...flagged.map(choice)) : null);
  };
  const who = whoChoice(words, signal, sheet.refresh);
  listen(own, "input", sheet.refresh, signal);

  root.append(
    element("p", { class: "az-title" }, words.title),
    element("p", {}, words.intro),
    element("p", { class: "az-small" }, words.private),
    who.node,
    ...GROUPS.map(group),
    said,
    element("details", { "data-paper": "open" },
      element("summary", {}, words.own),
      element("p", { id: hintId, class: "az-small" }, words.own_hint),
      own),
    sheet.node,
    copied);
};

export default { render };
