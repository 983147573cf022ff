// Makes the flags of all countries of names.tsv, here, and ../flags.rs, which embeds them.
//
//     node src/catalog/countries/flags/generate.mjs [FOLDER]
//
// It installs the packages in PACKAGES with npm into FOLDER (default: a temporary one). Of these
// versions each has all its code in itself, so the same bytes are made each time.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PACKAGES = ["flag-icons@7.5.0", "svgo@4.1.0", "@resvg/resvg-wasm@2.6.2", "upng-js@2.1.0", "pako@1.0.11"];
/** An SVG with more bytes becomes a PNG. */
const MAX_SVG = 4096;
/** Of a PNG: 80 × 60 pixels on a screen with two dots per pixel. */
const WIDTH = 160;
const HEIGHT = 120;
const COLOURS = 64;

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "flags-"));
execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", folder, ...PACKAGES]);
const inPackage = (path) => join(folder, "node_modules", path);
const load = (path) => import(pathToFileURL(inPackage(path)));

const { optimize } = await load("svgo/dist/svgo.browser.js");
const { initWasm, Resvg } = await load("@resvg/resvg-wasm/index.mjs");
const { default: upng } = await load("upng-js/UPNG.js");
await initWasm(readFileSync(inPackage("@resvg/resvg-wasm/index_bg.wasm")));

/** The SVG without what does not change the picture, and without style attributes, which a page's content policy may refuse. */
function minify(svg) {
  const plugins = [{ name: "preset-default", params: { overrides: { cleanupIds: { minify: false } } } }, "convertStyleToAttrs", "removeXlink"];
  return optimize(svg, { multipass: true, floatPrecision: 1, plugins }).data;
}

/** Throws if the SVG could do more than show a picture, or if its ids could be those of another flag. */
function check(code, svg) {
  const ids = [...svg.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1]);
  const isSafe = !/<(script|style|image|text|foreignObject|a|animate|set)\b|\s(style|on\w+)=|href="[^#]/i.test(svg);
  if (!isSafe || !svg.includes('viewBox="0 0 640 480"') || !ids.every((id) => id.startsWith(`${code}-`))) {
    throw new Error(`the flag of ${code} has something that this script does not expect: ${svg.slice(0, 300)}`);
  }
}

function draw(svg) {
  const options = { fitTo: { mode: "width", value: WIDTH }, background: "white", font: { loadSystemFonts: false } };
  const { pixels } = new Resvg(svg, options).render();
  return Buffer.from(upng.encode([Uint8Array.from(pixels).buffer], WIDTH, HEIGHT, COLOURS));
}

for (const name of readdirSync(here)) {
  if (/^[a-z]{2}\.(svg|png)$/.test(name)) rmSync(here + name);
}
const names = readFileSync(`${here}../names.tsv`, "utf8");
const codes = names.slice(0, names.indexOf("\n")).split("\t").slice(1).sort();
const total = { svg: [0, 0], png: [0, 0] };
const rows = codes.map((iso) => {
  const code = iso.toLowerCase();
  const svg = minify(readFileSync(inPackage(`flag-icons/flags/4x3/${code}.svg`), "utf8"));
  const [extension, content] = svg.length > MAX_SVG ? ["png", draw(svg)] : ["svg", Buffer.from(svg)];
  if (extension === "svg") check(code, svg);
  writeFileSync(`${here}${code}.${extension}`, content);
  total[extension][0] += 1;
  total[extension][1] += content.length;
  return `    ("${iso}", "${extension}", include_bytes!("flags/${code}.${extension}")),\n`;
});
writeFileSync(`${here}LICENSE-flag-icons.txt`, readFileSync(inPackage("flag-icons/LICENSE"), "utf8").replaceAll("\r\n", "\n"));
writeFileSync(`${here}../flags.rs`, `//! The flags of all countries, as files. Made by \`flags/generate.mjs\`; do not edit.

/// ISO 3166-1 alpha-2 in capitals, extension (\`svg\` or \`png\`), content; sorted. All are 4:3.
pub const FLAGS: &[(&str, &str, &[u8])] = &[
${rows.join("")}];
`);
console.log(`${total.svg[0]} SVG, ${total.svg[1]} bytes; ${total.png[0]} PNG, ${total.png[1]} bytes`);
