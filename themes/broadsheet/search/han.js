// Chinese characters as Koreans read them

const SYLLABLES = 11172;

/** A text with its Han characters as syllables of Hangul. Korean sorts each character beside the syllable by which it is read. */
export function readInKorean(text) {
  const { compare } = new Intl.Collator("ko", { sensitivity: "base" });
  const syllable = (at) => String.fromCharCode(0xac00 + at);
  return text.replace(/\p{sc=Han}/gu, (letter) => {
    let [low, high] = [0, SYLLABLES - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compare(syllable(middle), letter);
      if (!order) return syllable(middle);
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return letter;
  });
}
