// The index, and how it ranks: as the command `search` does

import { check, eachPosting, parseJson, readFile, readShard } from "./files.js";
import { FEW, groupsOf } from "./groups.js";
import { later } from "./later.js";
import { fold, useTables } from "./letters.js";
import { GOOD_NAME, LEAST_SCORE, nameScore } from "./names.js";
import { soundKey } from "./sounds.js";
import { spell } from "./spellings.js";
import { termsOf, wordsOf } from "./terms.js";

/** Values of a term on a page: once, often, in a lead, in a name. */
const VALUES = [1, 1.5, 3, 5];

/** The part of the words of a query, by how much they say, that is nearly all. */
const NEARLY_ALL = 0.93;

/** For comparing in the order of UTF-8. */
const inOrder = (term) => encodeURIComponent(term).replaceAll("%", "~");

/** Adds to a result what its entry in the index says. */
function show(result, entry) {
  [result.title, result.href, , result.date, result.brief, result.language] = entry;
  return result;
}

/** The files of one version of the site. `load` fetches the bytes of a file, from the server anew if told so. */
export class Index {
  #load;
  #files = new Map();
  #ranks;
  #isContent;
  #names;
  #phrases;

  static async open(load, isAnew) {
    const index = Object.assign(new Index(), await readFile(load, "search/search.json", parseJson, isAnew));
    check(index.version === 1);
    index.#load = load;
    useTables(index);
    const [names, ranks] = await Promise.all([index.file(index.names, "json", parseJson), index.file(index.ranks, "bin", (bytes) => check(bytes.length === 3 * index.count) ?? bytes)]);
    const functionWords = new Set(index.function_words);
    index.#isContent = (word) => !functionWords.has(word);
    index.#ranks = ranks;
    index.#names = names.flatMap(([page, all]) => all.map((name, at) => ({ ...spell(fold(name)), page, factor: at ? 1 : 1.04 })));
    index.#phrases = names.flatMap(([page, , phrases = []]) => phrases.map((phrase) => [page, wordsOf(fold(phrase)).filter(index.#isContent)]));
    return index;
  }

