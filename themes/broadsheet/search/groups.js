// Groups of results

/** Kinds that are groups; all others are one group. */
export const GROUPS = ["figures", "countries", "events", "articles"];
/** So many results of a group are shown at first. */
export const FEW = 5;

/** Results by groups, that of the best result first. */
export const groupsOf = (results) => Map.groupBy(results, ({ kind }) => (GROUPS.includes(kind) ? kind : "others"));
