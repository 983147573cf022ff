// Makes the scripts of the search: `node themes/broadsheet/search/bundle.mjs`, after each change of a module here.
// bundle.txt has a hash of the modules and the scripts; the test `the_scripts_of_the_search_are_made_from_their_modules` compares it.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Runs a program of npm on a text. */
const run = (name, input, ...options) => execFileSync("npx", ["--yes", name, ...options], { encoding: "utf8", input });

/** Properties that get short names: ours, and neither in the index nor at the borders of a script. */
const OURS = "isPartial|isLoading|isNamed|mostOfWords|factor|scores|shares|sound|most|termsOf";

const folder = fileURLToPath(new URL(".", import.meta.url));
const modules = readdirSync(folder).filter((name) => name.endsWith(".js")).sort();
const scripts = [];
for (const [module, script] of [["search", "search.js"], ["more", "search-more.js"]]) {
  const bundle = run("esbuild@0.28.2", "", `${folder}${module}.js`, "--bundle", "--format=esm", "--target=es2022", "--charset=utf8");
  const code = run("terser@5.36.0", bundle, "--module", "--ecma", "2022", "--mangle", "--mangle-props", `regex=/^(${OURS})$/`, "--compress", "passes=3,unsafe_arrows=true", "--format", "wrap_func_args=false");
  scripts.push(`../assets/${script}`);
  writeFileSync(`${folder}../assets/${script}`, `${code.trim()}\n`);
}
// FNV-1a, 32 bits.
let hash = 0x811c9dc5;
for (const name of [...modules, ...scripts]) {
  for (const byte of Buffer.concat([Buffer.from(`${name}\n`), readFileSync(folder + name)])) hash = Math.imul(hash ^ byte, 0x1000193) >>> 0;
}
writeFileSync(`${folder}bundle.txt`, `${hash.toString(16).padStart(8, "0")}\n`);