  file(hash, ending, parse) {
    if (!this.#files.has(hash)) {
      const file = readFile(this.#load, `assets/search/${hash}.${ending}`, parse);
      this.#files.set(hash, file);
      file.catch(() => this.#files.delete(hash));
    }
    return this.#files.get(hash);
  }

  /** The pages for a query, the best first; and words that no page has, with what was searched instead. */
  async search(query, isWithoutTexts) {
    const folded = fold(query);
    const read = /\p{sc=Han}/u.test(folded) && (await later()).readInKorean(folded);
    const names = this.#nameScores(folded, read);
    const texts = await this.#matchTexts(isWithoutTexts ? "" : folded);
    const bestName = Math.max(0, ...names.values());
    const bestShare = texts.shares.reduce((best, share) => Math.max(best, share), 0);
    const isDated = /(^| )[12][0-9]{3}( |$)/.test(folded);
    // The words of a name in another spelling need not be in any text, and pages that have one of them are not looked for.
    const isOtherSpelling = bestName >= GOOD_NAME && texts.corrections.some(([, nearest]) => !nearest);
    const results = [];
    for (let page = 0; page < this.count; page += 1) {
      const name = names.get(page) >= LEAST_SCORE ? names.get(page) : 0;
      const [text, share] = [texts.scores[page], texts.shares[page]];
      if (!name && !text) continue;
      const at = 3 * page;
      const flags = this.#ranks[at + 2];
      let score = 40 * name;
      if (text) {
        // Long pages have many words.
        const value = text / (0.85 + 0.15 * Math.sqrt((2 ** (this.#ranks[at + 1] / 8) - 1) / this.mean_length));
        // Pages that have some of the words come after those that have nearly all.
        if (share > NEARLY_ALL) score += isOtherSpelling ? 0.3 * value : value + 4;
        else if (share > 0.25 && bestName < GOOD_NAME) score += value * share ** 2;
        else if (name) score += 0.3 * value;
      }
      if (!score) continue;
      score *= (isDated && flags & 1 ? 1.25 : 1) * (flags & 2 ? 0.5 : 1) * (1 + (0.03 * this.#ranks[at]) / 32);
      results.push({ page, score, kind: this.kinds[flags >> 2], isNamed: name > 0, termsOf: texts.termsOf });
    }
    results.sort((a, b) => b.score - a.score || a.page - b.page);
    await this.describe([...groupsOf(results).values()].flatMap((group) => group.slice(0, FEW)));
    return {
      index: this,
      query,
      results,
      corrections: texts.corrections.filter(([, nearest]) => nearest || !isOtherSpelling),
      isPartial: !isWithoutTexts && bestShare < NEARLY_ALL && bestName < GOOD_NAME,
      isWithoutTexts,
    };
  }

  /** Adds to results what is shown of them. Those that cannot be read stay without a title. */
  describe(results) {
    const add = async (result) => {
      result.terms ??= result.termsOf(result.page);
      if (result.title) return;
      const block = await this.file(this.blocks[Math.floor(result.page / this.block_size)], "json", parseJson).catch(() => []);
      show(result, block[result.page % this.block_size] ?? []);
    };
    return Promise.all(results.map(add));
  }

  /** What is shown before a query. */
  async suggest() {
    const entries = await this.file(this.suggestions, "json", parseJson);
    return { index: this, query: "", results: entries.map((entry) => show({ kind: this.kinds[entry[2]], terms: [], isNamed: true }, entry)), corrections: [] };
  }

  #nameScores(folded, read) {
    const scores = new Map();
    const add = (page, score) => score > (scores.get(page) ?? 0) && scores.set(page, score);
    const addNames = (text, factor) => {
      const spelt = spell(text);
      const query = { ...spelt, mostOfWords: spelt.words.reduce((sum, { most }) => sum + most, 0), sound: soundKey(text) ?? "" };
      if (query.text) for (const name of this.#names) add(name.page, nameScore(query, name) * name.factor * factor);
    };
    addNames(folded, 1);
    if (read) addNames(read, 0.95);
    const all = wordsOf(folded);
    const start = all.findIndex(this.#isContent);
    // "Who is Biegun?"
    if (start > 0) addNames(all.slice(start).join(" "), 0.95);
    // "President of South Korea".
    const words = all.filter(this.#isContent);
    if (words.length > 1) {
      for (const [page, phrase] of this.#phrases) if (words.every((word) => phrase.includes(word))) add(page, 0.45 + (0.35 * words.length) / phrase.length);
    }
    return scores;
  }

  async #matchTexts(folded) {
    const { count } = this;
    const words = [...new Set((await Promise.all(termsOf(folded).map((term) => this.#divide(term)))).flat())];
    const forms = await Promise.all(words.map((word, at) => this.#forms(word, at + 1 === words.length)));
    const hasContent = words.some(this.#isContent);
    const [scores, shares, corrections, termsOfWords] = [new Float64Array(count), new Float64Array(count), [], []];
    let total = 0;
    words.forEach((word, at) => {
      const [first] = forms[at];
      if (!first || first.isCorrection) corrections.push([word, first?.term]);
      if (!first) return;
      const [best, bestForm] = [new Float64Array(count), new Uint32Array(count)];
      let pages = 0;
      forms[at].forEach((form, number) =>
        eachPosting(form, count, (page, weight) => {
          const score = form.quality * VALUES[weight];
          if (score <= best[page]) return;
          if (!best[page]) pages += 1;
          best[page] = score;
          bestForm[page] = number;
        }),
      );
      const counts = !hasContent || this.#isContent(word);
      // A word that few pages have says much, a function word little.
      const rarity = Math.log(1 + count / pages);
      if (counts) total += rarity;
      for (let page = 0; page < count; page += 1) {
        if (!best[page]) continue;
        scores[page] += best[page] * rarity * (counts ? 1 : 0.1);
        if (counts) shares[page] += rarity;
      }
      if (counts) termsOfWords.push((page) => (best[page] ? forms[at][bestForm[page]].term : []));
    });
    return { scores, shares: shares.map((share) => share && share / total), termsOf: (page) => termsOfWords.flatMap((termOf) => termOf(page)), corrections };
  }

  /** The words of which a word that no page has may be made. */
  async #divide(word) {
    const isDivisible = word.length > 5 || (/[0-9]/.test(word) && /[^0-9]/.test(word));
    return !isDivisible || (await this.terms(word)).length ? word : (await later()).divideWord(this, word);
  }

  /** The terms that begin with a prefix, in order; or the term alone. */
  async terms(prefix, isWhole, lists = this.shards) {
    const place = inOrder(prefix);
    const first = lists.findLastIndex(([key]) => inOrder(key) <= place);
    const shards = lists.filter(([key], at) => at === first || (!isWhole && at > first && key.startsWith(prefix)));
    const terms = await Promise.all(shards.map(([, hash]) => this.file(hash, "bin", readShard)));
    return terms.flatMap((some) => some.filter(({ term }) => (isWhole ? term === prefix : term.startsWith(prefix))));
  }

  /** The terms that a word may mean: itself, its other forms, longer words if it may be incomplete; where there is none, words with typing errors. */
  async #forms(word, isLast) {
    const { length } = [...word];
    const isEnding = (text) => !text || this.endings.includes(text);
    const alike = await this.terms(word, length < 3);
    const forms = alike.map((form) => {
      const isForm = length > 2 && isEnding(form.term.slice(word.length));
      const isLonger = (isLast && length > 3) || alike[0].term !== word;
      return { ...form, quality: form.term === word ? 1 : isForm ? 0.8 : isLonger ? 0.5 : 0 };
    });
    for (const ending of this.endings.filter((ending) => word.endsWith(ending))) {
      const stem = word.slice(0, -ending.length);
      if ([...stem].length < 4) continue;
      for (const form of await this.terms(stem)) if (isEnding(form.term.slice(stem.length))) forms.push({ ...form, quality: 0.75 });
    }
    const found = forms.filter((form) => form.quality);
    return found.length ? found : (await later()).correctWord(this, word);
  }
}
