// What is shown below the field of a search, in the dialog and on the page of the search

import { button, counted, element, fill } from "./elements.js";
import { Engine } from "./engine.js";
import { FEW, GROUPS, groupsOf } from "./groups.js";

/** So many more results are shown at a time of a group that a reader chose. */
const MANY = 50;
/** The sentences of so many pages are shown that were found by their words. */
const PASSAGES = 5;
const PAUSE = 250;

/** The results for a field, with the words and addresses of the search link. `chosen` has the kind, country and year, at first and later; `changed` is called when they or the query change. */
export function makeResults(link, input, chosen, changed) {
  const words = link.dataset;
  const site = new URL("..", new URL(words.index, location.href));
  const engine = new Engine(async (path, isAnew) => {
    const response = await fetch(new URL(path, site), isAnew && { cache: "reload" });
    if (!response.ok) throw new Error(`${response.status} ${path}`);
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

  let [answer, limit, asked, isOpen, filter, pause, reading] = [undefined, FEW, 0, isNarrowed()];
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
    Object.assign(chosen, { country: "", year: "" });
    clear(words.failed, element("a", { href: link.href }, words.instead));
  }

  /** The results that the filters leave, which are loaded when a reader opens them. */
  async function narrow() {
    toggle.ariaExpanded = isOpen;
    toggle.classList.toggle("active", isNarrowed());
    if (!answer.query || !(isOpen || isNarrowed())) return answer.results;
    const { makeFilters } = await import(words.later);
    filter ??= makeFilters(panel, words, chosen, show);
    return filter(answer);
  }

  function addressOf({ href, terms, passage }) {
    const url = new URL(href, site);
    // For the marks. The A–Z has a query of its own.
    if (terms.length && url.pathname !== link.pathname) url.searchParams.set("q", [...new Set(terms)].slice(0, 10).join(" "));
    if (passage) url.hash = passage.fragment;
    return url.href;
  }

  const describe = ({ passage, brief }) => passage?.parts.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text)) ?? [brief ?? ""];

  function item(result) {
    const { title, kind, date, language } = result;
    const own = { dir: "auto", lang: language ?? "" };
    const facts = [!GROUPS.includes(kind) && words[kind], date].filter(Boolean).map((fact) => element("span", {}, fact));
    result.link = element("a", { href: addressOf(result), ...own }, title);
    result.text = element("p", { className: "what", ...own }, ...describe(result));
    return element("li", {}, element("p", { className: "title" }, result.link), element("p", { className: "meta" }, ...facts), result.text);
  }

  function section([group, results], shown) {
    const addMore = async () => {
      const before = chosen.kind ? limit : FEW;
      if (chosen.kind) limit += MANY;
      else choose(group);
      await show();
      links()[before]?.focus();
    };
    const name = words[group];
    const parts = [element(answer.query ? "h2" : "h3", {}, ...(answer.query ? counted(name, results.length) : [name])), element("ol", { ariaLabel: name }, ...shown.map(item))];
    if (results.length > shown.length) parts.push(button(addMore, {}, chosen.kind ? words.more : fill(words.all, { n: results.length })));
    return element("li", {}, ...parts);
  }

  async function show() {
    const { query, corrections, isWithoutTexts, index } = answer;
    const number = (asked += 1);
    stopReading();
    try {
      const results = await narrow();
      if (number !== asked) return;
      const groups = groupsOf(results);
      if (!groups.has(chosen.kind)) choose("");
      changed(query, results.length);
      const shown = [...groups].filter(([group]) => !chosen.kind || group === chosen.kind).map(([group, some]) => [[group, some], query ? some.slice(0, limit) : some]);
      await Promise.all(shown.map(([, some]) => index.describe(some)));
      if (number !== asked) return;
      const said = corrections.map(([word, nearest]) => fill(nearest ? words.nearest : words.missing, { word, nearest }));
      if (isWithoutTexts) said.push(words.namesOnly);
      say(...said, ...(query ? [fill(results.length ? words.count : words.nothing, { n: results.length, query })] : results.length ? [element("h2", {}, words.start)] : []));
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
      list.replaceChildren(...shown.map(([group, some]) => section(group, some)));
      addPassages(shown.flatMap(([, some]) => some));
    } catch {
      if (number === asked) fail();
    }
  }

  function stopReading() {
    clearTimeout(pause);
    reading?.abort();
  }

  /** Shows sentences of pages that were found by their words, when the reader pauses. */
  function addPassages(shown) {
    const queue = shown.filter(({ isNamed, terms }) => !isNamed && terms.length).slice(0, PASSAGES);
    if (!words.later || navigator.connection?.saveData) return;
    for (const { text } of queue) text.classList.add("passage");
    const { signal } = (reading = new AbortController());
    const update = (result) => {
      result.text.replaceChildren(...describe(result));
      result.link.href = addressOf(result);
    };
    // The descriptions stay where pages cannot be read.
    pause = setTimeout(() => import(words.later).then(({ readPassages }) => readPassages(queue, site, signal, update), () => {}), PAUSE);
  }

  async function ask() {
    const [query, number] = [input.value.trim(), (asked += 1)];
    stopReading();
    const waiting = setTimeout(() => number === asked && query && say(words.loading), 200);
    try {
      const found = await (query ? engine.search(query) : engine.suggest());
      if (number !== asked) return;
      answer = found;
      choose(query ? chosen.kind : "");
      await show();
    } catch {
      if (number === asked) (query ? fail : clear)();
    } finally {
      clearTimeout(waiting);
    }
  }

  /** Arrow keys go through the results; letters go on with the query. */
  function move(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const [all, step] = [[input, ...links()], { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    const at = all.indexOf(event.target);
    if (step && at >= 0) {
      event.preventDefault();
      all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
    } else if (at > 0 && event.key.length === 1 && event.key !== " ") input.focus();
  }

  input.addEventListener("input", ask);
  for (const part of [input, root]) part.addEventListener("keydown", move);
  return { root, ask, best: () => (answer?.query && answer.query === input.value.trim() ? links()[0] : undefined) };
}
