// Marks of a query on the page that a reader chose

import { finderOf } from "./words.js";

/** Marks words on the page, and scrolls to the first of them that is shown, if the address leads nowhere else. */
export function mark(query, root) {
  const find = finderOf(query.split(" "));
  const ranges = [];
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const startContainer = nodes.currentNode;
    for (const [startOffset, length] of find(startContainer.data)) ranges.push(new StaticRange({ startContainer, startOffset, endContainer: startContainer, endOffset: startOffset + length }));
  }
  CSS.highlights.set("search", new Highlight(...ranges.slice(0, 1000)));
  const first = ranges.map((range) => range.startContainer.parentElement).find((parent) => parent.checkVisibility());
  const box = first?.getBoundingClientRect();
  if (box && !location.hash && (box.top < 0 || box.bottom > innerHeight)) first.scrollIntoView({ block: "center" });
}
