// What there is to search, fetched as it is needed: docs/search-format.md says what the files are.
//
// A document has an order, 0 for the newest. Words come from bundles, each of which knows a part of the documents by pages.

import { fetchBytes, fetchPacked } from "./packed.js";
import { placesIn, readColumns, readFacts, readRow } from "./rows.js";

const LANGUAGE = "zxx";
const FEW = 2;
const LONGEST = 6;
const CHAIN = 6; // words of a phrase beyond the first from which on several are asked for at once, since each waits for the one before
const REQUEST = 3; // what asking costs, in files of common length
const FREQUENT = 20_000; // a word of rank 1 takes one of so many places
const SIGNATURE = 12; // bytes before what a file of Pagefind holds

/** The index of a site; `site` is the address of its root, `folding` that of fold.js, or a promise of it; `cache` says how to fetch the entry. */
export async function openIndex(site, folding, cache = "no-cache") {
  const response = await fetch(new URL("search/index.json", site), { cache });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const said = await response.text();
  const entry = JSON.parse(said);
  const { fold } = await folding;
  let size = 0;
  const bundles = entry.bundles.map(({ name, pages, rows, columns }) => {
    const bundle = { name, start: size, pages, rows, columns };
    size += pages;
    return bundle;
  });
  const [fetched, named, written] = [new Map(), new Map(), new Map()];
  const words = (folder, parts, frequent) => new Words(parts.map(({ name, start, pages }) => new Bundle(new URL(`${folder}/${name}/`, site), start, pages)),
    frequent && new URL(frequent, site));

  const index = {
    size,
    /** What the entry says: another one where the site was published anew. */
    said,
    /** Counts of all documents: facet → [[value, count], …]. */
    facets: entry.facets,
    /** Titles and numbers. */
    names: words("search/names", entry.names ? [{ name: entry.names, start: 0, pages: size }] : [], entry.names && `search/names/${entry.names}/frequent.json`),
    /** What documents say: summary, text, attachments. */
    contents: words("pagefind", bundles, entry.frequent),
    /** What results show: order → row (rows.js). */
    rows: (orders) => blocks(orders, "rows", (block, at, order) => readRow(block, at, order, fold), (block) => block),
    /** What facets, dates and order go by: order → facts (rows.js), a part of a row that costs a tenth of it. */
    columns: (orders) => blocks(orders, "columns", readFacts, readColumns),
    /** How many blocks `columns` of these orders would take. */
    blocks: (orders) => grouped(orders, "columns").size,
    /** How many of these it would have to fetch. */
    lacking: (orders) => [...grouped(orders, "columns").keys()].filter((name) => !fetched.has(name)).length,
    /** The texts of a document by its address: its summary, its text, then its attachments. */
    texts: (address) => remember(fetched, address, () => fetchPacked(new URL(`search/texts/${address.slice(0, -1)}.gz`, site))),
    /** Where a folded phrase stands in titles and numbers, and in what documents say: order → places. */
    named: (phrase) => remember(named, phrase, () => index.names.phrase(phrase, titled)),
    written: (phrase) => remember(written, phrase, () => index.contents.phrase(phrase, containing)),
    /** The same of some documents only. */
    namedAmong: (phrase, orders) => index.names.phrase(phrase, titled, orders),
    writtenAmong: (phrase, orders) => index.contents.phrase(phrase, containing, orders),
  };

  // The documents of these orders, from the blocks that hold them: order → what `read` makes of it.
  async function blocks(orders, kind, read, prepare) {
    const found = new Map();
    await Promise.all([...grouped(orders, kind)].map(async ([name, members]) => {
      const block = await remember(fetched, name, async () => prepare(await fetchPacked(new URL(`search/${kind}/${name}.gz`, site))));
      for (const [order, at] of members) found.set(order, read(block, at, order));
    }));
    return new Map([...orders].map((order) => [order, found.get(order)]));
  }

  function grouped(orders, kind) {
    const step = entry.block[kind];
    const groups = new Map();
    for (const order of orders) {
      const bundle = bundleOf(bundles, order);
      const page = order - bundle.start;
      const name = bundle[kind][Math.floor(page / step)];
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push([order, page % step]);
    }
    return groups;
  }

  async function containing(orders, phrase) {
    const rows = await index.rows(orders);
    const has = await Promise.all(orders.map(async (order) => (await index.texts(rows.get(order).address)).some((text) => fold(text).includes(phrase))));
    return orders.filter((_, n) => has[n]).map((order) => [order, []]);
  }

  async function titled(orders, phrase) {
    const rows = [...(await index.rows(orders)).values()];
    return rows.map((row) => [row.order, placesIn(row, phrase)]).filter(([, places]) => places.length);
  }

  return index;
}

