// Groups of results

/** Kinds that are groups; all others are one group. */
export const GROUPS = ["figures", "countries", "events", "articles"];
/** So many results of a group are shown at first. */
export const FEW = 5;

/** Results by groups, that of the best result first. */
export function groupsOf(results) {
  const groups = new Map();
  for (const result of results) {
    const group = GROUPS.includes(result.kind) ? result.kind : "others";
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(result);
  }
  return groups;
}
