// The dialog of the search, on every page

import { button, element } from "./elements.js";
import { addressOf } from "./page.js";
import { makeResults } from "./results.js";

/** Where a reader's choice is kept that the key `/` does not open the search. The script of all pages reads it. */
const KEY = "search-key";

/** Calls `act` with what is kept in the browser, which may be forbidden. */
function withStorage(act) {
  try {
    return act(localStorage);
  } catch {}
}

/** The dialog of a search link; returns how to open it. */
export function makeDialog(link) {
  const words = link.dataset;
  const label = { ariaLabel: link.textContent.trim() };
  const input = element("input", { ...label, placeholder: words.hint, autocomplete: "off", autocapitalize: "none", spellcheck: false, enterKeyHint: "go" });
  const form = element("form", {}, input, button(() => dialog.close(), { ariaLabel: words.close }, "×"));
  const onPage = element("a", {}, words.onPage);
  const more = element("p", { className: "more", hidden: true }, onPage);
  const chosen = { kind: "", country: "", year: "" };
  const { root, ask, best } = makeResults(link, input, chosen, (query, count) => {
    more.hidden = !query || !count;
    onPage.href = `${words.page}?${addressOf(query, chosen)}`;
  });
  const box = element("input", {
    type: "checkbox",
    checked: withStorage((kept) => kept.getItem(KEY)) !== "off",
    onchange: () => withStorage((kept) => (box.checked ? kept.removeItem(KEY) : kept.setItem(KEY, "off"))),
  });
  root.append(more, element("label", { className: "key" }, box, " ", words.key));
  const { lang, dir } = link.closest("[lang]");
  const dialog = element("dialog", { ...label, className: "search", lang, dir }, form, root);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    best()?.click();
  });
  ask();
  return () => {
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
  };
}
