// A document page opened from a search (?mark=…): marks what was looked for and goes to the first place in the text.

import { findAll, loadFolding } from "./fold.js";
import { readQuery } from "./query.js";

const SITE = new URL("../../../", import.meta.url);

async function mark() {
  const typed = new URLSearchParams(location.search).get("mark");
  const article = document.querySelector(".gk-document") ?? document.querySelector("article");
  if (!typed || !article) return;
  const folding = await loadFolding(SITE);
  const { phrases, joined } = readQuery(typed, folding);
  const body = article.querySelector(".gk-body") ?? article;
  for (const part of article.querySelectorAll("h1, .gk-meta td")) markIn(part, phrases, folding);
  const together = joined ? findAll(textOf(body), [joined], folding).length > 0 : false;
  const inBody = markIn(body, together ? [joined] : phrases, folding);
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.classList.add("gk-landed");
  else if (inBody.length) richest(inBody).scrollIntoView({ block: "center" });
  else if (!article.querySelector("h1 mark")) land(document.getElementById("attachments"));
}

// What stands in no part of the page stands in an attachment, which a browser cannot open at a place.
function land(heading) {
  heading?.classList.add("gk-landed");
  heading?.scrollIntoView({ block: "center" });
}

// The first mark of the passage in which the most different words are marked.
function richest(marks) {
  const passages = new Map();
  for (const one of marks) {
    const passage = one.closest("p, li, tr, h2, h3, h4, h5, h6") ?? one;
    if (!passages.has(passage)) passages.set(passage, { first: one, words: new Set() });
    passages.get(passage).words.add(one.textContent);
  }
  return [...passages.values()].reduce((best, passage) => (best && best.words.size >= passage.words.size ? best : passage), null)?.first;
}

function textOf(part) {
  return nodesOf(part).map((node) => node.data).join("");
}

function nodesOf(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// A hit may run through several elements: each of its text nodes gets a mark of its own. From the end, so that offsets hold.
function markIn(part, phrases, folding) {
  const nodes = nodesOf(part);
  const places = findAll(nodes.map((node) => node.data).join(""), phrases.filter(Boolean), folding);
  const marks = [];
  let offset = 0;
  for (const node of nodes) {
    const length = node.data.length;
    const inside = places.filter(([first, last]) => first < offset + length && last > offset);
    for (const [first, last] of inside.reverse()) {
      const range = document.createRange();
      range.setStart(node, Math.max(0, first - offset));
      range.setEnd(node, Math.min(length, last - offset));
      if (!range.toString().trim()) continue;
      const element = document.createElement("mark");
      range.surroundContents(element);
      marks.push(element);
    }
    offset += length;
  }
  return marks.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

mark();