function bundleOf(bundles, order) {
  let [low, high] = [0, bundles.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bundles[middle].start <= order) low = middle;
    else high = middle - 1;
  }
  return bundles[low];
}

/** The words of some bundles. */
class Words {
  constructor(bundles, frequent) {
    const largest = bundles.reduce((one, other) => (one && one.pages >= other.pages ? one : other), null);
    Object.assign(this, { bundles, frequent, largest, ranks: null });
    for (const bundle of bundles) bundle.weight = bundle.pages / largest.pages;
  }

  /** Fetch what every query needs: the directories, and the list of frequent words. */
  open() {
    return Promise.all([this.frequency(""), ...this.bundles.map((bundle) => bundle.directory())]);
  }

  /** How frequent a word is: from n on for words 2ⁿ⁻¹ times as frequent as the least that are listed, below 1 for all others. */
  async frequency(word) {
    this.ranks ??= readFrequent(this.frequent);
    this.ranks.catch(() => (this.ranks = null));
    const listed = (await this.ranks).get(word);
    return listed ?? (word ? this.largest?.share(word) : 0) ?? 0;
  }

  /** About how many of the documents have a word, as a share of those that have the most frequent one; 0 where nothing is known of it. */
  async common(word) {
    const rank = await this.frequency(word);
    return rank < 1 ? 0 : 2 ** (rank - Math.max(...(await this.ranks).values()));
  }

  /** Each document with a word: order → places. `among`: only the bundles in which these orders are. */
  async postings(word, among = null) {
    const asked = among ? [...this.bundlesOf(among).keys()] : this.bundles;
    const found = await Promise.all(asked.map((bundle) => bundle.postings(word)));
    return new Map(found.flat());
  }

  /** The bundles one by one, as far as ranking asks for them: { weight, files, postings }; `weight` is 1 for the largest. */
  parts() {
    return this.bundles.map((bundle) => ({
      weight: bundle.weight,
      files: (word) => [bundle.missing(word)].filter(Boolean),
      postings: async (word) => new Map(await bundle.postings(word)),
    }));
  }

  /** The files that asking for a word would fetch, once the directories are open. */
  files(word) {
    return this.bundles.map((bundle) => bundle.missing(word)).filter(Boolean);
  }

  /** Whether asking for a word would fetch nothing. */
  loaded(word) {
    return this.bundles.every((bundle) => bundle.loaded(word));
  }

  /**
   * Each document with a folded phrase: order → the places where it begins; `among`: only of these orders.
   *
   * Words are asked for from the rarest on, until every letter of the phrase has been seen; of two words that stand two places
   * apart the one between them is known. Where few documents of a bundle are left they are read instead, since results are shown
   * with their rows and texts: `containing` tells which of some orders have the phrase, and where, as far as that matters.
   */
  async phrase(text, containing, among = null) {
    const chars = [...text];
    if (chars.length < 2) return chars.length ? this.postings(text, among) : new Map();
    const pairs = chars.slice(1).map((char, n) => ({ word: chars[n] + char, at: n }));
    const ranks = await Promise.all(pairs.map(({ word }) => this.frequency(word)));
    const ranked = pairs.map((pair, n) => ({ ...pair, rank: ranks[n] })).sort((a, b) => a.rank - b.rank);
    const parts = among ? this.bundlesOf(among) : new Map(this.bundles.map((bundle) => [bundle, null]));
    const found = await Promise.all([...parts].map(([bundle, orders]) => phraseIn(bundle, ranked, orders, (left) => containing(left, text))));
    return new Map(found.flat());
  }

