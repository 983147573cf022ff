// Makes outlines.bin and LICENSE-world-atlas.txt, here, from Natural Earth's countries at 1:50 million.
//
//     node src/map/outlines/generate.mjs [FOLDER]
//
// It installs the packages in PACKAGES with npm into FOLDER (default: a temporary one). The same
// bytes are made each time. README.md describes the format.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AREAS, BORDERS, CUTS } from "./disputed.mjs";

const PACKAGES = ["world-atlas@2.0.2", "cldr-core@48.2.0"];
/** Of coordinates, in degrees: about 550 m. */
const UNIT = 0.005;
const EARTH_RADIUS = 6371;
/** Points that matter less than this are left out, in km. */
const FINEST = 0.9;
/** A point of level n matters by at least FINEST × 1.5ⁿ km. */
const STEP = 1.5;
const TOP_LEVEL = 15;
/** A longer part of a line gets points in between, since projections bend it. */
const LONGEST_EDGE = 1;
/** The outlines of smaller countries keep all their points, in km across. */
const SMALL_COUNTRY = 60;

/** Parts of another country's outline that have a code of their own: boxes from south-west to north-east. They stay part of that country. */
const PARTS = [
  ["GF", "FR", [1, -56], [7, -50]],
  ["GP", "FR", [15.7, -62], [16.7, -60.9]],
  ["MQ", "FR", [14.3, -61.4], [15, -60.7]],
  ["RE", "FR", [-22, 55], [-20.5, 56]],
  ["YT", "FR", [-13.2, 44.8], [-12.5, 45.5]],
  ["SJ", "NO", [70.5, -10], [72, -7]],
  ["SJ", "NO", [76, 10], [81, 35]],
  ["BQ", "NL", [11.8, -68.6], [12.5, -68]],
  ["BQ", "NL", [17.3, -63.4], [17.8, -62.8]],
];
/** What Natural Earth has under a name of its own. */
const BY_NAME = [
  ["CX", "Indian Ocean Ter.", [-11, 105], [-10, 106]],
  ["CC", "Indian Ocean Ter.", [-13, 96], [-11, 97.5]],
];

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "outlines-"));
execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", folder, ...PACKAGES]);
const inPackage = (path) => join(folder, "node_modules", path);
const json = (path) => JSON.parse(readFileSync(inPackage(path), "utf8"));

const topology = json("world-atlas/countries-50m.json");
const names = readFileSync(`${here}../../catalog/countries/names.tsv`, "utf8");
const codes = new Set(names.slice(0, names.indexOf("\n")).split("\t").slice(1));
const mappings = json("cldr-core/supplemental/codeMappings.json").supplemental.codeMappings;
const byNumber = new Map(Object.entries(mappings).filter(([code]) => codes.has(code)).map(([code, it]) => [it._numeric, code]));

// ---------------------------------------------------------------- reading

/** Arcs as lists of [longitude, latitude]. Longitudes do not jump where an arc crosses 180°. */
const arcs = topology.arcs.map((arc) => {
  const { scale, translate } = topology.transform;
  let [x, y, last] = [0, 0, null];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    let lon = x * scale[0] + translate[0];
    if (last !== null) lon -= 360 * Math.round((lon - last) / 360);
    last = lon;
    return [lon, y * scale[1] + translate[1]];
  });
});

const ringsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs).flat().map((ring) => [...ring]);
/** The rings of each country and area, as lists of arcs: `~n` is arc n backwards. */
const rings = new Map();
const named = new Map();
const add = (code, list) => rings.set(code, [...(rings.get(code) ?? []), ...list]);
for (const geometry of topology.objects.countries.geometries) {
  const code = byNumber.get(geometry.id);
  if (code) add(code, ringsOf(geometry));
  else if (!geometry.id) named.set(geometry.properties.name, ringsOf(geometry));
  else if (geometry.properties.name) add("AU", ringsOf(geometry));
}
const land = topology.objects.land.geometries.flatMap(ringsOf);

