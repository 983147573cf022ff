// Answers queries, also where the site was published anew or a file is missing

import { Index } from "./index.js";

export class Engine {
  #load;
  #index;
  /** The index was read anew for a file that is missing still. */
  #isNewest;

  constructor(load) {
    this.#load = load;
  }

  open(isAnew) {
    const index = Index.open(this.#load, isAnew);
    const forget = () => this.#index === index && (this.#index = undefined);
    this.#index ??= index;
    index.then(() => (this.#index = index), forget);
    return index;
  }

  /** What is shown before a query. */
  async suggest() {
    return (await (this.#index ?? this.open())).suggest();
  }

  /** Answers a query, by names only if told so. The site may have been published anew, so a missing file is looked for once in the newest index; then only names are searched. */
  async search(query, isByNames) {
    const known = await (this.#index ?? this.open());
    if (isByNames) return known.search(query, true);
    try {
      const answer = await known.search(query);
      const isWhole = answer.results.every(({ terms, title }) => title || !terms);
      if (isWhole || this.#isNewest) {
        this.#isNewest &&= !isWhole;
        return answer;
      }
    } catch ({ name }) {
      if (name === "TimeoutError") return known.search(query, true);
    }
    const index = this.#isNewest ? known : await this.open(true).catch(() => known);
    this.#isNewest = true;
    return index.search(query).catch(() => index.search(query, true));
  }
}