  /** The bundles that have some documents, each with the orders of these. */
  bundlesOf(orders) {
    const parts = new Map();
    for (const order of orders) {
      const bundle = bundleOf(this.bundles, order);
      if (!parts.has(bundle)) parts.set(bundle, []);
      parts.get(bundle).push(order);
    }
    return parts;
  }
}

async function phraseIn(bundle, ranked, among, containing) {
  const words = await bundle.cheapest(ranked);
  let left = among && new Map(among.map((order) => [order, null]));
  while (words.length) {
    if (left && left.size <= readable(words.length, words[0], bundle)) return containing([...left.keys()]);
    const asked = words.splice(0, left ? Math.ceil(words.length / CHAIN) : 1);
    const found = await Promise.all(asked.map(({ word }) => bundle.postings(word)));
    found.forEach((postings, n) => (left = narrowed(left, new Map(postings), asked[n].at)));
    if (!left.size) break;
  }
  return [...left];
}

// How many documents are read rather than that the next word is asked for: the words that are lacking, since what is left is
// mostly right, but few, since the next word would rule out what is not; more where a word is long.
function readable(lacking, { word, rank }, bundle) {
  if (bundle.loaded(word)) return 0;
  return Math.max(Math.min(lacking, FEW), Math.min(LONGEST, bundle.weight * 2 ** (rank - 3)));
}

// The beginnings of a phrase that are left when its word `at` stands in these places. Places that are null may be any.
function narrowed(left, postings, at) {
  const result = new Map();
  for (const order of (left ?? postings).keys()) {
    const own = postings.get(order);
    if (!own) continue;
    const begins = [];
    const before = left?.get(order) && new Set(left.get(order));
    for (const place of own) if (place >= at && (!before || before.has(place - at))) begins.push(place - at);
    if (begins.length) result.set(order, begins);
  }
  return result;
}

/** One index of words: its directory, and its files as they are asked for. */
class Bundle {
  constructor(base, start, pages) {
    Object.assign(this, { base, start, pages, opened: null, files: null, chunks: new Map() });
  }

  directory() {
    const name = this.base.pathname.split("/").at(-2);
    this.opened ??= fetchBytes(new URL(`pagefind.${LANGUAGE}_${name}.pf_meta`, this.base)).then((data) => (this.files = readDirectory(data)));
    this.opened.catch(() => (this.opened = null));
    return this.opened;
  }

  loaded(word) {
    const at = this.files && placeOf(this.files, word);
    return this.files !== null && (at < 0 || this.chunks.has(this.files.names[at]));
  }

  /** How much of a file a word may take, from 1 down: all files are about as long, so where words stand close together they are long. */
  async share(word) {
    const files = await this.directory();
    const at = placeOf(files, word);
    return at < 0 ? 0 : 1 / (1 + files.lasts[at] - files.firsts[at]);
  }

  /**
   * Those of the neighbouring pairs of a phrase that have all its letters and cost the least, the rarest first. As letters n and n + 1 are
   * pair n, the first and the last one are needed, and of two neighbours one.
   */
  async cheapest(pairs) {
    const files = await this.directory();
    const cost = ({ word, rank }) => (this.loaded(word) ? 0 : REQUEST + Math.max(1, (files.names.length * 2 ** rank) / FREQUENT));
    let ways = [{ sum: 0, words: [] }];
    for (const pair of [...pairs].sort((a, b) => a.at - b.at)) {
      const before = ways.reduce((one, other) => (other.sum < one.sum ? other : one));
      ways = [...ways.slice(pair.at ? -1 : 1), { sum: before.sum + cost(pair), words: [...before.words, pair] }];
    }
    return ways.at(-1).words.sort((a, b) => a.rank - b.rank);
  }

