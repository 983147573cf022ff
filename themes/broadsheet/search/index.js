// The index, and how it ranks: as the command `search` does

import { parseJson, readNumbers, readShard } from "./files.js";
import { FEW, groupsOf } from "./groups.js";
import { fold, useTables } from "./letters.js";
import { GOOD_NAME, LEAST_SCORE, nameScore } from "./names.js";
import { soundKey } from "./sounds.js";
import { errorsBetween, measure, spell } from "./spellings.js";
import { termsOf, wordsOf } from "./terms.js";

/** Values of a term on a page: once, often, in a lead, in a name. */
const VALUES = [1, 1.5, 3, 5];

/** For comparing in the order of UTF-8. */
const inOrder = (term) => encodeURIComponent(term).replaceAll("%", "~");

/** Adds to a result what its entry in the index says. */
function show(result, entry) {
  [result.title, result.href, , result.date, result.brief, result.language] = entry;
  return result;
}

/** The files of one version of the site. `load` fetches the bytes of a file, from the server anew if told so. */
export class Index {
  static async open(load, isAnew) {
    const index = Object.assign(new Index(), parseJson(await load("search/search.json", isAnew)), { load, files: new Map() });
    if (index.version !== 1) throw new Error(`index of version ${index.version}`);
    useTables(index);
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

  /** The pages for a query, the best first; and words that no page has, with what was searched instead. */
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
      results.push({ page, score, kind: this.kinds[flags >> 2], terms: text?.terms ?? [], isNamed: name > 0 });
    }
    results.sort((a, b) => b.score - a.score || a.page - b.page);
    const answer = { index: this, query, results, isWithoutTexts };
    await Promise.all([...groupsOf(results).values()].map((group) => this.describe(group.slice(0, FEW))));
    // The words of a name in another spelling need not be in any text.
    answer.corrections = texts.corrections.filter(([, nearest]) => nearest || bestName < GOOD_NAME);
    return answer;
  }

  /** Adds to results what is shown of them. */
  describe(results) {
    const add = async (result) => {
      if (result.title) return;
      const block = await this.#file(this.blocks[Math.floor(result.page / this.block_size)], "json", parseJson);
      show(result, block[result.page % this.block_size]);
    };
    return Promise.all(results.map(add));
  }

  /** What is shown before a query. */
  async suggest() {
    const entries = await this.#file(this.suggestions, "json", parseJson);
    return { index: this, query: "", results: entries.map((entry) => show({ kind: this.kinds[entry[2]], terms: [], isNamed: true }, entry)), corrections: [] };
  }

  /** The years and countries of all pages. */
  facetsOfPages() {
    return this.#file(this.facets, "json", parseJson);
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
      for (const { term, postings, quality } of forms[at]) {
        let page = -1;
        readNumbers(postings, 0, (number, _, place) => {
          while (place() < postings.length) {
            const posting = number();
            page += (posting >> 2) + 1;
            const score = quality * VALUES[posting & 3];
            if (!(score <= best.get(page)?.score)) best.set(page, { score, term });
          }
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
