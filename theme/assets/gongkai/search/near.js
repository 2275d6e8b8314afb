// Ideas of a query → the documents and pages that are nearest to it, best first.
//
// Words are asked for in the order of their worth, until what that may cost is spent; what the exact answer has fetched costs
// nothing. A document gets of every idea the best of its ways, by BM25 with fields: titles count more than texts, words that
// stand together more than scattered ones, rare ideas more than frequent ones.

import { isLapsed } from "./rows.js";

const MOST = 50;
const FILES = { few: { names: 8, contents: 10 }, many: { names: 8, contents: 3 } }; // files that an answer may fetch, with few documents and with many
const MANY = 1000;
const SHORT = 4; // letters of a word that is asked for whole, of longer ones the two rarest pairs
const ROUNDS = 2;
const HALVES = { names: 2, contents: 6 }; // by how much what is in no list is asked for later
const OTHERWISE = 1; // by how much another word for what was typed,
const JOINT = 6; // and a pair in which two words meet, since what people say stands in no paper
const FREQUENT = 8; // and a word this many times twice as frequent, one step
const LOOKED = 10; // documents at the head that are looked at more closely
const TITLE = 2.4;
const TEXT = 1;
const EARLY = 60; // places at the beginning of a document, where its summary stands
const SATURATED = 1.2;
const CROSSED = 0.6; // ideas of less weight are not missed when they stand nowhere
const WINDOW = 45; // places within which ideas stand together
const TOGETHER = 0.9;
const ALONE = 0.5; // a pair of a name, beside one whose neighbours stand there too
const YEAR = /(?:19|20)\d\d年/gu;
const ANOTHER = 0.6; // of another year than was asked for
const COUNTRY = "中华人民共和国"; // before the name of a law, which nobody says
const REGISTER = 0.99; // a register, beside its best row
const ROW = 0.75; // one row of a register, beside a document
const SMALL = 0.5; // share of the largest bundle from which on another is asked as early
const LATER = 4; // for how many ranks less a small bundle is asked: it has little, and what is new is found by its title
const AMENDED = 0.9; // what has been amended, beside what amends it
const LAPSED = 0.45; // what is no longer in force, beside what is

/**
 * The nearest of the documents and `places`, and what was looked for.
 *
 * `found`: [{ order | place, score, ways }], best first, `ways` being what stands there of each idea; `scores`: order → score, of
 * every document; `ideas`: those of the query and what `hear` makes of the ideas that stand nowhere, and of those that stand nowhere as a
 * whole, with their `weights`; `lost`: words that
 * were asked for everywhere and stand nowhere.
 */
export async function findNear(index, asked, { places = [], most = MOST, hear = async () => [] } = {}) {
  const evidence = await gather(index, asked);
  const lost = asked.filter((idea, n) => idea.weight >= CROSSED && evidence[n].asked && !evidence[n].documents.size && !inPlaces(places, idea));
  const scattered = asked.filter((idea, n) => idea.typed.length >= SHORT && evidence[n].asked && !whole(evidence[n]) && !inPlaces(places, idea));
  const heard = await hear(lost, scattered);
  if (heard.length) evidence.push(...await gather(index, heard));
  const ideas = [...asked, ...heard];
  const weights = ideas.map((idea, n) => {
    const having = Math.max((whole(evidence[n]) || evidence[n].documents.size) + inPlaces(places, idea), evidence[n].least);
    return having ? idea.weight * rarity(index.size + places.length, having) : 0;
  });
  const documents = scored(evidence, weights, ideas);
  const head = documents.slice(0, LOOKED);
  await closer(index, head, ideas, weights);
  head.sort((a, b) => b.score - a.score || a.order - b.order);
  const pages = places.map((place) => withRows(scoredPlace(place, ideas, weights), head)).filter(({ score }) => score > 0);
  const least = head.at(-1)?.score ?? 0;
  const rest = documents.slice(LOOKED).map((document) => ({ ...document, score: Math.min(document.score, least) }));
  const found = [...head, ...rest, ...pages].sort((a, b) => b.score - a.score);
  const scores = new Map(documents.map(({ order, score }) => [order, score]));
  return { found: found.slice(0, most), scores, ideas, weights, lost: lost.filter(({ plain }) => !plain).map(({ typed }) => typed) };
}

