// Names: exact, in another order, written together, with typing errors, by sound

import { HANGUL } from "./letters.js";
import { bitCount, errorsBetween } from "./spellings.js";

const ONLY_HANGUL = new RegExp(`^[${HANGUL}]{2,}$`);

/** Names with a lower score are not found. */
export const LEAST_SCORE = 0.45;
/** The least score of a name that surely is meant. */
export const GOOD_NAME = 0.6;

/** Pairs each word of the query with another word of the name, the best first; the least quality, or 0 where a word has no partner. */
function matchWords(query, name, quality) {
  let [least, used] = [1];
  for (const word of query.words) {
    let [best, partner] = [0, 0];
    for (let at = 0; at < name.words.length; at += 1) {
      const found = +quality(word, name.words[at]);
      if (found && found >= best && !used?.includes(at)) [best, partner] = [found, at];
    }
    if (!best) return 0;
    (used ??= []).push(partner);
    least = Math.min(least, best);
  }
  return least;
}

/** How well a query names this: 1 for the name itself, 0 for another. */
export function nameScore(query, name) {
  if (!name.text) return 0;
  if (name.text === query.text) return 1;
  // With particles: "김정은이".
  if (query.text.startsWith(name.text) && ONLY_HANGUL.test(name.text)) return 0.9;
  const coverage = Math.min(1, query.count / name.count);
  const missing = bitCount(query.letters & ~name.letters);
  if (!missing) {
    if (matchWords(query, name, (word, other) => word.text === other.text)) return 0.72 + 0.2 * coverage + 0.06 * (query.words[0].text === name.words[0].text);
    if (query.count > 1 && name.text.startsWith(query.text)) return 0.65 + 0.2 * coverage;
    if (matchWords(query, name, (word, other) => other.text.startsWith(word.text))) return 0.6 + 0.2 * coverage;
  }
  const errors = errorsBetween(query, name);
  const byWord = () => matchWords(query, name, (word, other) => (word.text === other.text ? 1 : Math.max(0, 0.65 - 0.1 * errorsBetween(word, other))));
  const withErrors = errors < Infinity ? 0.75 - 0.1 * errors : missing > query.mostOfWords ? 0 : byWord() * (0.7 + 0.3 * coverage);
  return Math.max(withErrors, soundScore(query, name));
}

/** Also with particles: "트럼프는". */
const soundsLike = (word, { sound }) => word.sound && (word.sound === sound || (sound?.length > 3 && word.text > "가" && word.sound.startsWith(sound)));

function soundScore(query, name) {
  const { length } = query.words;
  if (/[0-9]/.test(query.text)) return 0;
  if (query.sound.length > 2 && query.sound === name.sound) return 0.7;
  // A name in another script is found by its sound or not at all.
  const score = length === 1 ? 0.5 * (query.sound.length > 2 + (query.text < "\x80")) : 0.68 * (length === name.words.length);
  return score && matchWords(query, name, soundsLike) && score;
}
