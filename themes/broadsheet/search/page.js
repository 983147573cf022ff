// The page of the search, whose address has the query and the filters

import { makeResults } from "./results.js";

/** The query of an address for what a reader asked and chose. */
export const addressOf = (q, chosen) => new URLSearchParams(Object.entries({ q, ...chosen }).filter(([, value]) => q && value));

/** Shows results below the form of the page; returns how to come back to its field. */
export function makePage(link, form) {
  const [input, asked, { title }] = [form.elements.q, new URLSearchParams(location.search), document];
  const chosen = Object.fromEntries(["kind", "country", "year"].map((name) => [name, asked.get(name) ?? ""]));
  const changed = (q) => {
    history.replaceState(history.state, "", q ? `?${addressOf(q, chosen)}` : location.pathname);
    document.title = q ? `${q} – ${title}` : title;
  };
  const { root, ask } = makeResults(link, input, chosen, changed);
  input.value = asked.get("q") ?? "";
  form.after(root);
  form.addEventListener("submit", (event) => event.preventDefault());
  ask();
  return () => {
    input.focus();
    input.select();
  };
}
