// Finds the nearest word that the pages have for a word that they do not have: a slip of the finger, or two words in one.

const LONG = 8; // letters: from here on two slips, below it one
const PART = 4; // letters that a part of a compound has at least

/** How many letters to add, leave out, change or swap to make one word of the other; `most` + 1 when it is more. */
export const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[other.length];
};

/** The known words nearest to a word, or the known words that it is made of; none when nothing comes near. */
export const nearest = (word, known) => {
  const most = word.length < LONG ? 1 : 2;
  let best = most + 1;
  let near = /** @type {string[]} */ ([]);
  for (const other of known.filter((each) => each[0] === word[0])) {
    const far = distance(word, other, most);
    if (far < best) [best, near] = [far, []];
    if (far === best && far <= most) near.push(other);
  }
  return near.length ? near : partsOf(word, known);
};

const partsOf = (word, known) => {
  const has = new Set(known);
  for (let place = word.length - PART; place >= PART; place -= 1) {
    const [head, tail] = [word.slice(0, place), word.slice(place)];
    if (has.has(head) && [tail, tail.replace(/^s/, "")].some((rest) => has.has(rest))) return [head];
  }
  return [];
};
