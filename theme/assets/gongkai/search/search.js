// The search page: address → results. Everything it shows follows from the query string, so links and the back button work.

import { byDate, countFacets, isNarrowed, matching, passes, ranked, undecided } from "./choose.js";
import { makeExcerpt, rowsOf } from "./excerpt.js";
import { loadFolding } from "./fold.js";
import { openIndex, remember } from "./index.js";
import { readQuery, readState, writeState } from "./query.js";
import { isRows, shownWhole } from "./rows.js";
import { FIRST, MORE, makeAdvice, makeAttachment, makeBack, makeChosen, makeFacets, makeHelp, makeOffer, makeResult, pieces, showRow } from "./view.js";

const SITE = new URL("../../../", import.meta.url);
const PAUSE = 150;
const OFFICE = "guide/"; // where the telephone of the office stands that answers questions
const TOPICS = 8; // shown where there is nothing else
const FACTS = 2; // blocks of facts that the order of results is worth, and to be counted unasked
const DRAFT = "征求意见"; // words that may bring a draft on top,
const STATEMENT = 16; // and letters of what may be answered by a clause

const page = Object.fromEntries(["form", "status", "count", "message", "chosen", "results", "advice", "more", "facets", "filters", "narrow", "card", "nearby", "also", "near", "rest", "answer", "suggest", "help"]
  .map((name) => [name, document.getElementById(`search-${name}`)]));
const input = page.form.elements.q;

const to = (address, marks = "") => {
  const { pathname, hash } = new URL(address, SITE);
  return `${pathname}${marks}${hash}`;
};
const TITLE = document.title;
// Excerpts are fetched for the results that are on the screen.
const waiting = new WeakMap();
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    waiting.get(target)();
  }
}, { rootMargin: "120px" });

let folding = null;
let index = null;
const kept = new Map(); // the second half of the page, and the files that it and this one read
let turn = 0;
let typing = false;
let standing = 0; // the turn whose results are on the screen
let shown = FIRST;
let narrow = () => {};

async function start() {
  fillForm(readState(location.search));
  listen();
  try {
    const loading = loadFolding(SITE);
    index = await openIndex(SITE, loading);
    folding = await loading;
  } catch {
    say("检索数据没有载入，请刷新页面；也可以浏览公开目录。");
    return;
  }
  for (const words of [index.names, index.contents]) words.open().catch(() => {});
  await update();
}

// Whether the site has been published anew since its index was opened; then the new one is open.
async function renewed() {
  const other = await openIndex(SITE, folding, "reload").catch(() => index);
  if (other.said === index.said) return false;
  index = other;
  kept.clear();
  return true;
}

/** The second half of the page, with what it needs. */
function second() {
  return remember(kept, "", async () => {
    for (const name of ["words", "places"]) loadData(name).catch(() => {});
    const { makeSecond } = await import("./second.js");
    return makeSecond({ page, index, folding, to, load: loadData, open: openPage, watch, current: (mine) => mine === turn });
  });
}

// Each answer belongs to a turn: an older one that arrives late is dropped.
async function update() {
  const mine = (turn += 1);
  shown = FIRST;
  const state = readState(location.search);
  const query = readQuery(state.q, folding);
  document.title = state.q ? `${state.q} - ${TITLE}` : TITLE;
  page.chosen.replaceChildren(...makeChosen(state));
  suggest(mine, state.q);
  begin();
  try {
    await (query.phrases.length ? answer(mine, state, query) : browse(mine, state, query));
  } catch {
    if (mine !== turn) return;
    if (await renewed()) await update();
    else if (mine === turn) say("全文没有载入，以下只是名称和文号中的结果。请刷新页面再试。");
  }
}

// What one may open at once, while one types.
function suggest(mine, typed, rows = []) {
  if (!typing) page.suggest.replaceChildren();
  else second().then((half) => half.suggest(mine, typed, rows)).catch(() => {});
}

function loadData(name) {
  return remember(kept, name, async () => {
    const response = await fetch(new URL(`search/${name}.json`, SITE));
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    return response.json();
  });
}

// Nothing was asked: all documents, newest first. What the first question will need is fetched while it is being thought of.
async function browse(mine, state, query) {
  const all = Array.from({ length: index.size }, (_, order) => order);
  await show(mine, state, query, all, new Map());
  if (!state.exact) second().catch(() => {});
}

