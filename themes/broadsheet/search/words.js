// Words of a query in texts. Without the index: a page needs the marks only.

const LETTERS = /[\p{L}\p{M}\p{N}]+(?:['’ʼ‘ʻ`][\p{L}\p{M}\p{N}]+)*/gu;
const PAIRS = /^[\p{sc=Hang}\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u;
const SCRIPTS = /[\p{sc=Hang}]+|[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}ー]+|[^\p{sc=Hang}\p{sc=Hira}\p{sc=Kana}\p{sc=Han}ー]+/gu;
const { compare } = new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true });
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "");

/** A function that finds terms of a query in a text: the place, length and term of each. */
export function finderOf(terms) {
  const wanted = terms.map((term) => [term, plain(term)]);
  const known = new Map();
  const termOf = (word) => {
    if (!known.has(word)) known.set(word, wanted.find(([, term]) => !compare(plain(word), term))?.[0]);
    return known.get(word);
  };
  return function* (text) {
    for (const { 0: run, index } of text.matchAll(LETTERS)) {
      for (const { 0: part, index: at } of run.matchAll(SCRIPTS)) {
        const words = PAIRS.test(part) ? pairsOf(part) : wordsOf(part);
        for (const [word, start] of words) if (termOf(word)) yield [index + at + start, word.length, termOf(word)];
      }
    }
  };
}

/** Each two characters, or one alone. */
const pairsOf = (run) => (run.length < 3 ? [[run, 0]] : [...run.slice(1)].map((_, at) => [run.slice(at, at + 2), at]));

/** A word as a whole, else its parts between apostrophes. */
const wordsOf = (run) => [[run, 0], ...(/['’ʼ‘ʻ`]/.test(run) ? [...run.matchAll(/[^'’ʼ‘ʻ`]+/g)].map(({ 0: part, index }) => [part, index]) : [])];
