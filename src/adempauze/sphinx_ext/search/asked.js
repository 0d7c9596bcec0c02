// What a reader asks, as words to look for: without small words, and with the words that mean the same.

const MARKS = /[\u0300-\u036f'’‘`´]/g;
const JOINED = /(?<=[\p{L}\d])[-\u2010-\u2013.](?=[\p{L}\d])/gu;
const NOT_WORDS = /[^\p{L}\d]+/u;
const PREFIX = 5; // letters: from here on, a word also stands for the longer words that begin with it
const OTHER = 0.7; // how much a word counts that means the same as the one that was asked for

/** A text in lower case, without accents, apostrophes and hyphens: "Burn-out’s" is "burnouts". */
export const plain = (text) =>
  text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(JOINED, "").split(NOT_WORDS).filter(Boolean).join(" ");

const means = (word, known) => word === known || (known.length >= PREFIX && word.startsWith(known));

/** A word, and the words that mean the same with how much each counts. */
export const alternatives = (word, same) => {
  const others = same.map((line) => line.split(" ")).filter((group) => group.some((known) => means(word, known))).flat();
  return new Map([...others.map((other) => [other, OTHER]), [word, 1]]);
};

/** The words of a question that say what it is about; all of them when it has only small words. */
export const wordsOf = (question, known, all) => {
  const joined = known.joined.reduce((text, [apart, together]) => text.replaceAll(` ${apart} `, ` ${together} `), ` ${plain(question)} `);
  const words = joined.trim().split(" ").filter(Boolean);
  const isSmall = (word) => known.small.includes(word);
  const pairs = words.slice(1).map((word, place) => [words[place], word]);
  const compounds = pairs.filter((pair) => !pair.some(isSmall)).map((pair) => pair.join("")).filter((word) => all.includes(word));
  const unique = [...new Set([...words, ...compounds])];
  const large = unique.filter((word) => !isSmall(word));
  return large.length ? large : unique;
};

/** The answer that stands first whatever is found, if the question is one of those. */
export const answerTo = (question, answers) =>
  answers.find(({ when }) => new RegExp(`(?<![a-z0-9])(?:${when.join("|")})`, "u").test(plain(question)));
