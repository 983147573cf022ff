// What the search loads later: filters when a reader opens them, sentences of pages that were found, and marks on the page that a reader chose

export { makeFilters } from "./filters.js";
export { mark } from "./marks.js";
export { readPassages } from "./passages.js";
