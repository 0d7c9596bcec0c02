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

/** A text with each phrase as the word for it, also when one small word stands within the phrase: "nee leren zeggen". */
const joinPhrases = (text, phrases, isSmall) =>
  phrases.reduce((whole, [apart, together]) => {
    const phrase = new RegExp(`(?<= )${apart.replaceAll(" ", " (?:(\\S+) )?")}(?= )`, "gu");
    return whole.replace(phrase, (match, ...groups) => {
      const within = groups.filter((group) => typeof group === "string").slice(0, -1);
      return within.every(isSmall) ? together : match;
    });
  }, ` ${text} `);

/** The words of a question that say what it is about; all of them when it has only small words. */
export const wordsOf = (question, known, all) => {
  const isSmall = (word) => known.small.includes(word);
  const words = joinPhrases(plain(question), known.joined, isSmall).trim().split(" ").filter(Boolean);
  const pairs = words.slice(1).map((word, place) => [words[place], word]);
  const compounds = pairs.filter((pair) => !pair.some(isSmall)).map((pair) => pair.join("")).filter((word) => all.includes(word));
  const unique = [...new Set([...words, ...compounds])];
  const large = unique.filter((word) => !isSmall(word));
  return large.length ? large : unique;
};

/** The answer that stands first whatever is found, if the question is one of those. */
export const answerTo = (question, answers) =>
  answers.find(({ when }) => new RegExp(`(?<![a-z0-9])(?:${when.join("|")})`, "u").test(plain(question)));
