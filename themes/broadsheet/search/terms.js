// The terms of a text

import { HAN, HANGUL, KANA } from "./letters.js";

const LETTERS = `(?:(?![${HANGUL}${KANA}${HAN}])[\\p{Alphabetic}\\p{N}])+`;
const RUNS = new RegExp(`[${HANGUL}]+|[${KANA}${HAN}]+|${LETTERS}(?:'${LETTERS})*`, "gu");
const NO_SPACES = new RegExp(`^[${HANGUL}${KANA}${HAN}]`, "u");

/** Words, and pairs of characters where words are not divided by spaces. */
export const termsOf = (folded) =>
  (folded.match(RUNS) ?? []).flatMap((run) => {
    const letters = [...run];
    if (NO_SPACES.test(run)) return letters.length < 2 ? run : letters.slice(1).map((letter, at) => letters[at] + letter);
    // Arabic words without their article, and without a particle before that.
    const parts = run.replace(/^([وفبك]?ال|لل)(?=[^']{3,}$)/, "").split("'");
    if (parts.length > 1 && parts.at(-1) === "s") parts.pop();
    if (parts.length > 1) parts.push(parts.join(""));
    return parts.map((part) => (part.length > 40 ? [...part].slice(0, 40).join("") : part));
  });

/** The words of a name or query, without possessive endings. */
export const wordsOf = (folded) => (folded.match(RUNS) ?? []).map((run) => run.replace(/'s$/, "").replaceAll("'", ""));
