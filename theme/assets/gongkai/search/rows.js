// What is known of a document besides its texts → rows to show, and facts to narrow, count and order by.

import { officeToday } from "../dom.js";

export const FACETS = ["issuer", "category", "theme", "genre", "year", "validity"];
const BREAKS = 2; // words between two fields of the index
const LAPSED = new Set(["废止", "失效", "被替代", "已撤回", "已撤下", "公开期满"]);
const DAY = 86_400_000; // milliseconds
const SINGLE = ["category", "theme", "genre", "validity"];

/** The row of a document: number `at` of a block, whose columns have a value for each of its documents. */
export function readRow(block, at, order, fold) {
  const row = { order };
  for (const [column, values] of Object.entries(block)) row[column] = values[at];
  for (const facet of SINGLE) row[facet] = row[facet] === null ? [] : [row[facet]];
  row.theme = row.theme.map((theme) => theme.split(/[\\/]/)[0]);
  row.year = row.formed ? [row.formed.slice(0, 4)] : [];
  row.folded = [row.title, row.doc_no, row.address.slice(0, -1), ...row.keywords].map((text) => fold(text ?? ""));
  row.opening = fold(row.summary);
  row.closed = row.until !== null && row.until < officeToday();
  row.lengths = row.folded.map((text) => [...text].length);
  return row;
}

/** What is to be said of a draft on which comments are taken until a day. */
export function turnOf(until) {
  const left = Math.round((Date.parse(until) - Date.parse(officeToday())) / DAY);
  if (left < 0) return "征求意见已结束";
  return left ? `正在征求意见，${until} 截止，还有 ${left} 天` : "正在征求意见，今天截止";
}

/** What a result says beside its title, "" where it is in force or there is nothing to say. */
export function standingOf({ validity, until }) {
  if (until) return turnOf(until);
  return validity[0] && validity[0] !== "有效" ? validity[0] : "";
}

/** Whether a reader is better served by something else: what is no longer in force, was taken back, or can no longer be commented on. */
export function isLapsed(row) {
  return row.closed || LAPSED.has(row.validity[0]);
}

/** A block of columns made ready for `readFacts`. */
export function readColumns({ published, ...block }) {
  let day = 0;
  return { ...block, days: published.map((step) => (day += step)) };
}

/** As much of a row as facets, dates and order go by. */
export function readFacts({ names, days, formed, lengths, ...block }, at, order) {
  const facts = { order, published: dayOf(days[at]), formed: formed[at] === null ? null : dayOf(days[at] - formed[at]) };
  facts.issuer = block.issuer[at].map((n) => names.issuer[n]);
  for (const facet of SINGLE) facts[facet] = block[facet][at] < 0 ? [] : [names[facet][block[facet][at]]];
  facts.year = facts.formed ? [facts.formed.slice(0, 4)] : [];
  facts.lengths = lengths.map((column) => column[at]);
  return facts;
}

/** Whether a phrase stands in the title, a number or a keyword of a row. */
export function inTitle(row, phrase) {
  return row.folded.some((text) => text.includes(phrase));
}

/** Whether a result is a page of rows of a register: what is shown and linked is the row among them that was meant. */
export const isRows = ({ address }) => address.startsWith("tables/");

/** Whether each of these phrases stands in what a result shows of a document anyway: its title, its numbers, its summary. */
export function shownWhole(row, phrases) {
  return row.summary !== "" && !isRows(row) && phrases.every((phrase) => row.opening.includes(phrase) || inTitle(row, phrase));
}

/** Where the titles and numbers of documents stand in the index of names: the first word and the letters of each, from its length. */
export function fieldsOf({ lengths }) {
  let begin = 0;
  return lengths.map((size) => {
    const field = { begin, size };
    begin += (size < 2 ? size : size - 1) + BREAKS;
    return field;
  });
}

/** The places of the index of names at which a phrase of two letters or more begins in a row. */
export function placesIn(row, phrase) {
  const fields = fieldsOf(row);
  return row.folded.flatMap((text, n) => {
    const chars = [...text];
    const wanted = [...phrase];
    const begins = chars.map((_, at) => at).filter((at) => wanted.every((char, k) => chars[at + k] === char));
    return begins.map((at) => fields[n].begin + at);
  });
}

/** Pairs of neighbouring characters, each once: the words of the index. */
export function pairs(text) {
  const chars = [...text];
  return new Set(chars.slice(1).map((char, n) => chars[n] + char));
}

const dayOf = (days) => new Date(days * DAY).toISOString().slice(0, 10);
