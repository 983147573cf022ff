// Words that no page has: with typing errors, or written together

import { eachPosting } from "./files.js";
import { errorsBetween, measure } from "./spellings.js";

/** The two words of which a word may be made: "hwasong15", "berlinermauer". */
export async function divideWord(index, word) {
  const letters = [...word];
  const cuts = letters.slice(1).map((_, at) => [letters.slice(0, at + 1).join(""), letters.slice(at + 1).join("")]);
  const isNumber = (part) => /^[0-9]+$/.test(part);
  const mixed = cuts.find(([one, other]) => isNumber(one) !== isNumber(other));
  if (mixed) return mixed;
  for (const parts of cuts.slice(2, -2)) {
    if ((await index.terms(parts[0], true)).length && (await index.terms(parts[1], true)).length) return parts;
  }
  return word;
}

/** The terms with the fewest typing errors, of those with the same first letter; those of most pages first. */
export async function correctWord(index, text) {
  const [word, [letter]] = [measure(text), text];
  let [near, least] = [[], word.most];
  for (const { term } of least && /\p{Alphabetic}/u.test(letter) ? await index.terms(letter, false, index.spellings) : []) {
    const errors = errorsBetween(word, measure(term));
    if (errors < least) [near, least] = [[], errors];
    if (errors === least) near.push(term);
  }
  const terms = (await Promise.all(near.map((term) => index.terms(term, true)))).flat();
  const forms = terms.map((form) => {
    let pages = 0;
    eachPosting(form, index.count, (_, weight) => (pages += !form.isDense || !weight));
    return { ...form, pages, quality: 0.6 - 0.15 * least, isCorrection: true };
  });
  return forms.sort((a, b) => b.pages - a.pages);
}
