// What was found, and facts of the documents → the results in order, and the facets with their counts. Pure functions.
//
// `found` maps each phrase to { named, written }: where it stands in titles and numbers, and in what documents say, each as a
// map from the order of a document to places in the index. Orders ascend from the newest document.

import { FACETS, fieldsOf, isLapsed } from "./rows.js";

const WRITTEN = 4; // from this tier on not all of the query stands in titles, and the best text comes first

/** The orders of the documents that have every phrase, newest first; `named`: only in their titles and numbers. */
export function matching(phrases, found, { named = false } = {}) {
  const sets = phrases.map((phrase) => ordersOf(found.get(phrase), named));
  sets.sort((a, b) => a.size - b.size);
  const [least, ...others] = sets;
  return [...least].filter((order) => others.every((set) => set.has(order))).sort((a, b) => a - b);
}

function ordersOf({ named, written }, namedOnly) {
  return new Set(namedOnly ? named.keys() : [...named.keys(), ...written.keys()]);
}

/** Those of the orders whose place among the results depends on facts of the document; with `few`, only those that may be named so. */
export function undecided(orders, { joined }, found, few = false) {
  const { named } = found.get(joined);
  return orders.filter((order) => named.has(order) && (!few || named.get(order).includes(0)));
}

/**
 * The orders, best first. The whole query as title or number, at the end of a title (where a document is named; what is about it
 * has more words behind), in a title, as a keyword or all terms in titles, standing together in the text, some in the title. Within the
 * last three by their `scores` (near.js), if these are known. What has lapsed comes behind the rest of its tier, as far as facts are known.
 */
export function ranked(orders, query, found, facts, scores = new Map()) {
  const tiers = new Map(orders.map((order) => [order, tier(order, query, found, facts.get(order))]));
  const score = (order) => (tiers.get(order) < WRITTEN ? 0 : scores.get(order) ?? 0);
  const level = (order) => Math.min(tiers.get(order), WRITTEN);
  const lapsed = (order) => Number(facts.has(order) && isLapsed(facts.get(order)));
  return [...orders].sort((a, b) => level(a) - level(b) || lapsed(a) - lapsed(b) || score(b) - score(a) || tiers.get(a) - tiers.get(b) || a - b);
}

function tier(order, { phrases, joined }, found, facts) {
  const together = found.get(joined);
  const places = together.named.get(order);
  if (places) {
    if (!facts) return 2;
    const length = [...joined].length;
    const fields = fieldsOf(facts);
    if (fields.some(({ begin, size }) => size === length && (length === 1 || places.includes(begin)))) return 0;
    if (length > 1 && places.includes(fields[0].size - length)) return 1;
    return places.some((place) => place < fields[2].begin + fields[2].size) ? 2 : 3;
  }
  const inside = phrases.filter((phrase) => found.get(phrase).named.has(order)).length;
  if (inside === phrases.length) return 3;
  if (phrases.length > 1 && together.written?.has(order)) return 4;
  return inside ? 5 : 6;
}

/** The orders from the latest date on. */
export function byDate(orders, key, facts) {
  return [...orders].sort((a, b) => (facts.get(b)[key] ?? "").localeCompare(facts.get(a)[key] ?? "") || a - b);
}

/** Whether a search has filters. */
export function isNarrowed(state) {
  return [...FACETS, "from", "to"].some((key) => state[key]);
}

/** Whether a document passes every filter of the search; `except` names a facet to leave out. */
export function passes(facts, state, except = "") {
  const published = facts.published ?? "";
  if (state.from && published < state.from) return false;
  if (state.to && published > state.to) return false;
  return FACETS.every((facet) => facet === except || !state[facet] || facts[facet].includes(state[facet]));
}

/** For each facet its values with the number of results each would give, the selected one included. */
export function countFacets(all, state) {
  return Object.fromEntries(FACETS.map((facet) => {
    const counts = new Map(state[facet] ? [[state[facet], 0]] : []);
    for (const facts of all) {
      if (passes(facts, state, facet)) for (const value of facts[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const order = facet === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh");
    return [facet, [...counts].sort(order)];
  }));
}
