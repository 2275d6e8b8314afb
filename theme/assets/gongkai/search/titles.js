// search/titles.json → rows: the first answer to a query, and what facets, dates and sorting go by.

/** Every document on the site, newest first. */
export async function loadRows(site, { fold }) {
  const response = await fetch(new URL("search/titles.json", site));
  return readRows(await response.json(), fold);
}

export function readRows({ columns, names }, fold) {
  return columns.address.map((_, order) => {
    const row = { order };
    for (const [column, values] of Object.entries(columns)) row[column] = values[order];
    row.issuer = row.issuer.map((n) => names.issuer[n]);
    for (const facet of ["category", "theme", "genre", "validity"]) row[facet] = row[facet] === null ? [] : [names[facet][row[facet]]];
    row.theme = row.theme.map((theme) => theme.split(/[\\/]/)[0]);
    row.year = row.formed ? [row.formed.slice(0, 4)] : [];
    row.folded = [row.title, row.doc_no, row.address.slice(0, -1)].map((text) => fold(text ?? ""));
    return row;
  });
}

/** Whether a phrase stands in the title or a number of a row. */
export function inTitle(row, phrase) {
  return row.folded.some((text) => text.includes(phrase));
}

/** The rows whose titles are most like a query, by shared pairs of characters. */
export function nearest(rows, text, count) {
  const wanted = pairs(text);
  if (!wanted.size) return [];
  return rows
    .map((row) => {
      const own = pairs(row.folded[0]);
      const shared = [...wanted].filter((pair) => own.has(pair)).length;
      return { row, likeness: shared / wanted.size + shared / (own.size + wanted.size) };
    })
    .filter(({ likeness }) => likeness > 0.3)
    .sort((a, b) => b.likeness - a.likeness || a.row.order - b.row.order)
    .slice(0, count)
    .map(({ row }) => row);
}

function pairs(text) {
  const chars = [...text];
  return new Set(chars.slice(1).map((char, n) => chars[n] + char));
}
