// Letters that are searched as one, and the sounds of letters that are not Latin. The tables are in the index.

export const HANGUL = "\\u1100-\\u11ff\\u3130-\\u318f\\ua960-\\ua97f\\uac00-\\ud7ff";
export const KANA = "\\u3041-\\u30ff\\u31f0-\\u31ff";
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

const withoutMarks = (letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").replace(/./gu, (part) => letters.get(part) ?? part);

export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(WITH_MARKS, withoutMarks);

/** A folded name in Latin letters; nothing if there is a letter whose sound is not known. */
export function romanize(folded) {
  let latin = "";
  for (const letter of folded) {
    const code = letter.codePointAt(0);
    const at = code - 0xac00;
    // Katakana as hiragana.
    const known = sounds.get(code > 0x30a0 && code < 0x30f7 ? String.fromCharCode(code - 0x60) : letter);
    if (code < 0x80) latin += letter;
    else if (at >= 0 && at < 11172) latin += `-${hangul[0][(at / 588) | 0]}${hangul[1][((at % 588) / 28) | 0]}${hangul[2][at % 28]}`;
    else if (letter === "е" && !/\p{Alphabetic}$/u.test(latin)) latin += "ye";
    else if (known === undefined && /\p{Alphabetic}/u.test(letter)) return undefined;
    else latin += known ?? " ";
  }
  return latin;
}
