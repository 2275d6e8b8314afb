// A page opened from a search: marks what was looked for and goes to the best place in the text, or in an attachment.

import { make } from "../dom.js";
import { passagesOf } from "./excerpt.js";
import { findAll } from "./fold.js";
import { readQuery } from "./query.js";

const ATTACHED = "attachments";
const LAYER = ".gk-layer";

/** Marks what the address says was looked for (?mark=…); `load` gives the texts of the page, of which those of attachments are quoted. */
export async function mark(folding, load) {
  const typed = new URLSearchParams(location.search).get("mark");
  const asked = decodeURIComponent(location.hash.slice(1));
  const row = document.getElementById(asked)?.closest(".gk-row"); // of a register
  const article = row ?? document.querySelector(".gk-document") ?? document.querySelector("article");
  if (!typed || !article) return;
  const query = readQuery(typed, folding);
  const { phrases, joined } = query;
  const body = article.querySelector(".gk-body") ?? article;
  if (body !== article) for (const part of article.querySelectorAll("h1, .gk-meta td")) markIn(part, phrases, folding);
  const together = joined ? findAll(textOf(body), [joined], folding).length > 0 : false;
  const inBody = markIn(body, together ? [joined] : phrases, folding);
  const attached = document.getElementById(ATTACHED);
  if (asked && asked !== ATTACHED) document.getElementById(asked)?.classList.add("gk-landed");
  else if (!asked && inBody.length) richest(inBody).scrollIntoView({ block: "center" });
  else if (attached && (asked || !isNamed(article, query, folding))) await land(attached, query, folding, load);
}

// Whether all that was looked for stands in the title.
function isNamed(article, { phrases }, { fold }) {
  const title = fold(article.querySelector("h1")?.textContent ?? "");
  return phrases.every((phrase) => title.includes(phrase));
}

// What stands in no part of the page stands in an attachment. Where its words are on the page they are marked there; otherwise the
// passage is quoted below its name, since a browser cannot open the file at a place.
async function land(heading, query, folding, load) {
  const section = heading.parentElement;
  heading.classList.add("gk-landed");
  heading.scrollIntoView({ block: "center" });
  const shown = markIn(section, query.phrases, folding).filter((one) => one.closest(LAYER));
  const first = shown.length ? richest(shown) : await quoted(section, query, folding, load).catch(() => null);
  const layer = first?.closest(LAYER);
  if (layer) layer.open = true;
  first?.scrollIntoView({ block: "center" });
}

async function quoted(section, query, folding, load) {
  const texts = await load();
  const files = [...section.querySelectorAll("li")];
  const quotations = passagesOf(texts, query, folding).map(({ name, parts }) => {
    const quotation = make("blockquote", { class: "gk-passage" }, parts.map(({ text, hit }) => (hit ? make("mark", {}, text) : text)));
    const file = files.find((one) => name.startsWith(one.querySelector("a").textContent)) ?? files.at(-1);
    file.append(quotation);
    return quotation;
  });
  return quotations[0]?.querySelector("mark");
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
