// Where the outlines of Natural Earth take a side, and what maps show instead. Natural Earth draws who
// controls a place; a map that shades countries must not turn that into a statement about who owns it.
// `generate.mjs` reads this file. Points are [latitude, longitude].
//
// A line that is listed here is drawn dashed. An area is drawn in neither of two countries' colour, but
// lighter, on maps that show one that claims it, with a dashed line around it. What is not listed here
// is drawn as Natural Earth has it. Claims alone, without a line on the ground, are not drawn.

/** Borders between two countries that are dashed along their whole length, or within a box from south-west to north-east. */
export const BORDERS = [
  { between: ["KP", "KR"], why: "the military demarcation line of 1953: an armistice line, no border of either state's law" },
  { between: ["IL", "PS"], why: "the armistice lines of 1949" },
  { between: ["IN", "PK"], within: [[32.3, 73.0], [37.2, 80.0]], why: "the line of control in Kashmir" },
  { between: ["CN", "PK"], within: [[34.5, 74.0], [37.2, 80.0]], why: "Kashmir: the Trans-Karakoram Tract" },
  { between: ["CN", "IN"], why: "the line of actual control" },
  { between: ["SD", "SS"], why: "not yet demarcated; Abyei" },
];

/** Lines of ours that cut a piece off a country. Their ends snap to the nearest points of its outline. `piece` is a point in it. */
export const CUTS = [
  {
    name: "Western Sahara, west of the berm",
    from: "MA",
    line: [[27.667, -13.17], [27.667, -11], [27.667, -8.685]],
    piece: [26, -13.5],
    becomes: "EH",
  },
  {
    name: "Golan Heights",
    from: "IL",
    line: [[33.27, 35.66], [33.1, 35.63], [32.9, 35.64], [32.75, 35.66], [32.68, 35.65]],
    piece: [33.0, 35.75],
    becomes: "x-golan",
  },
];

/** Areas that belong to no country on maps. `from` and `piece` say which ring of which country that is, or `named` what Natural Earth calls it. */
export const AREAS = [
  { code: "x-crimea", name: "Crimea", from: "RU", piece: [45.3, 34.4], claimed_by: ["UA", "RU"] },
  { code: "x-golan", name: "Golan Heights", claimed_by: ["SY", "IL"] },
  { code: "x-siachen", name: "Siachen Glacier", named: "Siachen Glacier", claimed_by: ["IN", "PK"] },
  { code: "x-kosovo", name: "Kosovo", named: "Kosovo", claimed_by: ["RS"] },
  { code: "x-somaliland", name: "Somaliland", named: "Somaliland", claimed_by: ["SO"] },
  { code: "x-cyprus", name: "Northern Cyprus", named: "N. Cyprus", claimed_by: ["CY"] },
  { code: "EH", name: "Western Sahara", claimed_by: ["MA"] },
];
