// The search page: address → results. Everything it shows follows from the query string, so links and the back button work.

import { makeApproach } from "./approach.js";
import { byDate, countFacets, isNarrowed, matching, passes, ranked, undecided } from "./choose.js";
import { makeExcerpt, rowsOf } from "./excerpt.js";
import { loadFolding } from "./fold.js";
import { openIndex } from "./index.js";
import { makeAlso, makeBack, makeCard, makeNear, makePlace, makeQuotation, makeSuggestions, wordsOf } from "./nearby.js";
import { findQuotation, isQuestion } from "./quote.js";
import { readQuery, readState, writeState } from "./query.js";
import { isRows, shownWhole } from "./rows.js";
import { makeAdvice, makeAttachment, makeChosen, makeFacets, makeHelp, makeResult, pieces, showRow } from "./view.js";

const SITE = new URL("../../../", import.meta.url);
const FIRST = 10;
const MORE = 20;
const PAUSE = 150;
const OFFICE = "guide/"; // where the telephone of the office stands that answers questions
const TOPICS = 8; // shown where there is nothing else
const FACTS = 2; // blocks of facts that the order of results is worth

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
let approach = null;
let turn = 0;
let typing = false;
let shown = FIRST;
let narrow = () => {};

async function start() {
  fillForm(readState(location.search));
  listen();
  try {
    folding = await loadFolding(SITE);
    index = await openIndex(SITE, folding);
    approach = makeApproach(index, folding, loadData);
  } catch {
    say("检索数据没有载入，请刷新页面；也可以浏览公开目录。");
    return;
  }
  for (const words of [index.names, index.contents]) words.open().catch(() => {});
  await update();
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
    if (mine === turn) say("全文没有载入，以下只是名称和文号中的结果。请刷新页面再试。");
  }
}

// What one may open at once, while one types: at first what has a name, then titles among what was found.
function suggest(mine, typed, rows = []) {
  if (!typing) page.suggest.replaceChildren();
  else approach.suggest(typed, rows).then((suggested) => {
    const stays = mine !== turn || page.suggest.contains(document.activeElement); // who has gone into them keeps them
    if (!stays) page.suggest.replaceChildren(...makeSuggestions(suggested, to));
  }).catch(() => {});
}

async function loadData(name) {
  const response = await fetch(new URL(`search/${name}.json`, SITE));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response.json();
}

// Nothing was asked: all documents, newest first.
async function browse(mine, state, query) {
  const all = Array.from({ length: index.size }, (_, order) => order);
  await show(mine, state, query, all, new Map());
}

// The first answer is from titles and numbers. In the order of relevance the full text only adds below it; in the order of
// dates it would move what is being read, so the answer before stays until the whole is known.
async function answer(mine, state, query) {
  let exact = 0;
  const approaching = state.exact ? null : approach(state.q, () => exact).catch(() => null);
  for (const phrase of query.phrases) index.written(phrase).catch(() => {});
  const found = await lookUp(query);
  const first = await arranged(matching(query.phrases, found, { named: true }), state, query, found);
  if (mine !== turn) return;
  say(first.length ? `名称和文号中有 ${first.length} 条，正在检索全文……` : "正在检索全文……");
  if (state.sort === "relevance") await showResults(mine, first, query);
  let asked = query;
  await complete(query, found);
  if (query.plain && !matching([query.joined], found).length) {
    asked = query.plain;
    await complete(asked, await lookUp(asked, found));
  }
  const orders = matching(asked.phrases, found);
  exact = orders.length;
  const near = await approaching;
  if (mine !== turn) return;
  await show(mine, state, asked, orders, found, near);
}

// For every phrase of a query where it stands in titles and numbers; and for all of them together, where all of them do.
async function lookUp({ phrases, joined }, found = new Map()) {
  await Promise.all(phrases.map(async (phrase) => found.set(phrase, { named: await index.named(phrase), written: null })));
  if (!found.has(joined)) found.set(joined, { named: await index.namedAmong(joined, matching(phrases, found, { named: true })), written: null });
  return found;
}

