// The search, loaded on first use: an engine that ranks as the command `search` does, and what shows its answers

import { makeDialog } from "./dialog.js";
import { later } from "./later.js";
import { makeResults } from "./results.js";

export { Engine } from "./engine.js";
export { fold } from "./letters.js";
export { termsOf } from "./terms.js";

let openSearch;

/** Opens the dialog of a search link, or goes to the field of the search's own page. */
export const open = (link) => openSearch ? openSearch() : (openSearch = makeDialog(link))();

/** Makes the search's own page work. */
export async function showPage(link, form) {
  const { makePage } = await later();
  openSearch = makePage(makeResults, link, form);
}
