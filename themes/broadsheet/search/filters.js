// Filters by country and year

import { button, element } from "./elements.js";
import { parseJson } from "./files.js";

const NAMES = ["country", "year"];

/** Fills a panel with filters; returns a function that applies them to an answer. `chosen` has the values by name; `changed` is called when a reader chooses others. */
export function makeFilters(panel, words, chosen, changed) {
  const choose = (values) => changed(Object.assign(chosen, values));
  const selects = NAMES.map((name) => element("select", { onchange: ({ target }) => choose({ [name]: target.value }) }));
  const reset = button(() => {
    selects[0].focus();
    choose({ country: "", year: "" });
  }, {}, words.reset);
  panel.append(...NAMES.map((name, at) => element("label", {}, element("span", {}, words[name]), selects[at])), reset);

  /** The results that are left. Shows how many each choice leaves beside the other. */
  return async function apply({ index, results }) {
    reset.hidden = !chosen.country && !chosen.year;
    const { countries, pages } = await index.file(index.facets, "json", parseJson);
    const titles = new Map(countries.map(([id, title]) => [id, title]));
    const titleOf = (value) => titles.get(value) ?? value;
    const countriesOf = ({ page }) => pages[page].slice(2).map((at) => countries[at][0]);
    const yearsOf = ({ page }) => [...new Set(pages[page].slice(0, 2))].filter((year) => year !== null).map(String);
    const fillSelect = (select, value, some, valuesOf, compare) => {
      const counts = new Map(value ? [[value, 0]] : []);
      for (const one of some.flatMap(valuesOf)) counts.set(one, (counts.get(one) ?? 0) + 1);
      const options = [...counts].sort(([a], [b]) => compare(a, b));
      const choices = options.map(([one, count]) => element("option", { value: one }, `${titleOf(one)} (${count})`));
      select.replaceChildren(element("option", { value: "" }, words.every), ...choices);
      select.value = value;
    };
    const isInYear = ([from, to]) => from !== null && from <= chosen.year && chosen.year <= to;
    const ofCountry = results.filter((result) => !chosen.country || countriesOf(result).includes(chosen.country));
    const ofYear = results.filter(({ page }) => !chosen.year || isInYear(pages[page]));
    fillSelect(selects[0], chosen.country, ofYear, countriesOf, (a, b) => titleOf(a).localeCompare(titleOf(b)));
    fillSelect(selects[1], chosen.year, ofCountry, yearsOf, (a, b) => b - a);
    return ofCountry.filter((result) => ofYear.includes(result));
  };
}