  /** The file that asking for a word would fetch; null when there is none, or it is here. */
  missing(word) {
    const at = placeOf(this.files, word);
    return at < 0 || this.chunks.has(this.files.names[at]) ? null : `${this.base.pathname}${this.files.names[at]}`;
  }

  async postings(word) {
    const files = await this.directory();
    const at = placeOf(files, word);
    if (at < 0) return [];
    const file = files.names[at];
    const data = await remember(this.chunks, file, () => fetchBytes(new URL(`index/${file}.pf_index`, this.base)));
    const last = this.start + this.pages - 1; // the order of page 0: pages are numbered from the oldest on
    const letter = [...word].length < 2; // which has no place
    return findWord(data, word).map(([page, places]) => [last - page, letter ? [Infinity] : places]).reverse();
  }
}

// A word as a number, so that numbers are in the order of code points, which is that of the index.
function rankOf(word) {
  const [first, second] = [...word];
  return first.codePointAt(0) * 0x200000 + (second ? second.codePointAt(0) : 0);
}

// Which file of a directory may have a word; -1 for none.
function placeOf({ firsts, lasts }, word) {
  const rank = rankOf(word);
  let [low, high] = [0, firsts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firsts[middle] <= rank) low = middle;
    else high = middle - 1;
  }
  return firsts.length && firsts[low] <= rank && rank <= lasts[low] ? low : -1;
}

// CBOR, as much of it as an index has: small numbers, texts and lists.
class Reader {
  constructor(data) {
    this.data = data;
    this.at = SIGNATURE;
  }

  /** The number in the head of the next item: its value, or how long it is. */
  head() {
    const { data } = this;
    const low = data[this.at] & 31;
    this.at += 1;
    if (low < 24) return low;
    const bytes = 1 << (low - 24);
    let value = 0;
    for (let n = 0; n < bytes; n += 1) value = value * 256 + data[this.at + n];
    this.at += bytes;
    return value;
  }

  text() {
    const length = this.head();
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  skip() {
    const kind = this.data[this.at] >> 5;
    const length = this.head();
    if (kind === 3) this.at += length;
    else if (kind === 4) for (let n = 0; n < length; n += 1) this.skip();
  }
}

function readDirectory(data) {
  const reader = new Reader(data);
  const decoder = new TextDecoder();
  const files = { firsts: [], lasts: [], names: [] };
  reader.head();
  reader.skip(); // the version
  reader.skip(); // the pages
  for (let left = reader.head(); left > 0; left -= 1) {
    reader.head();
    files.firsts.push(rankOf(decoder.decode(reader.text())));
    files.lasts.push(rankOf(decoder.decode(reader.text())));
    files.names.push(decoder.decode(reader.text()));
  }
  return files;
}

function findWord(data, word) {
  const wanted = new TextEncoder().encode(word);
  const reader = new Reader(data);
  reader.head();
  for (let left = reader.head(); left > 0; left -= 1) {
    reader.head();
    const text = reader.text();
    if (text.length === wanted.length && text.every((byte, n) => byte === wanted[n])) return readPages(reader);
    reader.skip();
    reader.skip();
  }
  return [];
}

function readPages(reader) {
  const pages = [];
  let page = 0;
  for (let left = reader.head(); left > 0; left -= 1) {
    reader.head();
    page += reader.head();
    const places = new Array(reader.head());
    let place = 0;
    for (let n = 0; n < places.length; n += 1) places[n] = place += reader.head();
    reader.skip();
    pages.push([page, places]);
  }
  return pages;
}

async function readFrequent(place) {
  const steps = place ? await (await fetch(place)).json() : [];
  return new Map(steps.flatMap((step, n) => [...(step.match(/../gsu) ?? [])].map((word) => [word, n + 1])));
}

/** The value under a key, made once; what fails may be tried again. */
export function remember(memory, key, make) {
  if (!memory.has(key)) {
    const made = make();
    memory.set(key, made);
    made.catch(() => memory.delete(key));
  }
  return memory.get(key);
}
