// Finds the pages for a question: looks up each of its words, and brings together what is found.

import { alternatives, plain, wordsOf } from "./asked.js";
import { pagesOf, scored } from "./ranked.js";
import { nearest } from "./spelling.js";

const MOST = 10; // pages in a list of results

const ENDING = 2; // letters that a word may have more than the form in which it is on a page
const STEM = 4; // letters that are left at least

/** The words of pages that begin as a word does but for its ending. */
const formsOf = (word, all) => {
  const stem = word.slice(0, Math.max(Math.min(STEM, word.length), word.length - ENDING));
  return all.filter((each) => each.startsWith(stem));
};

/** Whether a page has a word, or another form of it. */
const isKnown = (word, all) => /\d/.test(word) || formsOf(word, all).length > 0;

/** How much of what was asked a page names in its title, or in the other words for what it is about; from 0 to 1. */
const aboutOf = (pages, asked) => {
  const names = pages.map(([, title, others]) => ["", plain(title), plain(others)].join(" "));
  const counted = (name, words) =>
    Math.max(0, ...[...words].map(([word, weight]) => (name.includes(` ${word}`) ? weight : 0)));
  return (page) => asked.reduce((total, words) => total + counted(names[page], words), 0) / asked.length;
};

/**
 * What looks up questions. `engine` searches for a word, `everything` lists pages, records and the words that they have,
 * and `known` is what the language adds.
 */
export const makeFinder = ({ engine, everything, known }) => {
  const written = [...everything.words, ...known.same.flatMap((line) => line.split(" "))]; // on pages, or meaning the same
  const records = new Map(everything.records.map(([id, page, anchor, heading]) => [id, { page, anchor, heading }]));

  /** What is found for each word; Pagefind would look for the beginning of a word that no page has. */
  const lookUp = async (words) => {
    const there = [...words].filter(([word]) => isKnown(word, everything.words));
    const search = async ([word, weight]) => ({ weight, results: (await engine.search(word)).results });
    return (await Promise.all(there.map(search))).filter(({ results }) => results.length);
  };

  /** What is found for a word; for one that finds nothing also another form or the nearest that there is, which is `read`. */
  const lookUpNearest = async (word) => {
    const words = alternatives(word, known.same);
    const found = await lookUp(words);
    if (words.size > 1 || found.length) return { words, found };
    const [near] = [...formsOf(word, written), ...nearest(word, written)];
    const others = near ? alternatives(near, known.same) : new Map();
    return { words: others, found: await lookUp(others), read: near };
  };

  return async (question) => {
    const words = wordsOf(question, known, everything.words);
    const looked = await Promise.all(words.map(lookUpNearest));
    const found = scored(new Map(looked.map((each, place) => [words[place], each.found])), records.size);
    const ranked = pagesOf(
      found.filter(({ id }) => records.has(id)),
      ({ id }) => records.get(id)?.page,
      words.length,
      aboutOf(everything.pages, looked.map((each) => each.words)),
    );
    const results = looked.flatMap((each) => each.found).flatMap((each) => each.results);
    return {
      pages: ranked.slice(0, MOST),
      count: ranked.length,
      read: looked.map((each) => each.read).filter(Boolean),
      records,
      results: new Map(results.map((result) => [result.id, result])),
    };
  };
};
