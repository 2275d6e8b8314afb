// A query that finds nothing → the documents whose titles are most like it.

import { pairs } from "./rows.js";

const READ = 12; // titles that are compared closely
const LIKE = 0.3;

/** The rows whose titles are most like a folded text, by shared pairs of characters. */
export async function nearest(index, text, count) {
  const wanted = pairs(text);
  if (!wanted.size) return [];
  const shared = new Map();
  for (const postings of await Promise.all([...wanted].map((pair) => index.names.postings(pair)))) {
    for (const order of postings.keys()) shared.set(order, (shared.get(order) ?? 0) + 1);
  }
  const likely = [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, READ).map(([order]) => order);
  return [...(await index.rows(likely)).values()]
    .map((row) => ({ row, likeness: likenessOf(pairs(row.folded[0]), wanted) }))
    .filter(({ likeness }) => likeness > LIKE)
    .sort((a, b) => b.likeness - a.likeness || a.row.order - b.row.order)
    .slice(0, count)
    .map(({ row }) => row);
}

function likenessOf(own, wanted) {
  const shared = [...wanted].filter((pair) => own.has(pair)).length;
  return shared / wanted.size + shared / (own.size + wanted.size);
}
