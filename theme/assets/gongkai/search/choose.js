// Rows and what was found in them → the results in order, and the facets with their counts. Pure functions.

import { FACETS } from "./query.js";
import { inTitle } from "./titles.js";

/** The rows of a search, best first. `found` maps a phrase to the rows (by order) that have it, or is null before it is known. */
export function choose(rows, query, state, found) {
  const matching = rows.filter((row) => query.phrases.every((phrase) => inTitle(row, phrase) || found?.get(phrase)?.has(row.order)));
  const passing = matching.filter((row) => passes(row, state));
  return { matching, results: arrange(passing, query, state.sort, found), facets: countFacets(matching, state) };
}

/** Whether a row passes every filter of the search; `except` names a facet to leave out. */
export function passes(row, state, except = "") {
  const published = row.published ?? "";
  if (state.from && published < state.from) return false;
  if (state.to && published > state.to) return false;
  return FACETS.every((facet) => facet === except || !state[facet] || row[facet].includes(state[facet]));
}

/** For each facet its values with the number of results each would give, the selected one included. */
export function countFacets(matching, state) {
  return Object.fromEntries(FACETS.map((facet) => {
    const counts = new Map(state[facet] ? [[state[facet], 0]] : []);
    for (const row of matching) {
      if (passes(row, state, facet)) for (const value of row[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const order = facet === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh");
    return [facet, [...counts].sort(order)];
  }));
}

function arrange(rows, query, sort, found) {
  const newest = (key) => (a, b) => (b[key] ?? "").localeCompare(a[key] ?? "") || a.order - b.order;
  if (sort !== "relevance") return [...rows].sort(newest(sort));
  const rank = new Map(rows.map((row) => [row, tier(row, query, found)]));
  return [...rows].sort((a, b) => rank.get(a) - rank.get(b) || a.order - b.order);
}

// The whole query as title or number, at the end of a title (where a document is named; what is about it has more words
// behind), in a title, all terms in titles, standing together in the text, some in the title.
function tier(row, { phrases, joined }, found) {
  if (row.folded.includes(joined)) return 0;
  if (row.folded[0].endsWith(joined)) return 1;
  if (inTitle(row, joined)) return 2;
  const inside = phrases.filter((phrase) => inTitle(row, phrase)).length;
  if (inside === phrases.length) return 3;
  if (phrases.length > 1 && found?.get(joined)?.has(row.order)) return 4;
  return inside ? 5 : 6;
}
