// Spellings, and typing errors: a letter that is missing, too much, wrong or swapped with the next

import { HAN } from "./letters.js";
import { joinSounds, soundKey } from "./sounds.js";
import { wordsOf } from "./terms.js";

const ONLY_HAN = new RegExp(`^[${HAN}]{3,}$`, "u");

/** A word with a bit for each of its letters, to see fast that another differs much, and the errors that it may have. */
export function measure(text) {
  let [count, letters] = [0, 0];
  for (const letter of text) {
    count += 1;
    letters |= 1 << (letter.codePointAt(0) & 31);
  }
  return { text, count, letters, most: ONLY_HAN.test(text) ? 1 : (count > 4) + (count > 7) };
}

const known = new Map();

function spellWord(text) {
  if (!known.has(text)) known.set(text, { ...measure(text), sound: soundKey(text) });
  return known.get(text);
}

export function spell(folded) {
  const words = wordsOf(folded).map(spellWord);
  const isKnown = words.every(({ sound }) => sound !== undefined);
  return { ...measure(words.map(({ text }) => text).join("")), words, sound: isKnown ? joinSounds(words.map(({ sound }) => sound).join("")) : "" };
}

export function bitCount(bits) {
  let count = 0;
  for (; bits; bits &= bits - 1) count += 1;
  return count;
}

/** The errors between a word of a query and another, or infinitely many. */
export function errorsBetween(word, name) {
  const { most } = word;
  if (!most || Math.abs(word.count - name.count) > most || bitCount(word.letters & ~name.letters) > most) return Infinity;
  const [one, other] = [[...word.text], [...name.text]];
  let [before, last] = [[], [...other.keys(), other.length]];
  for (let i = 0; i < one.length && Math.min(...last) <= most; i += 1) {
    const row = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      row.push(Math.min(last[j] + (one[i] !== other[j]), last[j + 1] + 1, row[j] + 1));
      if (i && j && one[i] === other[j - 1] && one[i - 1] === other[j]) row[j + 1] = Math.min(row[j + 1], before[j - 1] + 1);
    }
    [before, last] = [last, row];
  }
  const errors = last.at(-1);
  return errors <= most ? errors : Infinity;
}