// In how many documents an idea stands as a whole word, not only some of its pairs.
const whole = ({ documents }) => [...documents.values()].filter(({ ways }) => ways.size).length;

const rarity = (all, having) => Math.log(1 + (all - having + 0.5) / (having + 0.5));

// For every idea what is known of its ways in each document, and whether it was asked for everywhere. Words come before the halves of
// words, and what is rare before what is frequent. Titles are asked first: where all of the query stands in the title of some
// document, texts would tell nothing that changes the head. Where nothing was found, the next words are asked for.
async function gather(index, ideas) {
  await Promise.all([index.names.open(), index.contents.open()]);
  const most = index.size > MANY ? FILES.many : FILES.few;
  const ways = await Promise.all(ideas.flatMap((one, n) => one.ways.map(async ({ text }, way) => {
    const pairs = await rarest(index, text);
    const common = Math.min(...await Promise.all(pairs.map(({ word }) => index.contents.common(word))));
    const rank = (way ? OTHERWISE + way : 0) + (one.weight < CROSSED ? JOINT : 0) + (one.plain ? HALVES.names : 0) + pairs[0].rank / FREQUENT;
    return { n, way, text, rank, pairs, common };
  })));
  ways.sort((a, b) => a.rank - b.rank);
  const parts = index.contents.parts();
  const named = ways.map((need) => ({ ...need, words: index.names, pairs: need.text.length > SHORT ? need.pairs : covering(need.text) }));
  const written = parts.flatMap((words) => ways.map((need) => ({ ...need, rank: need.rank + (ideas[need.n].plain ? HALVES.contents - HALVES.names : 0) + (words.weight < SMALL ? LATER : 0), words })));
  written.sort((a, b) => a.rank - b.rank);
  const taken = [];
  for (let round = 0; round < ROUNDS && !taken.some((need) => tells(need, ideas)); round += 1) {
    for (const [needs, files] of [[named, most.names], [written, most.contents]]) taken.push(...await fetched(needs.filter(({ found }) => !found), files));
  }
  return ideas.map((one, n) => {
    const own = taken.filter((need) => need.n === n);
    const least = index.size * Math.max(0, ...ways.filter((need) => need.n === n && !need.way).map(({ common }) => common));
    return { ...gathered(one, own, index), least, asked: own.filter(({ words, way }) => !way && words !== index.names).length === parts.length };
  });
}

// Whether what was asked for stands in some document, and says something.
const tells = ({ n, found }, ideas) => ideas[n].weight >= CROSSED && found.every(({ postings }) => postings.size);

// Those of the needs that may be fetched, with what they found.
async function fetched(needs, most) {
  const asked = new Set();
  const taken = needs.filter(({ words, pairs }) => {
    const files = new Set(pairs.flatMap(({ word }) => words.files(word)).filter((file) => !asked.has(file)));
    if (asked.size + files.size > most) return false;
    for (const file of files) asked.add(file);
    return true;
  });
  await Promise.all(taken.map(async (need) => {
    need.found = await Promise.all(need.pairs.map(async ({ word, at }) => ({ at, postings: await need.words.postings(word) })));
  }));
  return taken;
}

function gathered(one, needs, index) {
  const documents = new Map();
  for (const { way, words, found } of needs) {
    const { value, text } = one.ways[way];
    const named = words === index.names;
    for (const [order, places, share] of together(found)) {
      const known = documents.get(order) ?? { title: 0, text: 0, places: [], ways: new Set() };
      if (named) known.title = Math.max(known.title, value * share);
      else {
        const often = places.length || 0.4;
        const early = places.length && places[0] < EARLY ? 0.3 : 0;
        known.text = Math.max(known.text, value * share * (often / (often + SATURATED) + early));
        known.places = known.places.concat(places);
      }
      if (share === 1) known.ways.add(text);
      documents.set(order, known);
    }
  }
  return { documents };
}

