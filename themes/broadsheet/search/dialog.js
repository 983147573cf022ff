// The dialog of the search, on every page

import { button, element, queryOf } from "./elements.js";
import { makeResults } from "./results.js";

/** Keeps whether the key `/` opens the search, or tells what is kept; the script of all pages reads it. A browser may forbid it. */
function keyChoice(value) {
  try {
    return value ? localStorage.setItem("search-key", value) : localStorage.getItem("search-key");
  } catch {}
}

/** The dialog of a search link; returns how to open it. */
export function makeDialog(link) {
  const words = link.dataset;
  const label = { ariaLabel: link.textContent.trim() };
  const input = element("input", { ...label, placeholder: words.hint, autocomplete: "off", spellcheck: false });
  const form = element("form", {}, input, button(() => dialog.close(), { ariaLabel: words.close }, "×"));
  const onPage = element("a", {}, words.onPage);
  const more = element("p", { className: "more", hidden: true }, onPage);
  const chosen = { kind: "", country: "", year: "" };
  const { root, ask, openBest } = makeResults(link, input, chosen, (query, count) => {
    more.hidden = !query || !count;
    onPage.href = `${words.page}?${queryOf(query, chosen)}`;
  });
  const box = element("input", {
    type: "checkbox",
    checked: keyChoice() !== "off",
    onchange: () => keyChoice(box.checked ? "on" : "off"),
  });
  root.append(more, element("label", { className: "key" }, box, " ", words.key));
  const { lang, dir } = link.closest("[lang]");
  const dialog = element("dialog", { ...label, className: "search", lang, dir }, form, root);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  form.addEventListener("submit", openBest);
  ask();
  return () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
  };
}
