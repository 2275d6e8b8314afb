// What was typed → the phrases to look for; the whole search ↔ the address of the page.

import { GAP } from "./fold.js";

export const FACETS = ["issuer", "category", "theme", "genre", "year", "validity"];
const KEYS = ["q", ...FACETS, "from", "to", "sort"];
const SORTS = ["relevance", "published", "formed"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// 国发〔2023〕15号 and its other spellings: with brackets of any kind, a blank or 年 after the year, with 第.
const NUMBER = /^(\p{Script=Han}[\p{Script=Han}\s]*?)\s*[〔〈《【\[({(［｛﹝]?\s*((?:19|20)\d{2})\s*[〕〉》】\])})］｝﹞年\s]+第?\s*0*(\d{1,5})\s*号?$/u;

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

/** `terms`: folded phrases that must all occur, with the words as typed; `joined`: all of them standing together. */
export function readQuery(typed, { fold }) {
  const number = NUMBER.exec(typed.normalize("NFKC"));
  const words = number ? [typed] : typed.split(/\s+/);
  const terms = new Map();
  for (const word of words) {
    const phrase = number ? fold(number[1]) + number[2] + GAP + number[3] + (/号\s*$/.test(typed) ? "号" : "") : fold(word);
    if (phrase) terms.set(phrase, word);
  }
  const phrases = [...terms.keys()];
  return { terms, phrases, joined: phrases.length > 1 ? fold(typed) : phrases[0] ?? "" };
}
