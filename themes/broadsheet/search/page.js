// The page of the search, whose address has the query and the filters

import { queryOf } from "./elements.js";

/** Shows results below the form of the page; returns how to come back to its field. */
export function makePage(makeResults, link, form) {
  const [input, asked, { title }] = [form.elements.q, new URLSearchParams(location.search), document];
  const chosen = Object.fromEntries(["kind", "country", "year"].map((name) => [name, asked.get(name) ?? ""]));
  const changed = (q) => {
    history.replaceState(history.state, "", q ? `?${queryOf(q, chosen)}` : location.pathname);
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
