// What the search loads later: words with typing errors, names in Chinese characters, the search's own page, filters when a reader opens them, sentences of pages that were found, and marks on the page that a reader chose

export { makeFilters } from "./filters.js";
export { readInKorean } from "./han.js";
export { mark } from "./marks.js";
export { makePage } from "./page.js";
export { readPassages } from "./passages.js";
export { correctWord, divideWord } from "./typing.js";
