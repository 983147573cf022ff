/** What the search loads later, from the address at the link to the search. */
export const later = () => import(document.querySelector("[data-later]").dataset.later);
