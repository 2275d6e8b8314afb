// What is near what was typed → elements.

import { make } from "../dom.js";
import { cut, findAll } from "./fold.js";
import { writeState } from "./query.js";
import { standingOf, turnOf } from "./rows.js";
import { callTo, makeResult, pieces } from "./view.js";

const MARKED = 6; // words that a page which is opened marks at the most

/** What excerpts and marks go by: the words of the ideas that stand in a result, the longest first. */
export function wordsOf({ ways }) {
  const phrases = [...new Set(ways)].filter((way) => way.length > 1).sort((a, b) => b.length - a.length).slice(0, MARKED);
  return { phrases, joined: "", terms: new Map(phrases.map((phrase) => [phrase, phrase])) };
}

/** A document that is near. */
export function makeNear(row, hit, to, folding) {
  const item = makeResult(row, wordsOf(hit), to, folding);
  item.dataset.near = "";
  for (const part of ["facts", "excerpt"]) item.querySelector(`.gk-found__${part}`).className = `gk-nearby__${part}`;
  return item;
}

/** A place that is near: a page, a body, an answer, a withheld title. */
export function makePlace({ shown }, hit, to, folding) {
  const marked = (text) => pieces(cut(text, findAll(text, wordsOf(hit).phrases, folding)));
  return make("li", { "data-result": shown.known ?? shown.address, "data-near": "" },
    make("h2", {}, make("a", { href: to(shown.address) }, marked(shown.title)), make("span", { class: "gk-status gk-kind" }, shown.kind)),
    make("p", { class: "gk-nearby__facts" }, callOf(shown), marked(shown.note ?? "")));
}

/** The card of what was asked for by its name: a body with its telephone, a draft with the time for comments. */
export function makeCard({ shown }, to) {
  return make("li", { "data-result": shown.known ?? shown.address, "data-near": "", "data-card": "", class: "gk-card" },
    make("h2", {}, make("a", { href: to(shown.address) }, shown.title), make("span", { class: "gk-status gk-kind" }, shown.kind)),
    shown.until ? make("p", { class: "gk-card__phone" }, turnOf(shown.until)) : null,
    shown.phone ? make("p", { class: "gk-card__phone" }, "电话 ", callOf(shown)) : null,
    shown.note ? make("p", { class: "gk-nearby__facts" }, shown.note) : null);
}

const callOf = ({ phone }) => (phone ? make("a", { href: callTo(phone) }, phone) : null);

/** A quotation: the clause or the rows with the cells that head them, where it is from, and whom to call. */
export function makeQuotation({ row, rows, heads, path, anchor }, places, to) {
  const link = make("a", { href: to(`${row.address}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`) }, row.title);
  const line = (cells, name, scope = null) => make("tr", {}, cells.map((cell) => make(name, { scope }, cell)));
  const said = rows[0].table
    ? make("div", { class: "gk-table", role: "group", "aria-label": "表格", tabindex: "0" }, make("table", { class: "gk-grid" },
      heads.length ? make("thead", {}, line(heads, "th", "col")) : null, make("tbody", {}, rows.map(({ cells }) => line(cells, "td")))))
    : make("p", {}, rows[0].text);
  const body = places.find(({ shown }) => shown.phone && row.issuer.includes(shown.title));
  const facts = [row.doc_no, standingOf(row) || "有效", row.issuer.join("、"), row.formed && `生成 ${row.formed}`].filter(Boolean);
  return make("section", { class: "gk-quote", "data-answer": row.address, "aria-label": "原文摘录" },
    make("h2", {}, "原文摘录"),
    path.length ? make("p", { class: "gk-quote__path" }, path.join(" › ")) : null,
    make("blockquote", {}, said),
    make("p", { class: "gk-quote__from" }, "摘自 ", link),
    make("p", { class: "gk-nearby__facts" }, facts.map((fact) => make("span", {}, fact)), body ? make("span", {}, "咨询 ", callOf(body.shown)) : null));
}

/** Pages, bodies and documents that go by what is being typed, each a link; drafts that can be commented on say so. */
export function makeSuggestions(suggested, to) {
  const items = suggested.map(({ address, title, until }) => make("li", {}, make("a", { href: to(address) }, title), until ? make("small", {}, turnOf(until)) : null));
  return items.length ? [make("ul", { "aria-label": "直接打开" }, items)] : [];
}

/** What else was looked for, and the way back to exactly what was typed. */
export function makeAlso({ also, meant }, state) {
  const lines = [];
  if (meant.length) {
    const links = meant.map(([typed, text]) => make("a", { href: writeState({ ...state, q: state.q.replace(typed, text) }), "data-search": "" }, text));
    lines.push(make("p", { class: "gk-meant" }, "您是不是要找：", separated(links)));
  }
  if (also.length) {
    lines.push(make("p", {}, "也检索了：", also.join("、"), "　",
      make("a", { href: writeState({ ...state, exact: "1" }), "data-search": "" }, `只检索“${state.q}”`)));
  }
  return lines;
}

const separated = (links) => links.flatMap((link, n) => (n ? ["、", link] : [link]));