// And where in what documents say.
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
  if (state.sort === "formed") return byDate(passing, "formed", await factsOf(passing));
  if (state.sort === "published" || !query.phrases.length) return passing;
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
  say("正在检索……");
}

// Below what was typed what is near it, without what stands above already.
async function showNear(mine, state, orders, near) {
  page.also.replaceChildren(...(near ? makeAlso(near, state) : state.exact ? [makeBack(state)] : []));
  page.nearby.hidden = !near && !state.exact;
  page.rest.hidden = true;
  if (!near) return;
  const above = new Set(orders);
  let hits = near.found.filter((hit) => hit.place ? !isNarrowed(state) && hit.place !== near.card : !above.has(hit.order) && hit.row?.address !== near.card?.shown.address);
  if (isNarrowed(state)) {
    const facts = await index.columns(hits.map(({ order }) => order));
    hits = hits.filter(({ order }) => passes(facts.get(order), state));
  }
  if (mine !== turn) return;
  page.card.replaceChildren(...(near.card && !isNarrowed(state) ? [makeCard(near.card, to)] : []));
  page.nearby.hidden = !hits.length && !page.also.children.length;
  await showHits(mine, hits, FIRST);
  if (!near.card && !isNarrowed(state) && isQuestion(near, state.q)) await quote(mine, state, near).catch(() => {});
}

// The clause that answers, from the pages of the nearest documents.
async function quote(mine, state, near) {
  const orders = near.found.filter(({ place }) => !place).slice(0, 2).map(({ order }) => order);
  const rows = [...(await index.rows(orders)).values()];
  const found = await findQuotation(rows, near, state.q, openPage, folding);
  if (found && mine === turn) page.answer.replaceChildren(makeQuotation(found, near.places, to));
}

async function openPage({ address }) {
  const response = await fetch(new URL(address, SITE));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

async function showHits(mine, hits, count) {
  const some = hits.slice(0, count);
  const rows = await index.rows(some.filter(({ place }) => !place).map(({ order }) => order));
  if (mine !== turn) return;
  const kept = [...page.near.children];
  const items = some.map((hit, n) => kept[n] ?? (hit.place ? makePlace(hit.place, hit, to, folding) : makeNear(rows.get(hit.order), hit, to, folding)));
  page.near.replaceChildren(...items);
  page.rest.hidden = hits.length <= count;
  page.rest.onclick = async () => {
    await showHits(mine, hits, count + MORE);
    page.near.children[count]?.querySelector("a").focus();
  };
  some.forEach((hit, n) => {
    if (!hit.place) watch(items[n], rows.get(hit.order), wordsOf(hit));
  });
}

async function show(mine, state, query, orders, found, near = null) {
  const results = await arranged(orders, state, query, found, near?.scores);
  if (mine !== turn) return;
  page.count.dataset.resultCount = page.count.textContent = String(results.length);
  page.status.hidden = false;
  say("");
  await showResults(mine, results, query);
  await showNear(mine, state, orders, near);
  if (mine !== turn) return;
  if (!results.length && page.near.children.length) say(`没有逐字相同的内容${saysNowhere(near)}，下面是相近的结果。`);
  const advice = results.length ? [] : advise(state, query, orders.length, found, near);
  if (mine !== turn) return;
  page.advice.replaceChildren(...advice);
  page.help.replaceChildren(...(results.length ? [] : makeHelp(near?.places?.find(({ shown }) => shown.address === OFFICE)?.shown, to)));
  narrow = () => showFacets(mine, state, query, orders);
  if (page.narrow.open) await narrow();
  if (mine === turn) page.results.setAttribute("aria-busy", "false");
}

// The facets need facts of all that was found, so they are counted once somebody sees them.
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
  if (window.matchMedia("(min-width: 44em)").matches) page.filters.open = page.narrow.open = true;
}

// Arrows go from the box through the results.
function pressed(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [page.suggest, page.card, page.results, page.near].flatMap((list) => [...list.querySelectorAll("h2 a, #search-suggest a")]);
  const at = links.indexOf(document.activeElement);
  if (!step || (at < 0 && (typing !== input || step < 0))) return;
  event.preventDefault();
  (links[at + step] ?? (step < 0 ? input : links[at]))?.focus();
}

start();
