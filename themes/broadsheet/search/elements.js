// Elements and texts

export function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const button = (onclick, properties, ...children) => element("button", { type: "button", onclick, ...properties }, ...children);

/** A text of the theme with its values. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const counted = (name, count) => [name, " ", element("span", { className: "count" }, count)];

/** The query of an address of the search's own page, for what a reader asked and chose. */
export const queryOf = (q, chosen) => new URLSearchParams(Object.entries({ q, ...chosen }).filter(([, value]) => q && value));
