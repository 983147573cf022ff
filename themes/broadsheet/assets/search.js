// The search: an engine that ranks as the command `search` does, the dialog that shows its answers, and marks on the page that a reader chose. Loaded on first use.

// Folding and terms

const HANGUL = "\\u1100-\\u11ff\\u3130-\\u318f\\ua960-\\ua97f\\uac00-\\ud7ff";
const KANA = "\\u3041-\\u30ff\\u31f0-\\u31ff";
const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}々〆";
const LETTERS = `(?:(?![${HANGUL}${KANA}${HAN}])[\\p{Alphabetic}\\p{N}])+`;
const RUNS = new RegExp(`[${HANGUL}]+|[${KANA}${HAN}]+|${LETTERS}(?:'${LETTERS})*`, "gu");
const NO_SPACES = new RegExp(`^[${HANGUL}${KANA}${HAN}]`, "u");
const ONLY_HANGUL = new RegExp(`^[${HANGUL}]{2,}$`);
const ONLY_HAN = new RegExp(`^[${HAN}]{3,}$`, "u");
const WITH_MARKS = new RegExp(`[^\\0-\\x7f${HANGUL}${KANA}]`, "gu");

const pairs = (text) => text.split(" ").map((entry) => [entry[0], entry.slice(1)]);
const OTHER_LETTERS = new Map(pairs("ßss æae œoe øo łl đd ðd þth ħh ıi ŋn ŧt əe ςσ ةه ىي ـ ’' ‘' ʼ' ʻ'"));
const withoutMarks = (letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").replace(/./gu, (part) => OTHER_LETTERS.get(part) ?? part);

export const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("`", "'").replace(WITH_MARKS, withoutMarks);

/** Words, and pairs of characters where words are not divided by spaces. */
export const termsOf = (folded) =>
  (folded.match(RUNS) ?? []).flatMap((run) => {
    const letters = [...run];
    if (NO_SPACES.test(run)) return letters.length < 2 ? run : letters.slice(1).map((letter, at) => letters[at] + letter);
    const parts = run.split("'");
    if (parts.length > 1 && parts.at(-1) === "s") parts.pop();
    if (parts.length > 1) parts.push(parts.join(""));
    return parts.map((part) => (part.length > 40 ? [...part].slice(0, 40).join("") : part));
  });

const wordsOf = (folded) => (folded.match(RUNS) ?? []).map((run) => run.replace(/'s$/, "").replaceAll("'", ""));

// Sounds: names that are written differently but sound alike have the same classes of consonants

const [INITIALS, VOWELS, FINALS] = ["g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h", "a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i", ",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t"].map((sounds) => sounds.split(","));
const LATIN = new Map(pairs("єye іi їyi ґg јj ћch پp چch ژzh گg کk یy ーa"));
for (const [first, sounds] of [
  [0x430, "a,b,v,g,d,e,zh,z,i,?,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,sh,,y,,e,yu,ya"],
  [0x627, "a,b,?,t,th,j,h,kh,d,dh,r,z,s,sh,s,d,t,z,a,gh,?,?,?,?,?,?,f,q,k,l,m,n,h,w,?,y"],
  [0x3041, "a,a,i,i,u,u,e,e,o,o,ka,ga,ki,gi,ku,gu,ke,ge,ko,go,sa,za,shi,ji,su,zu,se,ze,so,zo,ta,da,chi,ji,,tsu,zu,te,de,to,do,na,ni,nu,ne,no,ha,ba,pa,hi,bi,pi,fu,bu,pu,he,be,pe,ho,bo,po,ma,mi,mu,me,mo,ya,ya,yu,yu,yo,yo,ra,ri,ru,re,ro,?,wa,?,?,o,n,vu"],
]) sounds.split(",").forEach((sound, at) => sound !== "?" && LATIN.set(String.fromCharCode(first + at), sound));

function romanize(folded) {
  let latin = "";
  for (const letter of folded) {
    const code = letter.codePointAt(0);
    const at = code - 0xac00;
    // Katakana as hiragana.
    const known = LATIN.get(code > 0x30a0 && code < 0x30f7 ? String.fromCharCode(code - 0x60) : letter);
    if (code < 0x80) latin += letter;
    else if (at >= 0 && at < 11172) latin += `-${INITIALS[(at / 588) | 0]}${VOWELS[((at % 588) / 28) | 0]}${FINALS[at % 28]}`;
    else if (letter === "е" && !/\p{Alphabetic}$/u.test(latin)) latin += "ye";
    else if (known === undefined && /\p{Alphabetic}/u.test(letter)) return undefined;
    else latin += known ?? " ";
  }
  return latin;
}

const CLASSES = new Map("N ng n M m K kh gh ck k g q c C ch zh ts tz j z T th dh t d S sh hs s x F ph f P p b V v w L r l H h Y y".split(" ").flatMap((entry, at, all) => [[entry, all.slice(0, at).findLast((sound) => sound < "a")]]));

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
  return key;
}

// Spellings, and typing errors: a letter that is missing, too much, wrong or swapped with the next

/** A word with a bit for each of its letters, to see fast that another differs much, and the errors that it may have. */
function measure(text) {
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

function spell(folded) {
  const words = wordsOf(folded).map(spellWord);
  const isKnown = words.every(({ sound }) => sound !== undefined);
  return { ...measure(words.map(({ text }) => text).join("")), words, sound: isKnown ? words.map(({ sound }) => sound).join("") : "" };
}

function bitCount(bits) {
  let count = 0;
  for (; bits; bits &= bits - 1) count += 1;
  return count;
}

/** The errors between a word of a query and another, or infinitely many. */
function errorsBetween(word, name) {
  const { most } = word;
  if (!most || Math.abs(word.count - name.count) > most || bitCount(word.letters & ~name.letters) > most || bitCount(name.letters & ~word.letters) > most) return Infinity;
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
  return Math.min(...last) <= most && errors <= most ? errors : Infinity;
}

// Names

const LEAST_SCORE = 0.45;
/** The least score of a name that surely is meant. */
const GOOD_NAME = 0.6;

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

function nameScore(query, name) {
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

function soundScore(query, name) {
  const { length } = query.words;
  if (/[0-9]/.test(query.text)) return 0;
  if (query.sound.length > 2 && query.sound === name.sound) return 0.7;
  const score = length === 1 ? 0.5 * (query.sound.length > 3) : 0.68 * (length === name.words.length);
  return score && matchWords(query, name, (word, other) => word.sound && word.sound === other.sound) && score;
}

// The index

/** Values of a term on a page: once, often, in a lead, in a name. */
const VALUES = [1, 1.5, 3, 5];
/** Kinds that are groups of results; all others are one group. */
const GROUPS = ["figures", "countries", "events", "articles"];
/** So many results of a group are shown at first. */
const FEW = 5;

const parseJson = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
/** For comparing in the order of UTF-8. */
const inOrder = (term) => encodeURIComponent(term).replaceAll("%", "~");

function readNumbers(bytes, at, act) {
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (!(byte & 128)) return value;
    }
  };
  return act(number, (count = 0) => bytes.subarray(at, (at += count)), () => at);
}

/** The terms of a shard, each with its postings. */
const readShard = (bytes) =>
  readNumbers(bytes, 0, (number, take, place) => {
    const [terms, buffer, decoder] = [[], new Uint8Array(1024), new TextDecoder()];
    for (let count = number(); count && place() < bytes.length; count -= 1) {
      const [shared, length] = [number(), number()];
      buffer.set(take(length), shared);
      const term = decoder.decode(buffer.subarray(0, shared + length));
      const size = number();
      terms.push({ term, size: size >> 1, isDense: size & 1 });
    }
    for (const term of terms) term.postings = take(term.size);
    // Not the page of a server that knows no such file.
    if (place() !== bytes.length || !terms.length) throw new Error("no part of the index");
    return terms;
  });

/** The files of one version of the site. `load` fetches the bytes of a file, from the server anew if told so. */
class Index {
  static async open(load, isAnew) {
    const index = Object.assign(new Index(), parseJson(await load("search/search.json", isAnew)), { load, files: new Map() });
    if (index.version !== 1) throw new Error(`index of version ${index.version}`);
    const [names, ranks] = await Promise.all([index.#file(index.names, "json", parseJson), index.#file(index.ranks, "bin", (bytes) => bytes)]);
    if (ranks.length !== 3 * index.count) throw new Error("no ranks");
    const functionWords = new Set(index.function_words);
    const isContent = (word) => !functionWords.has(word);
    return Object.assign(index, {
      ranks,
      isContent,
      names: names.flatMap(([page, all]) => all.map((name, at) => ({ ...spell(fold(name)), page, factor: at ? 1 : 1.04 }))),
      phrases: names.flatMap(([page, , phrases = []]) => phrases.map((phrase) => [page, wordsOf(fold(phrase)).filter(isContent)])),
    });
  }

  #file(hash, ending, read) {
    if (!this.files.has(hash)) {
      const file = this.load(`assets/search/${hash}.${ending}`).then(read);
      this.files.set(hash, file);
      file.catch(() => this.files.delete(hash));
    }
    return this.files.get(hash);
  }

  /** The pages for a query by groups, the best first; and words that no page has, with what was searched instead. */
  async search(query, isWithoutTexts) {
    const folded = fold(query);
    const spelt = spell(folded);
    const mostOfWords = spelt.words.reduce((sum, { most }) => sum + most, 0);
    const names = this.#nameScores({ ...spelt, mostOfWords, sound: soundKey(folded) ?? "" });
    const texts = isWithoutTexts ? { pages: new Map(), corrections: [] } : await this.#matchTexts(folded);
    let [bestName, bestShare] = [0, 0];
    for (const score of names.values()) bestName = Math.max(bestName, score);
    for (const { share } of texts.pages.values()) bestShare = Math.max(bestShare, share);
    const isDated = folded.split(" ").some((word) => /^[12][0-9]{3}$/.test(word));
    const results = [];
    for (let page = 0; page < this.count; page += 1) {
      const name = names.get(page) >= LEAST_SCORE ? names.get(page) : 0;
      const text = texts.pages.get(page);
      if (!name && !text) continue;
      const at = 3 * page;
      const flags = this.ranks[at + 2];
      let score = 40 * name;
      if (text) {
        // Long pages have many words.
        const value = text.score / (0.85 + 0.15 * Math.sqrt((2 ** (this.ranks[at + 1] / 8) - 1) / this.mean_length));
        // Among pages that have nearly all words, those that have few are not looked for.
        if (text.share > 0.93) score += value + 4;
        else if (text.share > (bestShare < 0.93 ? 0.45 : 0.6) && bestName < GOOD_NAME) score += value * text.share ** 2;
        else if (name) score += 0.3 * value;
      }
      if (!score) continue;
      score *= (isDated && flags & 1 ? 1.25 : 1) * (flags & 2 ? 0.5 : 1) * (1 + (0.03 * this.ranks[at]) / 32);
      results.push({ page, score, kind: this.kinds[flags >> 2], terms: text?.terms ?? [] });
    }
    results.sort((a, b) => b.score - a.score || a.page - b.page);
    const groups = new Map();
    for (const result of results) {
      const group = GROUPS.includes(result.kind) ? result.kind : "others";
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(result);
    }
    const answer = { query, results, groups, isWithoutTexts, describe: (some) => this.#describe(some) };
    await Promise.all([...groups.values()].map((group) => this.#describe(group.slice(0, FEW))));
    // The words of a name in another spelling need not be in any text.
    answer.corrections = texts.corrections.filter(([, nearest]) => nearest || bestName < GOOD_NAME);
    return answer;
  }

  #describe(results) {
    const add = async (result) => {
      const block = await this.#file(this.blocks[Math.floor(result.page / this.block_size)], "json", parseJson);
      [result.title, result.href, , result.date, result.brief, result.language] = block[result.page % this.block_size];
    };
    return Promise.all(results.map(add));
  }

  #nameScores(query) {
    const scores = new Map();
    const add = (page, score) => score > (scores.get(page) ?? 0) && scores.set(page, score);
    if (query.text) for (const name of this.names) add(name.page, nameScore(query, name) * name.factor);
    // "President of South Korea".
    const words = query.words.map((word) => word.text).filter(this.isContent);
    if (words.length > 1) {
      for (const [page, phrase] of this.phrases) if (words.every((word) => phrase.includes(word))) add(page, 0.45 + (0.35 * words.length) / phrase.length);
    }
    return scores;
  }

  async #matchTexts(folded) {
    const words = [...new Set((await Promise.all(termsOf(folded).map((term) => this.#divide(term)))).flat())];
    const forms = await Promise.all(words.map((word, at) => this.#forms(word, at + 1 === words.length)));
    const hasContent = words.some(this.isContent);
    const [pages, corrections] = [new Map(), []];
    let total = 0;
    words.forEach((word, at) => {
      const best = new Map();
      for (const form of forms[at]) {
        this.#eachPosting(form, (page, weight) => {
          const score = form.quality * VALUES[weight];
          if (!(score <= best.get(page)?.score)) best.set(page, { score, term: form.term });
        });
      }
      const [first] = forms[at];
      if (!first || first.isCorrection) corrections.push([word, first?.term]);
      if (!first) return;
      const counts = !hasContent || this.isContent(word);
      // A word that few pages have says much, a function word little.
      const rarity = Math.log(1 + this.count / best.size) * (counts ? 1 : 0.1);
      total += rarity;
      for (const [page, { score, term }] of best) {
        let text = pages.get(page);
        if (!text) pages.set(page, (text = { score: 0, share: 0, terms: [] }));
        text.score += score * rarity;
        text.share += rarity;
        if (counts) text.terms.push(term);
      }
    });
    for (const text of pages.values()) text.share /= total;
    return { pages, corrections };
  }

  /** The pages that have a term, and its weight there. A term of many pages has a bit for each page, then a list of those where it weighs more. */
  #eachPosting({ postings, isDense }, act) {
    if (isDense) for (let page = 0; page < this.count; page += 1) if ((postings[page >> 3] >> (page & 7)) & 1) act(page, 0);
    let page = -1;
    readNumbers(postings, isDense ? Math.ceil(this.count / 8) : 0, (number, _, place) => {
      while (place() < postings.length) {
        const posting = number();
        page += (posting >> 2) + 1;
        act(page, posting & 3);
      }
    });
  }

  /** The terms that begin with a prefix, in order; or the term alone. */
  async #terms(prefix, isWhole) {
    const place = inOrder(prefix);
    const first = this.shards.findLastIndex(([key]) => inOrder(key) <= place);
    const shards = this.shards.filter(([key], at) => at === first || (!isWhole && at > first && key.startsWith(prefix)));
    const terms = await Promise.all(shards.map(([, hash]) => this.#file(hash, "bin", readShard)));
    return terms.flatMap((some) => some.filter(({ term }) => (isWhole ? term === prefix : term.startsWith(prefix))));
  }

  /** The two words of which a word that no page has may be made: "berlinermauer". */
  async #divide(word) {
    const letters = [...word];
    if (letters.length < 6 || (await this.#terms(word)).length) return word;
    for (let at = 3; at <= letters.length - 3; at += 1) {
      const parts = [letters.slice(0, at).join(""), letters.slice(at).join("")];
      if ((await this.#terms(parts[0], true)).length && (await this.#terms(parts[1], true)).length) return parts;
    }
    return word;
  }

  /** The terms that a word may mean: itself, its other forms, longer words if it is the last; where there is none, words with typing errors. */
  async #forms(word, isLast) {
    const { length } = [...word];
    const isEnding = (text) => !text || this.endings.includes(text);
    const alike = await this.#terms(word, length < (isLast ? 2 : 3));
    const forms = alike.map((form) => {
      const isForm = length > 2 && isEnding(form.term.slice(word.length));
      const isLonger = isLast && (length > 3 || alike[0].term !== word);
      return { ...form, quality: form.term === word ? 1 : isForm ? 0.8 : isLonger ? 0.5 : 0 };
    });
    for (const ending of this.endings.filter((ending) => word.endsWith(ending))) {
      const stem = word.slice(0, -ending.length);
      if ([...stem].length < 4) continue;
      for (const form of await this.#terms(stem)) if (isEnding(form.term.slice(stem.length))) forms.push({ ...form, quality: 0.75 });
    }
    const found = forms.filter((form) => form.quality);
    return found.length ? found : this.#corrections(measure(word));
  }

  /** The terms with the fewest typing errors, of those with the same first letter. */
  async #corrections(word) {
    const [letter] = word.text;
    let [near, least] = [[], word.most];
    for (const form of least && /\p{Alphabetic}/u.test(letter) ? await this.#terms(letter) : []) {
      const errors = errorsBetween(word, measure(form.term));
      if (errors < least) [near, least] = [[], errors];
      if (errors === least) near.push({ ...form, quality: 0.6 - 0.15 * errors, isCorrection: true });
    }
    return near;
  }
}

export class Engine {
  constructor(load) {
    this.load = load;
  }

  open(isAnew) {
    const index = Index.open(this.load, isAnew);
    const forget = () => this.index === index && (this.index = undefined);
    this.index ??= index;
    index.then(() => (this.index = index), forget);
    return index;
  }

  /** Answers a query. The site may have been published anew, so a missing file is looked for once in the newest index; then only names are searched. */
  async search(query) {
    const known = await (this.index ?? this.open());
    try {
      const answer = await known.search(query);
      this.isNewest = false;
      return answer;
    } catch {
      const index = this.isNewest ? known : await this.open(true).catch(() => known);
      this.isNewest = true;
      return index.search(query).catch(() => index.search(query, true));
    }
  }
}

// The dialog

/** So many more results are shown at a time of a group that a reader chose. */
const MANY = 50;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The dialog of a search link, which has the words and the addresses. */
function makeDialog(link) {
  const words = link.dataset;
  const site = new URL("..", new URL(words.index, location.href));
  const engine = new Engine(async (path, isAnew) => {
    const response = await fetch(new URL(path, site), isAnew && { cache: "reload" });
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return new Uint8Array(await response.arrayBuffer());
  });
  const button = (onclick, properties, ...children) => element("button", { type: "button", onclick, ...properties }, ...children);
  const counted = (name, count) => [name, " ", element("span", { className: "count" }, count)];
  const label = { ariaLabel: link.textContent.trim() };
  const input = element("input", { ...label, placeholder: words.hint, autocomplete: "off", autocapitalize: "none", spellcheck: false, enterKeyHint: "go" });
  const form = element("form", {}, input, button(() => dialog.close(), { ariaLabel: words.close }, "×"));
  const status = element("div", { role: "status" });
  const filters = element("p", { className: "kinds" });
  const list = element("ol");
  list.dataset.searchResults = "";
  const { lang, dir } = link.closest("[lang]");
  const dialog = element("dialog", { ...label, className: "search", lang, dir }, form, element("div", {}, status, filters, list));
  document.body.append(dialog);

  let [answer, chosen, limit, asked] = [undefined, "", FEW, 0];
  const links = () => [...list.querySelectorAll("a")];
  const say = (...lines) => status.replaceChildren(...lines.map((line) => element("p", {}, line)));
  const choose = (group) => ([chosen, limit] = [group, group ? MANY : FEW]);

  function clear(...said) {
    answer = undefined;
    filters.replaceChildren();
    list.replaceChildren();
    say(...said);
  }

  function item({ href, title, kind, date, brief, language, terms }) {
    const own = { dir: "auto", lang: language ?? "" };
    const url = new URL(href, site);
    // For the marks. The A–Z has a query of its own.
    if (terms.length && url.pathname !== link.pathname) url.searchParams.set("q", [...new Set(terms)].slice(0, 10).join(" "));
    const facts = [!GROUPS.includes(kind) && words[kind], date].filter(Boolean).map((fact) => element("span", {}, fact));
    return element(
      "li",
      {},
      element("p", { className: "title" }, element("a", { href: url.href, ...own }, title)),
      element("p", { className: "meta" }, ...facts),
      element("p", own, brief ?? ""),
    );
  }

  function section([group, results]) {
    const more = async () => {
      const before = chosen ? limit : FEW;
      if (chosen) limit += MANY;
      else choose(group);
      await show();
      links()[before]?.focus();
    };
    const parts = [element("h2", {}, ...counted(words[group], results.length)), element("ol", { ariaLabel: words[group] }, ...results.slice(0, limit).map(item))];
    if (results.length > limit) parts.push(button(more, {}, chosen ? words.more : fill(words.all, { n: results.length })));
    return element("li", {}, ...parts);
  }

  async function show() {
    const { query, results, groups, corrections, isWithoutTexts, describe } = answer;
    const number = asked;
    if (!groups.has(chosen)) choose("");
    const shown = [...groups].filter(([group]) => !chosen || group === chosen);
    await Promise.all(shown.map(([, some]) => describe(some.slice(0, limit)))).catch(() => clear(words.failed));
    if (!answer || number !== asked) return;
    const said = corrections.map(([word, nearest]) => fill(nearest ? words.nearest : words.missing, { word, nearest }));
    if (isWithoutTexts) said.push(words.namesOnly);
    say(...said, fill(results.length ? words.count : words.nothing, { n: results.length, query }));
    const choice = ([group, some]) => {
      const act = async () => {
        choose(group);
        await show();
        filters.querySelector("[aria-pressed=true]")?.focus();
      };
      return button(act, { ariaPressed: group === chosen }, ...counted(words[group || "every"], some.length));
    };
    filters.replaceChildren(...(groups.size > 1 ? [["", results], ...groups].map(choice) : []));
    list.replaceChildren(...shown.map(section));
  }

  async function ask() {
    const [query, number] = [input.value.trim(), (asked += 1)];
    if (!query) return clear();
    const waiting = setTimeout(() => number === asked && say(words.loading), 200);
    try {
      const found = await engine.search(query);
      if (number !== asked) return;
      answer = found;
      choose(chosen);
      await show();
    } catch {
      if (number === asked) clear(words.failed, element("a", { href: link.href }, words.instead));
    } finally {
      clearTimeout(waiting);
    }
  }

  input.addEventListener("input", ask);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (answer?.query === input.value.trim()) links()[0]?.click();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const [all, step] = [[input, ...links()], { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    const at = all.indexOf(event.target);
    if (step) {
      event.preventDefault();
      all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
    } else if (at > 0 && event.key.length === 1 && event.key !== " ") input.focus();
  });
  engine.open().catch(() => {});
  return () => {
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
  };
}

let openDialog;

/** Opens the dialog of a search link. */
export const open = (link) => (openDialog ??= makeDialog(link))();

/** Marks words on the page that was found, and scrolls to the first of them that is shown. */
export function mark(query, root) {
  const wanted = new Set(termsOf(fold(query)));
  const ranges = [];
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    for (const { 0: run, index } of node.data.matchAll(RUNS)) {
      const length = NO_SPACES.test(run) ? 2 : run.length;
      for (let at = 0; at === 0 || at + length <= run.length; at += 1) {
        const text = run.slice(at, at + length);
        if (termsOf(fold(text)).some((term) => wanted.has(term))) ranges.push(new StaticRange({ startContainer: node, startOffset: index + at, endContainer: node, endOffset: index + at + text.length }));
      }
    }
  }
  CSS.highlights.set("search", new Highlight(...ranges.slice(0, 1000)));
  const first = ranges.map((range) => range.startContainer.parentElement).find((parent) => parent.checkVisibility());
  const box = first?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight)) first.scrollIntoView({ block: "center" });
}
