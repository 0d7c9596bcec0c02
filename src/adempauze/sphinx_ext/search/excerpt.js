// The words around what was found in a section, with what was found marked.

const LENGTH = 28; // words
const BEFORE = 5; // words before the first that was found
const SEPARATOR = "⁂"; // after it, a record has words that the page does not show

/** Where an excerpt begins that has the most of what was found. */
const beginning = (places, least) => {
  const within = (start) => new Set(places.filter((place) => place >= start && place < start + LENGTH)).size;
  const starts = places.map((place) => Math.max(least, place - BEFORE));
  return starts.reduce((best, start) => (within(start) > within(best) ? start : best), starts[0] ?? least);
};

/** The text of a record around what was found, as nodes; the heading, which stands above it, is left out. */
export const excerptOf = (content, heading, found) => {
  const words = content.split(SEPARATOR)[0].trim().split(/\s+/);
  const least = heading ? heading.split(" ").length : 0;
  const places = found.filter((place) => place >= least && place < words.length).sort((one, other) => one - other);
  const start = beginning(places, least);
  const shown = words.slice(start, start + LENGTH);
  const nodes = shown.flatMap((word, place) => {
    if (!places.includes(start + place)) return [`${word} `];
    const mark = document.createElement("mark");
    mark.textContent = word;
    return [mark, " "];
  });
  return [start > least ? "… " : "", ...nodes, start + LENGTH < words.length ? "…" : ""];
};
