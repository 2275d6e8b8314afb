// The texts of a document → the piece around a hit.

import { cut, findAll } from "./fold.js";

const SUMMARY = 0;
const TEXT = 1;
const BEFORE = 24;
const LENGTH = 110;
const TRIED = 100;

/** The piece of a document to show, as [{text, hit}], and the name of the attachment that it comes from, or null. */
export function makeExcerpt(texts, query, folding) {
  const order = [...new Set([TEXT, SUMMARY, ...texts.keys()])];
  for (const phrases of [[query.joined], query.phrases]) {
    for (const n of order) {
      const places = findAll(texts[n], phrases.filter(Boolean), folding);
      if (places.length) return { parts: around(texts[n], places, query, folding), attachment: n > TEXT ? nameOf(texts[n]) : null };
    }
  }
  const opening = texts[SUMMARY] || texts[TEXT] || "";
  return { parts: [{ text: shorten(opening), hit: false }], attachment: null };
}

/** The pieces of those attachments in which the most of the query stands: [{ name, parts }]. */
export function passagesOf(texts, query, folding) {
  const attached = texts.slice(TEXT + 1);
  for (const phrases of [[query.joined], query.phrases]) {
    const found = attached.map((text) => ({ text, places: findAll(text, phrases.filter(Boolean), folding), folded: folding.fold(text) }))
      .map((one) => ({ ...one, count: phrases.filter((phrase) => phrase && one.folded.includes(phrase)).length }));
    const most = Math.max(0, ...found.map(({ count }) => count));
    if (most) return found.filter(({ count }) => count === most).map(({ text, places }) => ({ name: nameOf(text), parts: around(text, places, query, folding) }));
  }
  return [];
}

/**
 * The rows of a page of a register, the one that was meant first: where the most of the query stands, in its name before its cells.
 * [{ id, name, parts, whole }], `whole` telling whether all of the query stands in it.
 */
export function rowsOf(texts, query, folding) {
  const rows = texts.slice(TEXT + 1).map((text) => {
    const [, id, name, cells = ""] = ENTRY.exec(text);
    const [all, named] = [folding.fold(text), folding.fold(name)];
    const count = query.phrases.filter((phrase) => all.includes(phrase)).length;
    const score = 2 * count + query.phrases.filter((phrase) => named.includes(phrase)).length / (1 + query.phrases.length);
    return { id, name, cells, score, whole: count === query.phrases.length };
  });
  return rows.sort((a, b) => b.score - a.score).map(({ id, name, cells, whole }) => {
    const places = findAll(cells, query.phrases, folding);
    return { id, name, whole, parts: places.length ? around(cells, places, query, folding) : [{ text: shorten(cells), hit: false }] };
  });
}

// The text of a row has its id and its name before it (generator/planning/tables.py).
const ENTRY = /^(\w+) (.*?)(?: ｜ (.*))?$/u;

// The text of an attachment has its name before it.
const nameOf = (text) => /^.+?\.\w{2,5}(?= |$)/u.exec(text)?.[0] ?? "";

function around(text, places, query, folding) {
  const [first, last] = richest(text, places, query.phrases, folding);
  const start = boundary(text, Math.max(0, first - BEFORE));
  const end = boundary(text, Math.min(text.length, Math.max(start + LENGTH, last)));
  const piece = text.slice(start, end);
  const parts = cut(piece, findAll(piece, query.phrases, folding));
  if (start > 0) parts.unshift({ text: "……", hit: false });
  if (end < text.length) parts.push({ text: "……", hit: false });
  return parts;
}

// The first place around which the most of the terms stand.
function richest(text, places, phrases, { fold }) {
  if (phrases.length < 2) return places[0];
  let best = [places[0], 0];
  for (const place of places.slice(0, TRIED)) {
    const near = fold(text.slice(Math.max(0, place[0] - BEFORE), place[0] - BEFORE + LENGTH));
    const count = phrases.filter((phrase) => near.includes(phrase)).length;
    if (count > best[1]) best = [place, count];
    if (count === phrases.length) break;
  }
  return best[0];
}

// Never between the halves of a character outside the basic plane.
function boundary(text, at) {
  return /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
}

function shorten(text) {
  const end = boundary(text, LENGTH);
  return text.length > LENGTH ? `${text.slice(0, end)}……` : text;
}
