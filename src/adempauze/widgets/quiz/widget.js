import { begin, button, element, fill, listen, uniqueId } from "../_kit/kit.js";

/** The feedback to show at each answer for the chosen ones: null, "fits", "fits_not" or "missed". */
export const judge = (answers, chosen) =>
  answers.map((answer, i) => {
    if (chosen.has(i)) return answer.fits ? "fits" : "fits_not";
    return answer.fits && answers.filter((each) => each.fits).length > 1 ? "missed" : null;
  });

const buildAnswer = (answer, type, name) => {
  const input = element("input", { type, name });
  const feedback = element("p", { hidden: true, class: "az-answer" });
  return { input, feedback, node: element("div", {}, element("label", { class: "az-choice" }, input, element("span", {}, answer.text)), feedback) };
};

const buildQuestion = (question, place, words, signal) => {
  const several = question.answers.filter((answer) => answer.fits).length > 1;
  const name = uniqueId();
  const rows = question.answers.map((answer) => buildAnswer(answer, several ? "checkbox" : "radio", name));
  const hint = element("p", { class: "az-small", id: `${name}-hint` }, several ? words.choose_more : words.choose_one);
  const status = element("p", { role: "status", class: "az-small" });

  const check = () => {
    const chosen = new Set(rows.flatMap((row, i) => (row.input.checked ? [i] : [])));
    if (!chosen.size) {
      status.textContent = words.choose_first;
      return;
    }
    const verdicts = judge(question.answers, chosen);
    verdicts.forEach((verdict, i) => {
      rows[i].feedback.hidden = !verdict;
      rows[i].feedback.replaceChildren(...(verdict ? [element("strong", {}, words[verdict]), ` ${question.answers[i].feedback}`] : []));
    });
    status.textContent = verdicts.flatMap((verdict, i) => (verdict ? [`${question.answers[i].text} ${words[verdict]}`] : [])).join(" ");
    status.className = "az-unseen";
    retry.hidden = false;
  };
  const clear = (all) => {
    rows.forEach((row) => {
      row.feedback.hidden = true;
      if (all) row.input.checked = false;
    });
    status.textContent = "";
    status.className = "az-small";
    retry.hidden = true;
  };
  const retry = button(words.retry, () => {
    clear(true);
    rows[0].input.focus();
  }, signal, { hidden: true });
  rows.forEach((row) => listen(row.input, "change", () => clear(false), signal));

  return element("fieldset", { class: "az-stack", "aria-describedby": `${name}-hint` },
    element("legend", { class: "az-title" },
      place.of > 1 ? element("span", { class: "az-small az-place" }, fill(words.question, place)) : null,
      question.text),
    hint,
    ...rows.map((row) => row.node),
    element("div", { class: "az-row" }, button(words.check, check, signal, { class: "az-primary" }), retry),
    status);
};

const render = ({ model, el, signal }) => {
  const words = model.get("strings");
  const questions = model.get("questions");
  const root = begin(model, el, "quiz", questions.length > 1 ? words.title : questions[0].text);
  root.append(...questions.map((question, i) => buildQuestion(question, { n: i + 1, of: questions.length }, words, signal)));
};

export default { render };
