// Results, facets and messages → elements. Text goes in as text only, never as markup.

import { make } from "../dom.js";
import { cut, findAll } from "./fold.js";
import { writeState } from "./query.js";
import { FACETS, isRows, standingOf } from "./rows.js";

const LABELS = { issuer: "发布机构", category: "目录类别", theme: "主题分类", genre: "体裁", year: "生成年份", validity: "有效性" };
const SHOWN_VALUES = 6;

/** Marked and plain pieces of a text. */
export function pieces(parts) {
  return parts.map(({ text, hit }) => (hit ? make("mark", {}, text) : text));
}

/**
 * One result: title, numbers and dates, and the place of its excerpt. `to(address, marks)` gives the link to what lies at an address
 * of the site; `marks` is what the page opened is to mark.
 */
export function makeResult(row, query, to, folding) {
  const marked = (text) => pieces(cut(text, findAll(text, query.phrases, folding)));
  const link = make("a", { href: to(row.address, markOf(query)) }, marked(row.title));
  const standing = standingOf(row);
  const status = standing ? make("span", { class: "gk-status" }, standing) : null;
  const facts = [isRows(row) && make("span", {}, row.theme), row.doc_no && make("span", {}, marked(row.doc_no)), row.issuer.length && make("span", {}, row.issuer.join("、")),
    row.formed && make("span", {}, "生成 ", make("time", {}, row.formed)), row.published && make("span", {}, "公开 ", make("time", {}, row.published))];
  return make("li", { "data-result": row.address },
    make("h2", {}, link, status),
    make("p", { class: "gk-found__facts" }, facts.filter(Boolean)),
    make("p", { class: "gk-found__excerpt" }, marked(row.summary)));
}

/** Which attachment a piece of text comes from, with the way to it. */
export function makeAttachment(row, name, query, to) {
  return ["附件", name ? make("a", { href: to(`${row.address}#attachments`, markOf(query)) }, name) : "", "："];
}

/** The row that was meant, in place of the page on which it stands, and the others there that have all of the query. */
export function showRow(item, row, [first, ...others], query, to, folding) {
  const linked = ({ id, name }) => make("a", { href: to(`${row.address}#${id}`, markOf(query)) }, pieces(cut(name, findAll(name, query.phrases, folding))));
  const also = first.whole ? others.filter(({ whole }) => whole) : [];
  const links = also.slice(0, SHOWN_VALUES).map(linked);
  item.querySelector("h2 a").replaceWith(linked(first));
  if (others.length) item.querySelector("[class$=__facts]").replaceChildren(make("span", {}, row.theme)); // the others are those of the page
  item.querySelector("[class$=__excerpt]").replaceChildren(...pieces(first.parts),
    ...(links.length ? [make("br"), "同样写到的：", ...links.flatMap((link, n) => (n ? ["、", link] : [link])), also.length > links.length ? `等 ${also.length} 条` : ""] : []));
}

/** What the document page needs to mark the hits (mark.js). */
function markOf({ terms }) {
  return terms.size ? `?${new URLSearchParams({ mark: [...terms.values()].join(" ") })}` : "";
}

/** The link that calls a telephone. */
export const callTo = (phone) => `tel:${phone.replace(/[^\d+]/g, "")}`;

/** The facets, each value a link to the search that it gives. */
export function makeFacets(facets, state) {
  return FACETS.filter((facet) => facets[facet].length).map((facet) => {
    const values = facets[facet].map(([value, count]) => makeValue(facet, value, count, state));
    const heading = make("h2", { id: `facet-${facet}` }, LABELS[facet]);
    const list = (items) => make("ul", { "aria-labelledby": `facet-${facet}` }, items);
    const rest = values.slice(SHOWN_VALUES);
    const chosenIsHidden = rest.some((item) => item.querySelector("[aria-current]"));
    const more = rest.length ? make("details", { open: chosenIsHidden ? "" : null }, make("summary", {}, `其余 ${rest.length} 项`), list(rest)) : null;
    return make("section", { class: "gk-facet" }, heading, list(values.slice(0, SHOWN_VALUES)), more);
  });
}

function makeValue(facet, value, count, state) {
  const chosen = state[facet] === value;
  const href = writeState({ ...state, [facet]: chosen ? "" : value });
  const link = make("a", { href, "data-search": "", "aria-current": chosen ? "true" : null }, make("span", {}, value), make("small", {}, String(count)));
  return make("li", {}, link);
}

/** The filters in force, each a link that takes it away. */
export function makeChosen(state) {
  const given = [...FACETS, "from", "to"].filter((key) => state[key]);
  const names = { ...LABELS, from: "公开日期自", to: "公开日期至" };
  return given.map((key) => make("a", { href: writeState({ ...state, [key]: "" }), "data-search": "", class: "gk-chip" },
    `${names[key]}：${state[key]}`, make("span", { "aria-hidden": "true" }, " ×"), make("span", { class: "gk-unseen" }, "，去掉这一条件")));
}

/**
 * What is to blame when nothing was found: the terms, with how many results there are `without` them, the filters, or all terms together.
 * `below`: something near is shown.
 */
export function makeAdvice({ state, query, counts, without, matching, topics, below }, to) {
  const advice = [];
  const missing = [...query.terms].filter(([phrase]) => !counts.get(phrase)).map(([, word]) => word);
  if (missing.length && !(below && query.terms.size === 1)) advice.push(makeBlame(missing, query, without));
  else if (matching) {
    const href = writeState({ q: state.q });
    advice.push(make("p", {}, `去掉筛选条件，可以找到 `, make("a", { href, "data-search": "" }, `${matching} 条`), "。"));
  } else if (query.terms.size > 1) advice.push(makeSplit(query, counts));
  if (topics.length && !below) {
    const links = topics.map(({ shown }) => make("a", { href: to(shown.address) }, shown.title));
    advice.push(make("p", {}, "可以按类别看：", links.flatMap((link, n) => (n ? ["、", link] : [link])), "。"));
  }
  return advice;
}

/** Where else to turn: the catalog, a request, and the telephone of `office` if there is one. */
export function makeHelp(office, to) {
  const call = office ? ["；也可以打电话问", make("a", { href: to(office.address) }, "公开工作机构"), "：", make("a", { href: callTo(office.phone) }, office.phone)] : [];
  return [make("p", {}, "也可以浏览", make("a", { href: to("catalog/") }, "公开目录"), "；需要的信息没有公开的，可以",
    make("a", { href: to("request/") }, "申请公开"), "（", make("a", { href: to("request/form/") }, "申请表"), "）", call, "。")];
}

function makeBlame(missing, { terms }, without) {
  const words = missing.map((word) => make("strong", {}, `“${word}”`));
  const left = [...terms.values()].filter((word) => !missing.includes(word)).join(" ");
  const retry = left ? ["，或者只检索", make("a", { href: writeState({ q: left }), "data-search": "" }, `“${left}”`), `，有 ${without} 条`] : ["，或者少写几个字"];
  return make("p", {}, "全部信息中都没有", words, "。请核对用字", retry, "。");
}

function makeSplit({ terms }, counts) {
  const links = [...terms].map(([phrase, word]) => make("a", { href: writeState({ q: word }), "data-search": "" }, `“${word}”${counts.get(phrase)} 条`));
  return make("p", {}, "没有一份信息同时含有这些词。分开检索：", links.flatMap((link, n) => (n ? ["、", link] : [link])), "。");
}
