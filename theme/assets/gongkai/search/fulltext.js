// Phrases → the documents whose text has them, from the Pagefind bundles; and the text of one document for its excerpt.

import { foldedFields } from "./excerpt.js";

const SIGNATURE = "pagefind_dcd";
// Each character of a phrase costs a file of every bundle. So of a long phrase its rarest piece is looked for, and where
// that is found in a few documents only, these are read: their text is needed for the excerpts anyhow.
const PIECE = 4;
const FEW = 12;

/** The full text of the site. `open` fetches what every search needs, before the first one asks for it. */
export async function openFullText(site, rows) {
  const base = new URL("pagefind/", site);
  const response = await fetch(new URL("shards.json", base));
  const shards = await response.json();
  const orders = new Map(rows.map((row) => [row.address, row.order]));
  const byId = new Map();
  const places = new Map();
  for (const [shard, pages] of Object.entries(shards)) {
    for (const [id, address] of Object.entries(pages)) {
      byId.set(id, [...(byId.get(id) ?? []), address]);
      places.set(address, new URL(`${shard}/fragment/${id}.pf_fragment`, base));
    }
  }
  const frequency = countCharacters(rows);
  const known = new Map();
  const texts = new Map();
  let opened = null;

  async function openBundles() {
    const pagefind = await import(new URL("pagefind.js", base).href);
    await pagefind.init();
    await Promise.all(Object.keys(shards).map((shard) => pagefind.mergeIndex(new URL(`${shard}/`, base).href, { language: "zxx" })));
    return pagefind;
  }

  function open() {
    opened ??= openBundles();
    opened.catch(() => (opened = null));
    return opened;
  }

  // Ids are short hashes, unique in one shard only: when two documents share one, the result itself says which it is.
  async function address(result) {
    const addresses = byId.get(result.id) ?? [];
    return addresses.length === 1 ? addresses[0] : (await result.data()).raw_url?.slice(1);
  }

  async function ask(phrase) {
    const pagefind = await open();
    const { results } = await pagefind.search(`"${[...phrase].join(" ")}"`);
    return Promise.all(results.map(address));
  }

  async function look(phrase) {
    const piece = rarestPiece(phrase, frequency);
    let addresses = await ask(piece);
    if (piece !== phrase) addresses = addresses.length > FEW ? await ask(phrase) : await containing(addresses, phrase);
    return new Set(addresses.map((found) => orders.get(found)).filter((order) => order !== undefined));
  }

  async function containing(addresses, phrase) {
    const fields = await Promise.all(addresses.map(async (found) => foldedFields(await words(found))));
    return addresses.filter((_, n) => fields[n].some((field) => field.includes(phrase)));
  }

  function words(found) {
    return remember(texts, found, () => readFragment(places.get(found)));
  }

  function remember(memory, key, make) {
    if (!memory.has(key)) {
      memory.set(key, make(key));
      memory.get(key).catch(() => memory.delete(key));
    }
    return memory.get(key);
  }

  return {
    open,
    /** The orders of the rows whose text has a folded phrase. */
    search: (phrase) => remember(known, phrase, look),
    /** The words that Pagefind keeps of a document; see excerpt.js. */
    words,
  };
}

function countCharacters(rows) {
  const counts = new Map();
  for (const row of rows) for (const char of row.folded[0]) counts.set(char, (counts.get(char) ?? 0) + 1);
  return counts;
}

/** The piece of a phrase with the rarest characters, by how often they stand in titles; a short phrase is its own piece. */
export function rarestPiece(phrase, frequency) {
  const chars = [...phrase];
  if (chars.length <= PIECE + 1) return phrase;
  const weights = chars.map((char) => Math.log(1 + (frequency.get(char) ?? 0)));
  const sums = weights.slice(PIECE - 1).map((_, n) => weights.slice(n, n + PIECE).reduce((sum, weight) => sum + weight, 0));
  const at = sums.indexOf(Math.min(...sums));
  return chars.slice(at, at + PIECE).join("");
}

async function readFragment(place) {
  const response = await fetch(place);
  const text = new TextDecoder().decode(await unpacked(await response.arrayBuffer()));
  return JSON.parse(text.slice(SIGNATURE.length)).content;
}

// Some servers unpack what is packed already.
async function unpacked(data) {
  const [first, second] = new Uint8Array(data, 0, 2);
  if (first !== 0x1f || second !== 0x8b) return data;
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