const arcPoints = (ref) => (ref < 0 ? [...arcs[~ref]].reverse() : arcs[ref]);
/** The points of a ring, the first again at the end. */
function points(ring) {
  const all = [];
  for (const ref of ring) {
    const arc = arcPoints(ref);
    const shift = all.length ? 360 * Math.round((all.at(-1)[0] - arc[0][0]) / 360) : 0;
    all.push(...arc.slice(all.length ? 1 : 0).map(([lon, lat]) => [lon + shift, lat]));
  }
  return all;
}
function contains(ring, [lat, lon]) {
  const all = points(ring);
  let inside = false;
  for (let i = 1; i < all.length; i++) {
    const [[ax, ay], [bx, by]] = [all[i - 1], all[i]];
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
const isWithin = (ring, [south, west], [north, east]) =>
  points(ring).every(([lon, lat]) => lat >= south && lat <= north && lon >= west && lon <= east);

for (const [code, from, low, high] of PARTS) add(code, rings.get(from).filter((ring) => isWithin(ring, low, high)));
for (const [code, from, low, high] of BY_NAME) add(code, named.get(from).filter((ring) => isWithin(ring, low, high)));

// ---------------------------------------------------------------- disputed

const allRings = () => [...rings.values(), ...named.values(), land].flat();

/** Divides an arc at one of its points. Everything that uses it uses both parts. */
function divide(arc, at) {
  if (at === 0 || at === arcs[arc].length - 1) return;
  const second = arcs.push(arcs[arc].slice(at)) - 1;
  arcs[arc] = arcs[arc].slice(0, at + 1);
  for (const ring of allRings()) {
    for (let i = ring.length - 1; i >= 0; i--) {
      if (ring[i] === arc) ring.splice(i, 1, arc, second);
      else if (ring[i] === ~arc) ring.splice(i, 1, ~second, ~arc);
    }
  }
}
const distance = ([ax, ay], [bx, by]) => Math.hypot((ax - bx) * Math.cos((ay * Math.PI) / 180), ay - by);
/** Divides a ring at its point nearest to a place. Returns where in the ring the part after it is. */
function divideRing(ring, [lat, lon]) {
  let best = [Infinity];
  for (const ref of ring) {
    const arc = ref < 0 ? ~ref : ref;
    arcs[arc].forEach((point, at) => {
      const far = distance(point, [lon, lat]);
      if (far < best[0]) best = [far, arc, at];
    });
  }
  const point = arcs[best[1]][best[2]];
  divide(best[1], best[2]);
  return point;
}
const startsAt = (ring, [lon, lat]) => ring.findIndex((ref) => arcPoints(ref)[0][0] === lon && arcPoints(ref)[0][1] === lat);
const dashed = new Set();

for (const { from, line, piece, becomes } of CUTS) {
  const at = rings.get(from).findIndex((ring) => contains(ring, piece));
  const ring = rings.get(from)[at];
  const first = divideRing(ring, line[0]);
  const last = divideRing(ring, line.at(-1));
  const cut = arcs.push([first, ...line.slice(1, -1).map(([lat, lon]) => [lon, lat]), last]) - 1;
  dashed.add(cut);
  const start = startsAt(ring, first);
  const turned = [...ring.slice(start), ...ring.slice(0, start)];
  const end = startsAt(turned, last);
  const halves = [[...turned.slice(0, end), ~cut], [...turned.slice(end), cut]];
  const [inside] = halves.filter((half) => contains(half, piece));
  rings.get(from)[at] = halves.find((half) => half !== inside);
  add(becomes, [inside]);
}
for (const { code, from, piece, named: name } of AREAS) {
  if (name) add(code, named.get(name));
  if (!from) continue;
  const at = rings.get(from).findIndex((ring) => contains(ring, piece));
  add(code, rings.get(from).splice(at, 1));
}

/** The countries and areas on the sides of each arc. */
function sides() {
  const all = arcs.map(() => new Set());
  for (const [code, list] of rings) for (const ref of list.flat()) all[ref < 0 ? ~ref : ref].add(code);
  return all;
}
for (const { between, within } of BORDERS) {
  const isBetween = (set) => between.every((code) => set.has(code));
  if (within) {
    const [[south, west], [north, east]] = within;
    const isInside = ([lon, lat]) => lat >= south && lat <= north && lon >= west && lon <= east;
    // Where a border enters and leaves the box it is divided.
    for (let arc = 0; arc < arcs.length; arc++) {
      if (!isBetween(sides()[arc])) continue;
      const change = arcs[arc].findIndex((point, at) => at > 0 && isInside(point) !== isInside(arcs[arc][at - 1]));
      if (change > 0 && change < arcs[arc].length - 1) divide(arc, change);
    }
    sides().forEach((set, arc) => isBetween(set) && isInside(arcs[arc][arcs[arc].length >> 1]) && dashed.add(arc));
  } else {
    sides().forEach((set, arc) => isBetween(set) && dashed.add(arc));
  }
}
const claims = new Map(AREAS.map(({ code, claimed_by }) => [code, claimed_by]));
sides().forEach((set, arc) => {
  const isOfClaim = [...set].some((code) => claims.get(code)?.some((claimant) => set.has(claimant)));
  const isBetweenAreas = [...set].filter((code) => claims.has(code)).length > 1;
  if (isOfClaim || isBetweenAreas) dashed.add(arc);
});

// ---------------------------------------------------------------- how much each point matters

const vector = ([lon, lat]) => {
  const [l, p] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
};
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const chord = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
/** From a point to the great circle between two others, in km. */
function offset(point, a, b) {
  const normal = cross(a, b);
  const length = Math.hypot(...normal);
  const ends = Math.min(chord(point, a), chord(point, b));
  if (length < 1e-9) return ends * EARTH_RADIUS;
  const isBeside = dot(cross(normal, a), point) >= 0 && dot(cross(b, normal), point) >= 0;
  return (isBeside ? Math.abs(dot(point, normal)) / length : ends) * EARTH_RADIUS;
}
/** By how many km the line would be off without each point, nested as Douglas and Peucker do. */
function importance(line) {
  const vectors = line.map(vector);
  const all = line.map(() => 0);
  all[0] = all[line.length - 1] = Infinity;
  const visit = (from, to, limit) => {
    if (to - from < 2) return;
    let [best, far] = [from + 1, -1];
    for (let i = from + 1; i < to; i++) {
      const off = offset(vectors[i], vectors[from], vectors[to]);
      if (off > far) [best, far] = [i, off];
    }
    all[best] = Math.min(far, limit);
    visit(from, best, all[best]);
    visit(best, to, all[best]);
  };
  visit(0, line.length - 1, Infinity);
  return all;
}
function densified(line) {
  const all = [line[0]];
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
    const parts = Math.ceil(Math.max(Math.abs(bx - ax) * Math.cos((ay * Math.PI) / 180), Math.abs(by - ay)) / LONGEST_EDGE);
    for (let part = 1; part < parts; part++) all.push([ax + ((bx - ax) * part) / parts, ay + ((by - ay) * part) / parts]);
    all.push(line[i]);
  }
  return all;
}
/** Across a ring, in km. */
function width(ring) {
  const vectors = points(ring).map(vector);
  return Math.max(...vectors.map((it) => chord(it, vectors[0]))) * EARTH_RADIUS;
}

const keepAll = new Set();
for (const list of rings.values()) {
  const [largest] = [...list].sort((a, b) => width(b) - width(a));
  if (width(largest) < SMALL_COUNTRY) for (const ref of largest) keepAll.add(ref < 0 ? ~ref : ref);
}
/** A level for each point: the number of the coarsest simplification that has it. */
const level = (km) => Math.min(TOP_LEVEL, Math.floor(Math.log(km / FINEST) / Math.log(STEP)));
const levelled = arcs.map((arc, at) => {
  const line = densified(arc);
  const matters = importance(line);
  // A closed line has no ends: what holds it open is its own size.
  const isClosed = chord(vector(line[0]), vector(line.at(-1))) < 1e-9;
  const kept = [];
  line.forEach(([lon, lat], i) => {
    const km = keepAll.has(at) ? Math.max(matters[i], FINEST) : matters[i];
    if (km < FINEST) return;
    const place = [Math.round(lon / UNIT), Math.round(lat / UNIT), level(km)];
    const before = kept.at(-1);
    const isSame = before && before[0] === place[0] && before[1] === place[1];
    if (isSame && i < line.length - 1) before[2] = Math.max(before[2], place[2]);
    else if (isSame && kept.length > 1) kept[kept.length - 1] = place;
    else kept.push(place);
  });
  return isClosed && kept.length < 4 ? [] : kept;
});

// ---------------------------------------------------------------- writing

const bytes = [];
const unsigned = (value) => {
  while (value > 127) {
    bytes.push((value & 127) | 128);
    value >>>= 7;
  }
  bytes.push(value);
};
const signed = (value) => unsigned(value < 0 ? -2 * value - 1 : 2 * value);
const code = (text) => bytes.push(...Buffer.from(text));

// Arcs that nothing uses any more, or that are too small to be drawn, are left out.
const number = new Map();
levelled.forEach((arc, at) => arc.length > 1 && number.set(at, number.size));
const writeRing = (ring) => {
  unsigned(ring.length);
  for (const ref of ring) signed(ref < 0 ? -1 - number.get(~ref) : number.get(ref));
};
const isDrawn = (ring) => ring.every((ref) => number.has(ref < 0 ? ~ref : ref));
const writeRings = (list) => {
  const drawn = list.filter(isDrawn);
  unsigned(drawn.length);
  drawn.forEach(writeRing);
};

unsigned(number.size);
for (const at of number.keys()) {
  const arc = levelled[at];
  unsigned(2 * arc.length + (dashed.has(at) ? 1 : 0));
  let last = [0, 0];
  for (const [x, y] of arc) {
    signed(x - last[0]);
    signed(y - last[1]);
    last = [x, y];
  }
  for (let i = 0; i < arc.length; i += 2) bytes.push(arc[i][2] | ((arc[i + 1]?.[2] ?? 0) << 4));
}
writeRings(land);
const written = [...rings].filter(([, list]) => list.some(isDrawn)).sort(([a], [b]) => (a < b ? -1 : 1));
const short = new Map(written.map(([name]) => [name, name.length === 2 ? name : `-${String.fromCharCode(97 + AREAS.findIndex((area) => area.code === name))}`]));
unsigned(written.length);
for (const [name, list] of written) {
  code(short.get(name));
  const claimants = claims.get(name) ?? [];
  unsigned(claimants.length);
  claimants.forEach(code);
  writeRings(list);
}
writeFileSync(`${here}outlines.bin`, Buffer.from(bytes));
writeFileSync(`${here}LICENSE-world-atlas.txt`, readFileSync(inPackage("world-atlas/LICENSE"), "utf8").replaceAll("\r\n", "\n"));
const missing = [...codes].filter((it) => !short.has(it)).sort();
const count = levelled.reduce((sum, arc) => sum + arc.length, 0);
console.log(`${bytes.length} bytes; ${number.size} arcs, ${count} points; dashed ${dashed.size}; no outline: ${missing.join(" ")}`);
