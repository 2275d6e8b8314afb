// Text → its one form for search: the same as generator/search/fold.py, which says why.

export const POINT = "\ua78c";
export const GAP = "\ua78f";
const TOKEN = /[\p{L}\p{N}\u{20000}-\u{3ffff}]/u;
const DROPPED = /[\p{M}\p{Cf}]/gu;
const DIGIT = /[0-9]/;

/** The folding functions; `site` is the address of the site's root. */
export async function loadFolding(site) {
  const response = await fetch(new URL("search/variants.json", site));
  return makeFolding(await response.json());
}

/** `fold(text)`, and `align(text)`, which also tells where each unit of the folded text comes from. */
export function makeFolding({ from, to }) {
  const targets = [...to];
  const variant = new Map([...from].map((char, n) => [char, targets[n]]));
  const levelled = new Map();

  function level(char) {
    const bare = char.normalize("NFKD").replace(DROPPED, "").toLowerCase().normalize("NFC");
    return [...bare].map((c) => variant.get(c) ?? (TOKEN.test(c) || c === "." ? c : " "));
  }

  function pieces(char) {
    let known = levelled.get(char);
    if (!known) levelled.set(char, (known = level(char)));
    return known;
  }

  // Each piece of the folded text with the place [first, last) in the text that it comes from.
  function walk(text, put) {
    let before = "";
    let signs = "";
    let signsAt = 0;
    let at = 0;
    for (const char of text) {
      const after = at + char.length;
      for (const piece of pieces(char)) {
        if (piece === "." || piece === " ") {
          if (!signs) signsAt = at;
          signs += piece;
          continue;
        }
        if (signs && DIGIT.test(piece) && DIGIT.test(before)) put(signs === "." ? POINT : GAP, signsAt, at);
        signs = "";
        put(piece, at, after);
        before = piece;
      }
      at = after;
    }
  }

  function fold(text) {
    let folded = "";
    walk(text, (piece) => (folded += piece));
    return folded;
  }

  function align(text) {
    const start = [];
    const end = [];
    let folded = "";
    walk(text, (piece, first, last) => {
      folded += piece;
      for (let n = 0; n < piece.length; n += 1) {
        start.push(first);
        end.push(last);
      }
    });
    return { folded, start, end };
  }

  return { fold, align };
}

/** The places [first, last) of a text in which one of the folded phrases stands, in order and without overlaps. */
export function findAll(text, phrases, { align }) {
  const { folded, start, end } = align(text);
  const found = [];
  for (const phrase of phrases) {
    for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + phrase.length)) {
      found.push([start[at], end[at + phrase.length - 1]]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.reduce((kept, [first, last]) => {
    const before = kept.at(-1);
    if (before && first <= before[1]) before[1] = Math.max(before[1], last);
    else kept.push([first, last]);
    return kept;
  }, []);
}

/** A text cut into [{text, hit}] at these places. */
export function cut(text, places) {
  const parts = [];
  let at = 0;
  for (const [first, last] of places) {
    parts.push({ text: text.slice(at, first), hit: false }, { text: text.slice(first, last), hit: true });
    at = last;
  }
  parts.push({ text: text.slice(at), hit: false });
  return parts.filter((part) => part.text);
}