// Each document with all of these pairs at their places: where they begin, and 1; with some of them: nowhere, and a share.
function* together(found) {
  const orders = new Set(found.flatMap(({ postings }) => [...postings.keys()]));
  for (const order of orders) {
    const having = found.filter(({ postings }) => postings.has(order));
    let begins = [];
    if (having.length === found.length) {
      const [first, ...others] = found;
      const sets = others.map(({ at, postings }) => [at, new Set(postings.get(order))]);
      begins = first.postings.get(order).map((place) => place - first.at).filter((begin) => sets.every(([at, set]) => set.has(begin + at)));
    }
    if (begins.length) yield [order, begins, 1];
    else if (found.length > 1) yield [order, [], 0.5 * (having.length / found.length) ** 2];
  }
}

/** The pairs that have every letter of a text once, with their places in it. */
function covering(text) {
  const chars = [...text];
  if (chars.length < 2) return [{ word: text, at: 0 }];
  const starts = new Set(chars.slice(1).map((_, n) => n).filter((n) => n % 2 === 0));
  starts.add(chars.length - 2);
  return [...starts].map((at) => ({ word: chars[at] + chars[at + 1], at }));
}

// The two rarest pairs of a text: enough to tell it from most others.
async function rarest(index, text) {
  const chars = [...text];
  if (chars.length < 2) return [{ word: text, at: 0 }];
  const pairs = await Promise.all(chars.slice(1).map(async (char, at) => ({ word: chars[at] + char, at, rank: await index.contents.frequency(chars[at] + char) })));
  const [first, ...others] = pairs.sort((a, b) => a.rank - b.rank || a.at - b.at);
  const second = others.sort((a, b) => (Math.abs(b.at - first.at) > 1) - (Math.abs(a.at - first.at) > 1) || a.rank - b.rank)[0];
  return second ? [first, second] : [first];
}

function scored(evidence, weights, ideas) {
  const documents = new Map();
  evidence.forEach((one, n) => {
    for (const [order, known] of one.documents) {
      const document = documents.get(order) ?? { order, score: 0, parts: [], ideas: [] };
      document.parts.push([n, known]);
      documents.set(order, document);
    }
  });
  for (const document of documents.values()) {
    const runs = document.parts.map(([n]) => ideas[n].run).filter(Boolean);
    for (const [n, { title, text }] of document.parts) {
      const alone = ideas[n].run && runs.filter((run) => run === ideas[n].run).length < 2 ? ALONE : 1;
      document.score += alone * weights[n] * (TITLE * title + TEXT * text);
    }
  }
  const all = total(weights, ideas, (n) => evidence[n].documents.size);
  for (const document of documents.values()) {
    const covered = document.parts.reduce((sum, [n, { title, text }]) => sum + (ideas[n].weight < 0.5 ? 0 : weights[n] * Math.min(1, 1.4 * Math.max(title, text))), 0);
    document.score += TOGETHER * close(document.parts, weights);
    document.score *= 0.4 + 0.6 * (all ? covered / all : 1);
    document.ways = document.parts.flatMap(([, known]) => [...known.ways]);
  }
  return [...documents.values()].sort((a, b) => b.score - a.score || a.order - b.order);
}

const total = (weights, ideas, size) => weights.reduce((sum, weight, n) => sum + (ideas[n].weight < 0.5 || !size(n) ? 0 : weight), 0);

// How much of the query stands within one window of the text, beyond its weightiest idea.
function close(parts, weights) {
  const places = parts.flatMap(([n, known]) => known.places.slice(0, 200).map((place) => [place, n])).sort((a, b) => a[0] - b[0]);
  let best = 0;
  const inside = new Map();
  let [sum, start] = [0, 0];
  for (const [place, n] of places) {
    if (!inside.get(n)) sum += weights[n];
    inside.set(n, (inside.get(n) ?? 0) + 1);
    while (place - places[start][0] > WINDOW) {
      const gone = places[start][1];
      inside.set(gone, inside.get(gone) - 1);
      if (!inside.get(gone)) sum -= weights[gone];
      start += 1;
    }
    const most = Math.max(...[...inside].map(([key, count]) => (count ? weights[key] : 0)));
    best = Math.max(best, sum - most);
  }
  return best;
}

