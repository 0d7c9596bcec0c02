// Notes in words. A note that cannot be read as its kind is shown as it is, so that nothing that was written is hidden.

import { dated, fill, inWords } from "./kit.js";

/** The kind of a note that only says how far the learner is; nothing was written in it. */
const UNWRITTEN = "progress";
export const PAGE = "my-notes";

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value) => (Array.isArray(value) ? value : []);
const texts = (value) => list(value).map((entry) => entry?.text).filter((text) => typeof text === "string");

const READERS = {
  "check-in": ({ energy, tension, moment }, words, lang) => {
    if (![energy, tension].every(Number.isFinite)) return [];
    const when = words[`moment_${moment}`];
    const value = (number) => inWords(lang, number);
    return [fill(words.checked_in, { energy: value(energy), tension: value(tension) }) + (when ? ` (${when})` : "")];
  },
  predict: (guesses, words, _lang, { cards = {} }) => Object.entries(guesses).map(([key, guess]) => {
    const { thinks, belief, sure } = guess ?? {};
    const thought = { belief: words[thinks ? `thought_${thinks}` : `verdict_${belief}`], sure: words[`sure_${sure}`] };
    const said = thinks === "unknown" ? words.you_had_no_idea : thought.belief && thought.sure && fill(words.you_thought, thought);
    return [fill(words.saying, { text: cards[key] ?? key }), said].filter(Boolean).join(" ");
  }),
  ladder: (rungs, words) => Object.entries(rungs).flatMap(([rung, entries]) => {
    const placed = texts(entries);
    if (!placed.length) return [];
    return rung === "order" ? placed.map((text, i) => `${i + 1}. ${text}`) : [`${words[rung] ?? rung}: ${placed.join("; ")}`];
  }),
  plan: ({ pairs, step, person }, words) => [
    ...list(pairs).filter((pair) => pair?.when || pair?.then).map((pair) => fill(words.line, { when: pair.when || "…", then: pair.then || "…" })),
    ...[["step", step], ["person", person]].filter(([, text]) => typeof text === "string" && text.trim())
      .map(([name, text]) => `${words[name]}: ${text}`),
  ],
};

/** The lines of a note in words; a reflection is its own text. */
export const linesOfNote = ({ kind, text }, words, lang, prompt = {}) => {
  const read = Object.hasOwn(READERS, kind) ? READERS[kind] : null;
  let content = null;
  try {
    content = read && JSON.parse(text);
  } catch {
    // shown as it is
  }
  const lines = isRecord(content) ? read(content, words, lang, prompt) : [];
  return lines.length ? lines : [text];
};

/**
 * Group written notes: the learner's own sentences first, the newest on top; then by lesson, in the order of the course.
 * @param {Note[]} notes
 * @returns {[string, Note[]][]}
 */
export const groupNotes = (notes) => {
  const lessonOf = ({ key }) => key.split("/")[0];
  const written = notes
    .filter(({ kind, text }) => kind !== UNWRITTEN && text.trim())
    .sort((one, other) => Date.parse(one.updated_at) - Date.parse(other.updated_at));
  const place = (lesson) => (lesson === PAGE ? "" : lesson);
  return [...new Set(written.map(lessonOf))]
    .sort((one, other) => (place(one) < place(other) ? -1 : 1))
    .map((lesson) => {
      const own = written.filter((note) => lessonOf(note) === lesson);
      return [lesson, lesson === PAGE ? own.reverse() : own];
    });
};

/** The title of a lesson, or of what was written outside the lessons. */
export const titleOf = (lesson, words) => (lesson === PAGE ? words.own_sentences : words[lesson] ?? lesson);

/** The kind and the day of a note in words. */
export const dayInWords = ({ kind, updated_at: at }, words, lang) =>
  fill(words.on_day, { kind: words[`kind_${kind}`] ?? kind, day: dated(lang, new Date(at), { dateStyle: "long" }) });

/** All written notes as one text to read. */
export const asReadable = (notes, words, lang, prompts) =>
  [
    words.text_private,
    ...groupNotes(notes).flatMap(([lesson, own]) => [
      titleOf(lesson, words).toUpperCase(),
      ...own.flatMap((note) => {
        const prompt = prompts[note.key] ?? {};
        return [[prompt.question, ...linesOfNote(note, words, lang, prompt), `(${dayInWords(note, words, lang)})`].filter(Boolean).join("\n")];
      }),
    ]),
  ].join("\n\n") + "\n";
