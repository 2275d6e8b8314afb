// The search page: address → results. Everything it shows follows from the query string, so links and the back button work.

import { byDate, countFacets, isNarrowed, matching, passes, ranked, undecided } from "./choose.js";
import { makeExcerpt } from "./excerpt.js";
import { loadFolding } from "./fold.js";
import { openIndex } from "./index.js";
import { nearest } from "./nearest.js";
import { readQuery, readState, writeState } from "./query.js";
import { makeAdvice, makeChosen, makeFacets, makeResult, pieces } from "./view.js";

const SITE = new URL("../../../", import.meta.url);
const FIRST = 10;
const MORE = 20;
const PAUSE = 150;
const NEAR = 5;

const page = Object.fromEntries(["form", "status", "count", "message", "chosen", "results", "advice", "more", "facets", "filters", "narrow"]
  .map((name) => [name, document.getElementById(`search-${name}`)]));
const input = page.form.elements.q;

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
let turn = 0;
let shown = FIRST;
let narrow = () => {};

async function start() {
  fillForm(readState(location.search));
  listen();
  try {
    folding = await loadFolding(SITE);
    index = await openIndex(SITE, folding);
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
  begin();
  try {
    await (query.phrases.length ? answer(mine, state, query) : browse(mine, state, query));
  } catch {
    if (mine === turn) say("全文没有载入，以下只是名称和文号中的结果。请刷新页面再试。");
  }
}

// Nothing was asked: all documents, newest first.
async function browse(mine, state, query) {
  const all = Array.from({ length: index.size }, (_, order) => order);
  await show(mine, state, query, all, new Map());
}

// The first answer is from titles and numbers. In the order of relevance the full text only adds below it; in the order of
// dates it would move what is being read, so the answer before stays until the whole is known.
async function answer(mine, state, query) {
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
  if (mine === turn) await show(mine, state, asked, matching(asked.phrases, found), found);
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
async function arranged(orders, state, query, found) {
  let passing = orders;
  if (isNarrowed(state)) {
    const facts = await factsOf(orders);
    passing = orders.filter((order) => passes(facts.get(order), state));
  }
  if (state.sort === "formed") return byDate(passing, "formed", await factsOf(passing));
  if (state.sort === "published" || !query.phrases.length) return passing;
  return ranked(passing, query, found, await factsOf(passing.length <= FIRST ? passing : undecided(passing, query, found)));
}

function begin() {
  page.count.dataset.resultCount = page.count.textContent = "0";
  page.status.hidden = true;
  page.results.setAttribute("aria-busy", "true");
  page.advice.replaceChildren();
  say("正在检索……");
}

async function show(mine, state, query, orders, found) {
  const results = await arranged(orders, state, query, found);
  if (mine !== turn) return;
  page.count.dataset.resultCount = page.count.textContent = String(results.length);
  page.status.hidden = false;
  say("");
  await showResults(mine, results, query);
  const advice = results.length ? [] : await advise(state, query, orders.length, found);
  if (mine !== turn) return;
  page.advice.replaceChildren(...advice);
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

async function advise(state, query, matched, found) {
  const counts = new Map([...found.keys()].map((phrase) => [phrase, matching([phrase], found).length]));
  const known = query.phrases.filter((phrase) => counts.get(phrase)).join("");
  const near = query.joined ? await nearest(index, known || query.joined, NEAR) : [];
  return makeAdvice({ state, query, counts, matching: matched, near, site: SITE });
}

// Results that stay keep their elements, so that what is being read does not move or flicker.
async function showResults(mine, results, query) {
  const rows = [...(await index.rows(results.slice(0, shown))).values()];
  if (mine !== turn) return;
  const key = JSON.stringify(query.phrases);
  const kept = new Map([...page.results.children].filter((item) => item.dataset.query === key).map((item) => [item.dataset.result, item]));
  const items = rows.map((row) => {
    const item = kept.get(row.address) ?? makeResult(row, query, SITE, folding);
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
  items.forEach((item, n) => {
    waiting.set(item, () => addExcerpt(item, rows[n], query));
    watcher.observe(item);
  });
}

async function addExcerpt(item, row, query) {
  const place = item.querySelector(".gk-found__excerpt");
  if (place.dataset.filled) return;
  place.dataset.filled = "true";
  try {
    const { parts, attachment } = makeExcerpt(await index.texts(row.address), query, folding);
    place.replaceChildren(...(attachment ? ["附件："] : []), ...pieces(parts));
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
    if (index && !event.isComposing) timer = setTimeout(() => go(readForm(), true), PAUSE);
  };
  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
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
    go(link.getAttribute("href"));
    fillForm(readState(location.search));
  });
  page.narrow.addEventListener("toggle", () => page.narrow.open && narrow());
  window.addEventListener("keydown", pressed, true);
  if (window.matchMedia("(min-width: 44em)").matches) page.filters.open = page.narrow.open = true;
}

// "/" goes to the box; arrows go from the box through the results.
function pressed(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing) {
    event.preventDefault();
    event.stopPropagation();
    input.select();
    input.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...page.results.querySelectorAll("h2 a")];
  const at = links.indexOf(document.activeElement);
  if (!step || (at < 0 && (typing !== input || step < 0))) return;
  event.preventDefault();
  (links[at + step] ?? (step < 0 ? input : links[at]))?.focus();
}

start();
