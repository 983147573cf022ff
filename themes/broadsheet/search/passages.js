// The sentence of a page that answers a query best

import { element } from "./elements.js";
import { finderOf } from "./words.js";

/** A longer beginning of a sentence is cut before its first mark; a shorter sentence is shown with the next. */
const LEAD = 100;
/** So many words at each end of a sentence are in its address. */
const ENDS = 4;
/** The texts of a page: its own words, in paragraphs or entries of lists. */
const TEXTS = "main :is(.lead, .key-points li, .text:not(:has(p)), :is(.prose, .text) :is(p, li, dd):not(:has(p, li)))";
const pages = new Map();

/** The texts of a page, each with the id of its section. `￼` stands for marks of sources, which are no text. */
async function read(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(url);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const [texts, { lang }] = [[], page.documentElement];
  for (const mark of page.querySelectorAll("main sup")) mark.textContent = "\ufffc";
  let [section, place] = [];
  for (const part of page.querySelectorAll(`main :is(h2, h3)[id], ${TEXTS}`)) {
    const own = part.closest(".prose, section");
    if (part.matches("h2, h3")) [section, place] = [part.id, own];
    else if (!part.closest("aside, nav, figure, [popover], .notes")) texts.push([part.textContent.replace(/\s+/g, " ").trim(), place === own ? section : "page-main"]);
  }
  return { texts, lang };
}

/** The sentences of a text. Initials and "U.S." end none. */
function sentencesOf(text, lang) {
  const sentences = [];
  for (const { segment } of new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)) {
    if (/(^|[^\p{L}])\p{Lu}\.\s*$/u.test(sentences.at(-1) ?? "")) sentences.push(sentences.pop() + segment);
    else sentences.push(segment);
  }
  return sentences;
}

/** The directive of a text fragment that leads to a sentence: all of it, or how it begins and ends. */
function directiveOf(sentence, lang) {
  const encode = (text) => encodeURIComponent(text.trim()).replaceAll("-", "%2D");
  const parts = sentence.split("\ufffc").filter((part) => /[\p{L}\p{N}]/u.test(part));
  const words = (text) => [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].filter(({ isWordLike }) => isWordLike);
  if (parts.length === 1 && words(parts[0]).length <= 3 * ENDS) return encode(parts[0]);
  const [first, last] = [words(parts[0]).slice(0, ENDS).at(-1), words(parts.at(-1)).slice(-ENDS)[0]];
  return `${encode(parts[0].slice(0, first.index + first.segment.length))},${encode(parts.at(-1).slice(last.index))}`;
}

/** The sentence with most of the terms, in parts that are marked or not, and the fragment that leads to it; nothing if there is none. */
async function findPassage(url, terms, signal) {
  if (!pages.has(url)) pages.set(url, await read(url, signal));
  const { texts, lang } = pages.get(url);
  const find = finderOf(terms);
  let [best, most] = [undefined, 0];
  for (const [text, section] of texts) {
    const sentences = sentencesOf(text, lang);
    sentences.forEach((sentence, at) => {
      const count = new Set([...find(sentence)].map(([, , term]) => term)).size;
      if (count > most) [best, most] = [[sentence, section, sentence.length < LEAD ? (sentences[at + 1] ?? "") : ""], count];
    });
  }
  if (!best) return undefined;
  const [sentence, section, next] = best;
  const shown = sentence + next;
  const found = [...find(shown)];
  const parts = [];
  let at = 0;
  if (found[0][0] > 2 * LEAD) {
    at = shown.indexOf(" ", found[0][0] - LEAD) + 1;
    parts.push(["… "]);
  }
  const add = (end, isMarked) => {
    if (end > at) parts.push([shown.slice(at, end).replaceAll("\ufffc", ""), isMarked]);
    at = Math.max(at, end);
  };
  for (const [start, length] of found) {
    add(start);
    add(start + length, true);
  }
  add(shown.trimEnd().length);
  return { parts, fragment: `${section}:~:text=${directiveOf(sentence, lang)}` };
}

/** Shows passages in place of the descriptions of results, two pages at a time, until the query changes. */
export function readPassages(results, signal) {
  const queue = results.filter(({ passage }) => !passage);
  const work = async () => {
    for (let result; (result = queue.shift()) && !signal.aborted; ) {
      const { link, text, terms } = result;
      const address = new URL(link.href);
      const passage = await findPassage(address.origin + address.pathname, terms, signal).catch(() => {});
      if (!passage || signal.aborted) continue;
      result.passage = passage;
      text.replaceChildren(...passage.parts.map(([part, isMarked]) => (isMarked ? element("mark", {}, part) : part)));
      address.hash = passage.fragment;
      link.href = address.href;
    }
  };
  return Promise.all([work(), work()]);
}