// The first answer is from titles and numbers. In the order of relevance the full text only adds below it; in the order of
// dates it would move what is being read, so the answer before stays until the whole is known.
//
// Files are asked for in the order of need: what titles and numbers tell with its rows, what texts tell, then what is near.
async function answer(mine, state, query) {
  for (const phrase of query.phrases) index.written(phrase).catch(() => {});
  const crowned = state.exact ? Promise.resolve(false) : mayBeCrowned(state.q).catch(() => false);
  crowned.then((waits) => waits && second()).catch(() => {});
  const found = await lookUp(query);
  const first = await arranged(matching(query.phrases, found, { named: true }), state, query, found);
  const early = state.sort === "relevance" && !(first.length && await crowned);
  if (mine !== turn) return;
  say(first.length ? `名称和文号中有 ${first.length} 条，正在检索全文……` : "正在检索全文……");
  const showing = early ? showResults(mine, first, query) : null;
  const whole = completed(query, found);
  const approaching = state.exact ? null : second().then(({ approach }) => approach(state.q, async () => (await whole).orders.length)).catch(() => null);
  await showing;
  const { asked, orders } = await whole;
  const near = await approaching;
  if (mine !== turn) return;
  await show(mine, state, asked, orders, found, near);
}

// Whether something may come to stand above the results: then these wait for it, since nothing is to move that is being read.
async function mayBeCrowned(typed) {
  const whole = folding.fold(typed);
  if (whole.includes(DRAFT) || [...typed].length >= STATEMENT) return true;
  return (await loadData("places")).some(({ title, names = [] }) => [title, ...names].some((name) => folding.fold(name) === whole));
}

// For every phrase of a query where it stands in titles and numbers; and for all of them together, where all of them do.
async function lookUp({ phrases, joined }, found = new Map()) {
  await Promise.all(phrases.map(async (phrase) => found.set(phrase, { named: await index.named(phrase), written: null })));
  if (!found.has(joined)) found.set(joined, { named: await index.namedAmong(joined, matching(phrases, found, { named: true })), written: null });
  return found;
}

// And where in what documents say: the query that was `asked` in the end, and the orders that have it.
async function completed(query, found) {
  let asked = query;
  await complete(query, found);
  if (query.plain && !matching([query.joined], found).length) {
    asked = query.plain;
    await complete(asked, await lookUp(asked, found));
  }
  return { asked, orders: matching(asked.phrases, found) };
}

async function complete({ phrases, joined }, found) {
  await Promise.all(phrases.map(async (phrase) => {
    found.get(phrase).written = await index.written(phrase);
  }));
  found.get(joined).written ??= await index.writtenAmong(joined, matching(phrases, found));
}

// Facts of these documents: of few from their rows, which are shown anyway.
function factsOf(orders) {
  return orders.length <= FIRST ? index.rows(orders) : index.columns(orders);
}

// The orders that pass the filters, as they are to be shown.
async function arranged(orders, state, query, found, scores) {
  let passing = orders;
  if (isNarrowed(state)) {
    const facts = await factsOf(orders);
    passing = orders.filter((order) => passes(facts.get(order), state));
  }
  if (state.sort !== "relevance") return byDate(passing, state.sort, await factsOf(passing));
  if (!query.phrases.length) return passing;
  const few = passing.length > FIRST && index.blocks(passing) > FACTS;
  return ranked(passing, query, found, await factsOf(few ? undecided(passing, query, found, true) : passing), scores);
}

function begin() {
  page.count.dataset.resultCount = page.count.textContent = "0";
  page.status.hidden = true;
  page.results.setAttribute("aria-busy", "true");
  page.advice.replaceChildren();
  page.help.replaceChildren();
  page.card.replaceChildren();
  page.answer.replaceChildren();
  page.nearby.hidden = true;
  page.near.replaceChildren();
  page.also.replaceChildren();
  page.rest.hidden = true;
  say("正在检索……");
}

