// Puts the sections that have the words of a question in order, and brings those of one page together.

const THERE = 0.4; // what it counts that a word is there at all; the rest is how much it counts there
const FEW = 8; // records: a word that fewer have counts hardly more
const MISSED = 0.25; // what a page keeps of its score when it has none of the words
const LATER = [1, 0.2, 0.1]; // how much the best sections of a page count
const ABOUT = 2; // how much more a page counts that names all that was asked
const SECTIONS = 3; // of a page, at most

/** How much each record counts for one word, at most 1: by the best of the words that mean the same. */
const shares = (alternatives) => {
  const counts = new Map();
  alternatives.forEach(({ weight, results }) => {
    const most = Math.max(...results.map(({ score }) => score));
    results.forEach(({ id, score }) => {
      const share = weight * (THERE + (1 - THERE) * (score / most));
      counts.set(id, Math.max(counts.get(id) ?? 0, share));
    });
  });
  return counts;
};

/** The records with what each word counts there, which is more for a word that few of all `total` records have. */
export const scored = (found, total) => {
  const records = new Map();
  found.forEach((alternatives, word) => {
    const counts = shares(alternatives);
    const rare = Math.log(1 + total / (counts.size + FEW));
    counts.forEach((share, id) => {
      const record = records.get(id) ?? { id, words: new Map(), places: [] };
      record.words.set(word, share * rare);
      records.set(id, record);
    });
    alternatives.flatMap(({ results }) => results).forEach(({ id, words }) => records.get(id).places.push(...words));
  });
  return [...records.values()];
};

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

const covered = (count, of) => MISSED + (1 - MISSED) * (count / of) ** 1.5;

/** The pages with their best sections, best first; `of` is the number of words that were asked for. */
export const pagesOf = (records, pageOf, of, aboutOf) => {
  const pages = new Map();
  records.forEach((record) => {
    const score = sum([...record.words.values()]) * covered(record.words.size, of);
    const number = pageOf(record);
    pages.set(number, [...(pages.get(number) ?? []), { ...record, score }]);
  });
  const ranked = [...pages].map(([page, found]) => {
    const sections = found.sort((one, other) => other.score - one.score);
    const has = new Set(sections.flatMap(({ words }) => [...words.keys()]));
    const best = sum(LATER.map((part, place) => part * (sections[place]?.score ?? 0)));
    const score = best * covered(has.size, of) * (1 + ABOUT * aboutOf(page));
    return { page, sections: sections.slice(0, SECTIONS), score };
  });
  return ranked.sort((one, other) => other.score - one.score);
};
