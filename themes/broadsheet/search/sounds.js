// Sounds: names that are written differently but sound alike have the same classes of consonants

import { romanize } from "./letters.js";

const CLASSES = new Map("N ng n M m K kh gh ck k g q c C ch zh ts tz j z T th dh t d S sh hs s x P ph f p b v w L r l H h Y y".split(" ").flatMap((entry, at, all) => [[entry, all.slice(0, at).findLast((sound) => sound < "a")]]));

/** Before P, M and N are one in Japanese and others: "Trump" is "toranpu". Russians write "Shinzo" "sindzo". */
export const joinSounds = (key) => key.replaceAll("MP", "NP").replaceAll("TC", "C");

export function soundKey(folded) {
  let key = "";
  const latin = romanize(folded);
  if (latin === undefined) return undefined;
  for (const part of latin.split(/[^a-z']+/)) {
    // "Ri", "Lee", "Yi" and "I" are one.
    const word = part.replaceAll("'", "").replace(/^[rl]h?(?=i|ee|y)/, "");
    let last = "";
    for (const { 0: letter, index } of word.matchAll(/ng|[kgztdsp]h|c[hk]|t[sz]|hs|./g)) {
      const next = word[index + 1] ?? "";
      const isBeforeVowel = /[aeiouy]/.test(next);
      let sound = CLASSES.get(letter) ?? "";
      if ((letter === "c" && /[eiy]/.test(next)) || (letter === "q" && /[iu]/.test(next) && !last)) sound = "C";
      // Not spoken: "Park".
      if ((letter === "h" || letter === "y" || (letter === "r" && index)) && !isBeforeVowel) sound = "";
      if (letter === "y" && (next === "i" || /[CS]/.test(last))) sound = "";
      if (sound !== last || /[aeiouy]/.test(word[index - 1] ?? "")) key += sound;
      last = sound;
    }
  }
  return joinSounds(key);
}