// The head once more, with what only their rows tell: how much of the title was asked for, the year, whether it is in force.
async function closer(index, head, ideas, weights) {
  const rows = await index.rows(head.map(({ order }) => order));
  const newest = Math.max(...[...rows.values()].map((row) => yearOf(row)));
  const years = ideas.flatMap(({ ways }) => ways.flatMap(({ text }) => text.match(YEAR) ?? []));
  for (const document of head) {
    const row = rows.get(document.order);
    document.row = row;
    const [title, number] = row.folded;
    const [asked, inNumber] = [new Set(), new Set()];
    for (const { ways } of ideas) {
      for (const { text } of ways) {
        mark(title, text, asked);
        mark(number, text, inNumber);
      }
    }
    const begin = title.startsWith(COUNTRY) ? COUNTRY.length : 0;
    const share = [...asked].filter((at) => at >= begin).length / Math.max(6, [...title].length - begin);
    document.score *= 1 + 0.5 * Math.min(1, share);
    document.score *= (isLapsed(row) ? LAPSED : row.validity[0] === "已修改" ? AMENDED : 1) * (row.address.startsWith("tables/") ? ROW : 1) * (1 - 0.015 * Math.min(10, newest - yearOf(row)));
    const named = title.match(YEAR) ?? [];
    if (years.length && named.length && !named.some((year) => years.includes(year))) document.score *= ANOTHER;
    if (inNumber.size >= 5) document.score += 2 * Math.max(...weights);
  }
}

const yearOf = (row) => Number((row.formed ?? row.published ?? "0").slice(0, 4));

function mark(text, way, letters) {
  for (let at = text.indexOf(way); at >= 0; at = text.indexOf(way, at + 1)) for (let n = 0; n < way.length; n += 1) letters.add(at + n);
}

// A register comes right behind the best of its rows, if not before it.
function withRows(hit, head) {
  const best = head.find(({ row }) => row.address.startsWith(`${hit.place.shown.address}r/`));
  return best ? { ...hit, score: Math.max(hit.score, best.score * REGISTER) } : hit;
}

const inPlaces = (places, { ways }) => places.filter((place) => ways.some(({ text }) => place.title.includes(text) || place.text.includes(text))).length;

function scoredPlace(place, ideas, weights) {
  let [score, covered] = [0, 0];
  const matched = new Set();
  const asked = new Set();
  ideas.forEach(({ ways, weight }, n) => {
    if (ideas.length > 1 && [...ways[0].text].length < 2) return; // a letter is in too many words
    const named = Math.max(0, ...ways.map(({ text, value }) => (place.title.includes(text) ? value : 0)));
    const also = Math.max(0, ...ways.map(({ text, value }) => (place.names.includes(text) ? value : 0)));
    const written = Math.max(0, ...ways.map(({ text, value }) => {
      const often = place.text.split(text).length - 1;
      return often ? (value * often) / (often + SATURATED) + 0.2 : 0;
    }));
    for (const { text } of ways) {
      mark(place.title, text, asked);
      if (place.title.includes(text) || place.names.includes(text) || place.text.includes(text)) matched.add(text);
    }
    const gain = TITLE * Math.max(named, 1.2 * also) + TEXT * written;
    if (!gain) return;
    score += weights[n] * gain;
    if (weight >= 0.5) covered += weights[n] * Math.min(1, 1.4 * Math.max(named, also, written));
  });
  const all = total(weights, ideas, () => 1);
  const share = asked.size / Math.max(4, [...place.title].length);
  const named = ideas.some(({ weight }) => weight >= CROSSED) && ideas.every(({ weight, ways }) => weight < CROSSED || place.names.includes(ways[0].text));
  if (named) score *= 2;
  return { place, ways: [...matched], score: score * (0.4 + 0.6 * (all ? covered / all : 1)) * (1 + 0.35 * Math.min(1, share)) };
}
