// Answers queries, also where the site was published anew or a file is missing

import { Index } from "./index.js";

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

  /** What is shown before a query. */
  async suggest() {
    return (await (this.index ?? this.open())).suggest();
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
