// The search page: address → results. Everything it shows follows from the query string, so links and the back button work.

import { choose } from "./choose.js";
import { makeExcerpt } from "./excerpt.js";
import { loadFolding } from "./fold.js";
import { openFullText } from "./fulltext.js";
import { readQuery, readState, writeState } from "./query.js";
import { inTitle, loadRows, nearest } from "./titles.js";
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
let rows = [];
let text = null;
let turn = 0;
let shown = FIRST;

async function start() {
  fillForm(readState(location.search));
  listen();
  try {
    folding = await loadFolding(SITE);
    rows = await loadRows(SITE, folding);
  } catch {
    say("检索数据没有载入，请刷新页面；也可以浏览公开目录。");
    return;
  }
  text = openFullText(SITE, rows, folding);
  text.then((fullText) => fullText.open()).catch(() => {});
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
  if (!query.phrases.length) {
    show(mine, state, query, choose(rows, query, { ...state, sort: state.sort === "relevance" ? "published" : state.sort }, new Map()), new Map());
    return;
  }
  showFirst(mine, query, choose(rows, query, state, null).results, state.sort === "relevance");
  try {
    let [asked, found] = [query, await lookUp(query)];
    if (query.plain && !found.get(query.joined).size) [asked, found] = [query.plain, await lookUp(query.plain)];
    if (mine === turn) show(mine, state, asked, choose(rows, asked, state, found), found);
  } catch {
    if (mine === turn) say("全文没有载入，以下只是名称和文号中的结果。请刷新页面再试。");
  }
}

// For every phrase the rows that have it, in their names or in their texts.
async function lookUp({ phrases, joined }) {
  const fullText = await text;
  const wanted = [...new Set([...phrases, joined])];
  const sets = await Promise.all(wanted.map((phrase) => fullText.search(phrase)));
  const named = (phrase) => rows.filter((row) => inTitle(row, phrase)).map((row) => row.order);
  return new Map(wanted.map((phrase, n) => [phrase, new Set([...named(phrase), ...sets[n]])]));
}

// The first answer, from titles and numbers. In the order of relevance the full text only adds below it; in the order of
// dates it would move what is being read, so the answer before stays until the whole is known.
function showFirst(mine, query, results, inOrder) {
  page.count.dataset.resultCount = page.count.textContent = "0";
  page.status.hidden = true;
  page.results.setAttribute("aria-busy", "true");
  page.advice.replaceChildren();
  say(results.length ? `名称和文号中有 ${results.length} 条，正在检索全文……` : "正在检索全文……");
  if (inOrder) showResults(mine, results, query);
}

function show(mine, state, query, { matching, results, facets }, found) {
  const total = results.length;
  page.count.dataset.resultCount = page.count.textContent = String(total);
  page.status.hidden = false;
  say("");
  page.facets.replaceChildren(...makeFacets(facets, state));
  showResults(mine, results, query);
  page.advice.replaceChildren(...(total ? [] : advise(state, query, matching.length, found)));
  page.results.setAttribute("aria-busy", "false");
}

function advise(state, query, matching, found) {
  const counts = new Map([...found].map(([phrase, orders]) => [phrase, orders.size]));
  const known = query.phrases.filter((phrase) => counts.get(phrase)).join("");
  const near = query.joined ? nearest(rows, known || query.joined, NEAR) : [];
  return makeAdvice({ state, query, counts, matching, near, site: SITE });
}

// Results that stay keep their elements, so that what is being read does not move or flicker.
function showResults(mine, results, query) {
  const key = JSON.stringify(query.phrases);
  const kept = new Map([...page.results.children].filter((item) => item.dataset.query === key).map((item) => [item.dataset.result, item]));
  const items = results.slice(0, shown).map((row) => {
    const item = kept.get(row.address) ?? makeResult(row, query, SITE, folding);
    item.dataset.query = key;
    return item;
  });
  page.results.replaceChildren(...items);
  page.more.hidden = results.length <= shown;
  page.more.onclick = () => {
    shown += MORE;
    const before = page.results.children.length;
    showResults(mine, results, query);
    page.results.children[before]?.querySelector("a").focus();
  };
  items.forEach((item, n) => {
    waiting.set(item, () => addExcerpt(item, results[n], query));
    watcher.observe(item);
  });
}

async function addExcerpt(item, row, query) {
  const place = item.querySelector(".gk-found__excerpt");
  if (place.dataset.filled) return;
  place.dataset.filled = "true";
  try {
    const fullText = await text;
    const { parts, attachment } = makeExcerpt(await fullText.read(row.address), query, folding);
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
    if (folding && !event.isComposing) timer = setTimeout(() => go(readForm(), true), PAUSE);
  };
  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (folding) go(readForm());
  });
  for (const key of ["from", "to", "sort"]) page.form.elements[key].addEventListener("change", () => folding && go(readForm()));
  window.addEventListener("popstate", () => {
    fillForm(readState(location.search));
    if (folding) update();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.getAttribute("href"));
    fillForm(readState(location.search));
  });
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
