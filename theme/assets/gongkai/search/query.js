// What was typed → the phrases to look for; the whole search ↔ the address of the page.

import { GAP } from "./fold.js";
import { FACETS } from "./rows.js";

const KEYS = ["q", ...FACETS, "from", "to", "sort", "exact"];
const SORTS = ["relevance", "published", "formed"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// 国发〔2023〕15号 and its other spellings: with brackets of any kind, or a blank or 年 after the year; with 第.
const NUMBER = new RegExp("^(\\p{Script=Han}[\\p{Script=Han}\\s]*?)\\s*(?:[〔〈《【\\[({﹝]\\s*(\\d{4})\\s*[〕〉》】\\])}﹞]\\s*第?\\s*0*(\\d{1,5})\\s*(号?)"
  + "|(\\d{4})[年\\s]+第?\\s*0*(\\d{1,5})\\s*(号))$", "u");

/** The search that an address asks for; what is not understood is left out. */
export function readState(query) {
  const given = new URLSearchParams(query);
  const state = Object.fromEntries(KEYS.map((key) => [key, (given.get(key) ?? "").trim()]));
  for (const key of ["from", "to"]) if (!DAY.test(state[key])) state[key] = "";
  if (!SORTS.includes(state.sort)) state.sort = "relevance";
  return state;
}

/** The query string of a search, with only what differs from an empty one. */
export function writeState(state) {
  const given = new URLSearchParams();
  for (const key of KEYS) if (state[key] && !(key === "sort" && state.sort === "relevance")) given.set(key, state[key]);
  const text = given.toString();
  return text ? `?${text}` : "./";
}

/**
 * `terms`: folded phrases that must all occur, with the words as typed; `joined`: all of them standing together.
 * What looks like a document number is one phrase; `plain` is the query to make when there is no such number.
 */
export function readQuery(typed, { fold }) {
  const words = typed.split(/\s+/).map((word) => [fold(word), word]);
  const plain = makeQuery(new Map(words.filter(([phrase]) => phrase)), fold(typed));
  const number = readNumber(typed, fold);
  if (!number || (plain.phrases.length === 1 && plain.joined === number)) return plain;
  return { ...makeQuery(new Map([[number, typed]]), number), plain };
}

function makeQuery(terms, joined) {
  return { terms, phrases: [...terms.keys()], joined, plain: null };
}

function readNumber(typed, fold) {
  const found = NUMBER.exec(typed.normalize("NFKC").trim());
  if (!found) return null;
  const [body, year, serial, end] = found.slice(1).filter((part) => part !== undefined);
  return `${fold(body)}${year}${GAP}${serial}${end}`;
}
