// Phrases → the documents whose text has them, from the Pagefind bundles; and the texts of one document for its excerpt.
//
// In the index every pair of neighbouring characters is a word (generator/search/mirror.py), and every word costs a file
// of every bundle. So the rarest words of a phrase are asked for one after another; as soon as only a few documents have
// them all, these are read: their texts are needed for the excerpts anyhow.

const STEPS = 3;
const FEW = 60;
// Kilobytes of one file of the index and of the texts of one document, about: what is cheaper, to ask on or to read?
const WORD = 4.5;
const TEXTS = 6.5;

/** The full text of the site. `open` fetches what every search needs, before the first one asks for it. */
export async function openFullText(site, rows, { fold }) {
  const base = new URL("pagefind/", site);
  const response = await fetch(new URL("shards.json", base));
  const { shards, common } = await response.json();
  const orders = new Map(rows.map((row) => [row.address, row.order]));
  const byId = new Map();
  const places = new Map();
  for (const [shard, pages] of Object.entries(shards)) {
    for (const [id, address] of Object.entries(pages)) {
      byId.set(id, [...(byId.get(id) ?? []), address]);
      places.set(address, new URL(`${shard}/text/${address.slice(0, -1)}.gz`, base));
    }
  }
  const frequency = readFrequencies(common);
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

  // Ids are short hashes, unique in one shard only: where two documents share one, `sure` does not have them.
  async function ask(words) {
    const pagefind = await open();
    const { results } = await pagefind.search(`"${words.join(" ")}"`);
    const found = results.map(({ id }) => byId.get(id) ?? []);
    return { sure: new Set(found.filter((addresses) => addresses.length === 1).flat()), all: new Set(found.flat()) };
  }

  async function look(phrase) {
    const words = pairs(phrase);
    const rarest = [...new Set(words)].sort((a, b) => frequency(a) - frequency(b));
    let left = null;
    for (let step = 1; step <= STEPS && step < rarest.length; step += 1) {
      const { all } = await ask([rarest[step - 1]]);
      left = left ? left.filter((address) => all.has(address)) : [...all];
      const reading = left.length * TEXTS;
      const asking = (rarest.length - step) * Object.keys(shards).length * WORD;
      if (left.length <= FEW && reading <= asking) return containing(left, phrase);
    }
    const { sure, all } = await ask(words);
    return [...sure, ...(await containing([...all].filter((address) => !sure.has(address)), phrase))];
  }

  async function containing(addresses, phrase) {
    const has = await Promise.all(addresses.map(async (address) => (await read(address)).some((text) => fold(text).includes(phrase))));
    return addresses.filter((_, n) => has[n]);
  }

  async function search(phrase) {
    const addresses = await look(phrase);
    return new Set(addresses.map((address) => orders.get(address)).filter((order) => order !== undefined));
  }

  function read(address) {
    return remember(texts, address, () => readTexts(places.get(address)));
  }

  return {
    open,
    /** The orders of the rows whose text has a folded phrase. */
    search: (phrase) => remember(known, phrase, () => search(phrase)),
    /** The texts of a document: its summary, its text, then its attachments. */
    read,
  };
}

/** The words of a phrase as the index has them: pairs of neighbours, or the one character that it is. */
export function pairs(phrase) {
  const chars = [...phrase];
  return chars.length > 1 ? chars.slice(1).map((char, n) => chars[n] + char) : chars;
}

// How frequent a word is: by the list of frequent words, and for all others by how often its characters are in that list.
function readFrequencies(common) {
  const words = new Map(common.flatMap((step, n) => [...(step.match(/../gsu) ?? [])].map((word) => [word, n + 1])));
  const chars = new Map();
  for (const [word, step] of words) for (const char of word) chars.set(char, (chars.get(char) ?? 0) + 2 ** step);
  const total = [...chars.values()].reduce((sum, count) => sum + count, 1);
  return (word) => (words.get(word) ?? 0) + [...word].reduce((share, char) => share * ((chars.get(char) ?? 0) / total), 1);
}

function remember(memory, key, make) {
  if (!memory.has(key)) {
    memory.set(key, make());
    memory.get(key).catch(() => memory.delete(key));
  }
  return memory.get(key);
}

async function readTexts(place) {
  const response = await fetch(place);
  if (!response.ok) throw new Error(`${response.status} ${place}`);
  return JSON.parse(new TextDecoder().decode(await unpacked(await response.arrayBuffer())));
}

// Some servers unpack what is packed already.
async function unpacked(data) {
  const [first, second] = new Uint8Array(data, 0, 2);
  if (first !== 0x1f || second !== 0x8b) return data;
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
