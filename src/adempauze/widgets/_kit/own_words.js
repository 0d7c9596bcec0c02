// The learner's own words as a text to read, in lessons; the page with all notes writes them more fully (readable.js).

const OWN = ["text", "when", "then", "step", "person"]; // what a structured note holds in the learner's own words

const ownWords = (value) =>
  Object.entries(value ?? {}).flatMap(([name, part]) =>
    (typeof part === "object" ? ownWords(part) : OWN.includes(name) && part ? [part] : []));

const linesOf = ({ kind, text }) => {
  if (kind === "reflection") return [text];
  try {
    return ownWords(JSON.parse(text));
  } catch {
    return [text];
  }
};

/**
 * Write the learner's own words as one text, by lesson.
 * @param {Note[]} notes
 * @param {Record<string, string>} words
 */
export const inOwnWords = (notes, words) => {
  const lessonOf = ({ key }) => key.split("/")[0];
  const lessons = [...new Set(notes.map(lessonOf))].sort();
  return lessons.map((lesson) => {
    const lines = notes.filter((note) => lessonOf(note) === lesson).flatMap(linesOf);
    return lines.length ? [(words[lesson] ?? words.take_loose).toUpperCase(), ...lines, ""].join("\n\n") : "";
  }).join("");
};
