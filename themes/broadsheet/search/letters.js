// Letters that are searched as one, and the sounds of letters that are not Latin. The tables are in the index.

export const HANGUL = "\\u1100-\\u11ff\\u3130-\\u318f\\ua960-\\ua97f\\uac00-\\ud7ff";
export const KANA = "\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff";
export const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}々〆";
const WITH_MARKS = new RegExp(`[^\\0-_a-\\x7f${HANGUL}${KANA}]`, "gu");

/** A table of letters, written as entries of a letter and what it is. */
const table = (text) =>
  new Map(
    text.split(" ").map((entry) => {
      const [letter] = entry;
      return [letter, entry.slice(letter.length)];
    }),
  );

let letters, sounds, hangul;

/** Takes the tables of an index. */
export function useTables(index) {
  letters = table(index.letters);
  sounds = table(index.sounds);
  hangul = index.hangul;
}

const other = (letter) => letters.get(letter) ?? letter;
const withoutMarks = (letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").replace(/./gu, other);

export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[ァ-ヾ]/g, other).replace(WITH_MARKS, withoutMarks);

/** A folded name in Latin letters; nothing if there is a letter whose sound is not known. */
export function romanize(folded) {
  let latin = "";
  const letters = [...folded];
  for (const [place, letter] of letters.entries()) {
    const at = letter.codePointAt(0) - 0xac00;
    const isInside = /\p{Alphabetic}$/u.test(latin);
    if (letter < "\x80") latin += letter;
    else if (at >= 0 && at < 11172) latin += `-${hangul[0][(at / 588) | 0]}${hangul[1][((at % 588) / 28) | 0]}${hangul[2][at % 28]}`;
    else if (letter === "е" && !isInside) latin += "ye";
    // Within a word mostly a vowel, but not in "Marwan".
    else if (letter === "و" && isInside && letters[place + 1] !== "ا") latin += "u";
    else if (!sounds.has(letter) && /\p{Alphabetic}/u.test(letter)) return undefined;
    else latin = (/[ゃゅょ]/.test(letter) ? latin.replace(/i$/, "") : latin) + (sounds.get(letter) ?? " ");
  }
  return latin;
}