async function openPage({ address }) {
  const response = await fetch(new URL(address, SITE));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

async function show(mine, state, query, orders, found, near = null) {
  const results = await arranged(orders, state, query, found, near?.scores);
  if (mine !== turn) return;
  page.count.dataset.resultCount = page.count.textContent = String(results.length);
  page.status.hidden = false;
  say("");
  const half = near && (await second());
  const waits = half && standing !== mine && half.crowns(state, near);
  await (waits ? index.rows(results.slice(0, shown)) : showResults(mine, results, query));
  if (half) await half.show(mine, state, orders, near, standing === mine);
  if (waits) await showResults(mine, results, query);
  if (mine !== turn) return;
  if (state.exact) {
    page.also.replaceChildren(makeBack(state));
    page.nearby.hidden = false;
  }
  if (!results.length && page.near.children.length) say(`没有逐字相同的内容${saysNowhere(near)}，下面是相近的结果。`);
  const advice = results.length ? [] : advise(state, query, orders.length, found, near);
  if (mine !== turn) return;
  page.advice.replaceChildren(...advice);
  page.help.replaceChildren(...(results.length ? [] : makeHelp(near?.places?.find(({ shown }) => shown.address === OFFICE)?.shown, to)));
  narrow = () => showFacets(mine, state, query, orders);
  if (page.narrow.open) await showCheaply(query, orders);
  if (mine === turn) page.results.setAttribute("aria-busy", "false");
}

// The facets need facts of all that was found, so they are counted once somebody sees them; of a large catalog once somebody asks.
async function showCheaply(query, orders) {
  if (!query.phrases.length || index.lacking(orders) <= FACTS) await narrow();
  else page.facets.replaceChildren(makeOffer(async () => {
    await narrow();
    page.facets.querySelector("a")?.focus();
  }));
}

async function showFacets(mine, state, query, orders) {
  narrow = () => {};
  const whole = !query.phrases.length && !isNarrowed(state);
  const facets = whole ? index.facets : countFacets([...(await factsOf(orders)).values()], state);
  if (mine === turn) page.facets.replaceChildren(...makeFacets(facets, state));
}

const saysNowhere = (near) => (near?.lost.length ? `，没有哪里写到${near.lost.map((word) => `“${word}”`).join("、")}` : "");

function advise(state, query, matched, found, near) {
  const counts = new Map([...found.keys()].map((phrase) => [phrase, matching([phrase], found).length]));
  const standing = query.phrases.filter((phrase) => counts.get(phrase));
  const without = standing.length ? matching(standing, found).length : 0;
  const topics = (near?.places ?? []).filter(({ shown }) => shown.kind === "目录类别").slice(0, TOPICS);
  return makeAdvice({ state, query, counts, without, matching: matched, topics, below: page.near.children.length > 0 }, to);
}

// Results that stay keep their elements, so that what is being read does not move or flicker.
async function showResults(mine, results, query) {
  const rows = [...(await index.rows(results.slice(0, shown))).values()];
  if (mine !== turn) return;
  suggest(mine, query.terms.size ? input.value.trim() : "", rows);
  const key = JSON.stringify(query.phrases);
  const kept = new Map([...page.results.children].filter((item) => item.dataset.query === key).map((item) => [item.dataset.result, item]));
  const items = rows.map((row) => {
    const item = kept.get(row.address) ?? makeResult(row, query, to, folding);
    item.dataset.query = key;
    return item;
  });
  page.results.replaceChildren(...items);
  if (items.length) standing = mine;
  page.more.hidden = results.length <= shown;
  page.more.onclick = async () => {
    shown += MORE;
    const before = page.results.children.length;
    page.results.setAttribute("aria-busy", "true");
    await showResults(mine, results, query);
    page.results.setAttribute("aria-busy", "false");
    page.results.children[before]?.querySelector("a").focus();
  };
  items.forEach((item, n) => watch(item, rows[n], query));
}

// Where title and summary do not show everything that was looked for, its place in the text is fetched once the result is on the screen.
function watch(item, row, query) {
  if (shownWhole(row, query.phrases)) return;
  waiting.set(item, () => addExcerpt(item, row, query));
  watcher.observe(item);
}

async function addExcerpt(item, row, query) {
  const place = item.querySelector("[class$=__excerpt]");
  if (place.dataset.filled) return;
  place.dataset.filled = "true";
  try {
    const texts = await index.texts(row.address);
    if (isRows(row)) {
      const chosen = item.contains(document.activeElement); // by the keyboard: what is put in its place is chosen too
      showRow(item, row, rowsOf(texts, query, folding), query, to, folding);
      if (chosen) item.querySelector("a").focus();
      return;
    }
    const { parts, attachment } = makeExcerpt(texts, query, folding);
    place.replaceChildren(...(attachment === null ? [] : makeAttachment(row, attachment, query, to)), ...pieces(parts));
  } catch {
    delete place.dataset.filled;
  }
}

function say(message) {
  page.message.textContent = message;
}

function go(address, replace = false) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  update();
}

function fillForm(state) {
  for (const key of ["q", "from", "to", "sort"]) page.form.elements[key].value = state[key];
}

function readForm() {
  const { q, from, to, sort } = page.form.elements;
  return writeState({ ...readState(location.search), q: q.value.trim(), from: from.value, to: to.value, sort: sort.value });
}

function listen() {
  let timer = 0;
  const typed = (event) => {
    clearTimeout(timer);
    typing = true;
    if (index && !event.isComposing) timer = setTimeout(() => go(readForm(), true), PAUSE);
  };
  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    typing = false;
    if (index) go(readForm());
  });
  for (const key of ["from", "to", "sort"]) page.form.elements[key].addEventListener("change", () => index && go(readForm()));
  window.addEventListener("popstate", () => {
    fillForm(readState(location.search));
    if (index) update();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    typing = false;
    go(link.getAttribute("href"));
    fillForm(readState(location.search));
  });
  page.narrow.addEventListener("toggle", () => page.narrow.open && narrow());
  window.addEventListener("keydown", pressed, true);
  page.filters.open = page.narrow.open = window.matchMedia("(min-width: 44em)").matches;
  page.filters.dataset.ready = "";
}

// Arrows go from the box through the results.
function pressed(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...document.querySelectorAll("#search-suggest a, .gk-found__main h2 a")];
  const at = links.indexOf(document.activeElement);
  if (!step || (at < 0 && (typing !== input || step < 0))) return;
  event.preventDefault();
  (links[at + step] ?? (step < 0 ? input : links[at]))?.focus();
}

start();
