// What is shown below the field of a search, in the dialog and on the page of the search

import { button, counted, element, fill } from "./elements.js";
import { Engine } from "./engine.js";
import { check } from "./files.js";
import { FEW, GROUPS, groupsOf } from "./groups.js";
import { later } from "./later.js";

/** So many more results are shown at a time of a group that a reader chose. */
const MANY = 50;
/** The sentences of so many pages are shown that were found by their words. */
const PASSAGES = 5;
const PAUSE = 250;
/** Texts are asked for when a reader pauses so long; names are shown alone if texts take longer after that. */
const TYPING = 120;
const PATIENCE = 250;
/** A file that takes longer is missing. */
const LONGEST = 8000;

const after = (time) => new Promise((act) => setTimeout(act, time));

/** The results for a field, with the words and addresses of the search link. `chosen` has the kind, country and year, at first and later; `changed` is called when they or the query change. */
export function makeResults(link, input, chosen, changed) {
  const words = link.dataset;
  const site = new URL("..", new URL(words.index, location.href));
  const engine = new Engine(async (path, isAnew) => {
    const response = await fetch(new URL(path, site), { cache: isAnew ? "reload" : "default", signal: AbortSignal.timeout(LONGEST) });
    check(response.ok);
    return new Uint8Array(await response.arrayBuffer());
  });
  const status = element("div", { role: "status" });
  const kinds = element("div", { className: "kinds" });
  const list = element("ol");
  list.dataset.searchResults = "";
  const isNarrowed = () => !!(chosen.country || chosen.year);
  const panel = element("div", { className: "narrow" });
  const toggle = button(() => {
    isOpen = !isOpen;
    show();
  }, { hidden: true }, words.filter);
  const root = element("div", { className: "found" }, element("div", { className: "head" }, status, toggle), panel, kinds, list);

  let [limit, asked, shown, isOpen, answer, filter, pause, reading, asking] = [FEW, 0, 0, isNarrowed()];
  const links = () => [...list.querySelectorAll("a")];
  const say = (...lines) => status.replaceChildren(...lines.map((line) => element("p", {}, line)));
  const choose = (kind) => ([chosen.kind, limit] = [kind, kind ? MANY : FEW]);

  function clear(...said) {
    answer = undefined;
    for (const part of [kinds, list]) part.replaceChildren();
    toggle.hidden = panel.hidden = true;
    say(...said);
  }

  function fail() {
    isOpen = false;
    chosen.country = chosen.year = "";
    clear(words.failed, element("a", { href: link.href }, words.instead));
  }

  /** The results that the filters leave, which are loaded when a reader opens them. */
  async function narrow() {
    toggle.ariaExpanded = isOpen;
    toggle.classList.toggle("active", isNarrowed());
    if (!answer.query || !(isOpen || isNarrowed())) return answer.results;
    const { makeFilters } = await later();
    filter ??= makeFilters(panel, words, chosen, show);
    return filter(answer);
  }

  function makeItem(result) {
    const { title, href, kind, date, brief, language, terms } = result;
    const url = new URL(href, site);
    // For the marks. The A–Z has a query of its own.
    if (terms.length && url.pathname !== link.pathname) url.searchParams.set("q", [...new Set(terms)].slice(0, 10).join(" "));
    const own = { dir: "auto", ...(language && { lang: language }) };
    const facts = [!GROUPS.includes(kind) && words[kind], date].filter(Boolean).map((fact) => element("span", {}, fact));
    result.link = element("a", { href: url.href, ...own }, title);
    result.text = element("p", { className: "what", ...own }, brief ?? "");
    return element("li", {}, element("p", { className: "title" }, result.link), element("p", { className: "meta" }, ...facts), result.text);
  }

  function section([group, count, some]) {
    const addMore = async () => {
      const before = chosen.kind ? limit : FEW;
      if (chosen.kind) limit += MANY;
      else choose(group);
      await show();
      links()[before]?.focus();
    };
    const name = words[group];
    const parts = [element(answer.query ? "h2" : "h3", {}, ...(answer.query ? counted(name, count) : [name])), element("ol", { ariaLabel: name }, ...some.filter(({ title }) => title).map((result) => (result.item ??= makeItem(result))))];
    if (count > some.length) parts.push(button(addMore, {}, chosen.kind ? words.more : fill(words.all, { n: count })));
    return element("li", {}, ...parts);
  }

  async function show() {
    const { query, corrections, isPartial, isLoading, index } = answer;
    const number = (shown += 1);
    const isCurrent = () => number === shown && answer?.query === query;
    stopReading();
    try {
      const results = await narrow();
      if (!isCurrent()) return;
      const groups = groupsOf(results);
      if (!groups.has(chosen.kind) && !isLoading) choose("");
      changed(query, results.length);
      const sections = [...groups].filter(([group]) => !chosen.kind || group === chosen.kind).map(([group, all]) => [group, all.length, query ? all.slice(0, limit) : all]);
      const listed = sections.flatMap(([, , some]) => some);
      await index.describe(listed);
      check(!listed.length || listed.some(({ title }) => title));
      if (!isCurrent()) return;
      const said = corrections.map(([word, nearest]) => fill(nearest ? words.nearest : words.missing, { word, nearest }));
      if (answer.isWithoutTexts) said.push(words.namesOnly);
      if (query) said.push(...(isPartial && results.length ? [words.partial] : []), fill(results.length ? words.count : words.nothing, { n: results.length, query }));
      else if (results.length) said.push(element("h2", {}, words.start));
      say(...(isLoading ? [words.loading] : said));
      const choice = ([group, some]) => {
        const act = async () => {
          choose(group);
          await show();
          kinds.querySelector("[aria-pressed=true]")?.focus();
        };
        return button(act, { ariaPressed: group === chosen.kind }, ...counted(words[group || "every"], some.length));
      };
      kinds.replaceChildren(...(query && groups.size > 1 ? [["", results], ...groups].map(choice) : []));
      toggle.hidden = !query || !answer.results.length;
      panel.hidden = toggle.hidden || !isOpen;
      // A reader who is at a result stays there.
      const { activeElement } = document;
      const held = list.contains(activeElement) && activeElement.pathname;
      list.replaceChildren(...sections.map(section));
      if (held) (links().find(({ pathname }) => pathname === held) ?? input).focus();
      addPassages(listed);
    } catch {
      if (isCurrent()) fail();
    }
  }

  function stopReading() {
    clearTimeout(pause);
    reading?.abort();
  }

  /** Shows sentences of pages that were found by their words, when the reader pauses. */
  function addPassages(results) {
    const queue = results.filter(({ isNamed, terms, title }) => title && !isNamed && terms.length).slice(0, PASSAGES);
    if (navigator.connection?.saveData) return;
    for (const { text } of queue) text.classList.add("passage");
    const { signal } = (reading = new AbortController());
    // The descriptions stay where pages cannot be read.
    pause = setTimeout(() => later().then(({ readPassages }) => readPassages(queue, signal), () => {}), PAUSE);
  }

  async function ask() {
    const [query, number] = [input.value.trim(), (asked += 1)];
    const isCurrent = () => number === asked;
    const take = (found) => {
      answer = found;
      root.scrollTop = 0;
      choose(query && chosen.kind);
      return show();
    };
    stopReading();
    if (!query) return engine.suggest().then((found) => isCurrent() && take(found), () => isCurrent() && fail());
    await after(TYPING);
    if (!isCurrent()) return;
    let isDone;
    const whole = engine.search(query).catch(() => {});
    whole.then(() => (isDone = true));
    await Promise.race([whole, after(PATIENCE)]);
    if (isCurrent() && !isDone) {
      say(words.loading);
      const named = await engine.search(query, true).catch(() => {});
      if (named?.results.length && isCurrent() && !isDone) take({ ...named, isLoading: true });
    }
    const found = await whole;
    if (isCurrent()) return found ? take(found) : fail();
  }

  /** Arrow keys go through the results; letters go on with the query. */
  function move(event) {
    const { key, target } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const [all, step] = [[input, ...links()], { ArrowDown: 1, ArrowUp: -1 }[key]];
    const at = all.indexOf(target);
    if (step && at >= 0) {
      event.preventDefault();
      (all[at + step] ?? target).focus();
    } else if (at > 0 && key.length === 1 && key !== " ") input.focus();
  }

  input.addEventListener("input", () => (asking = ask()));
  for (const part of [input, root]) part.addEventListener("keydown", move);
  
  /** Opens the best result, once it is here. */
  async function openBest(event) {
    event.preventDefault();
    await asking;
    if (answer?.query) links()[0]?.click();
  }

  return { root, ask, openBest };
}
