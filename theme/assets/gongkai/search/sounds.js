// Pinyin, initials and wrong characters → the words that were meant. Pure functions over search/terms.json, which is fetched only
// when a query has Latin letters, or characters that stand nowhere.
//
// `sounds`: syllable → its characters; `terms`: the titles of the site, taken apart, and the names of what else it has.

const MOST = 4; // words that one stretch of Latin letters may mean
const LIKELY = 0.9; // how good such a word is beside one that was typed
const WAYS = 6; // and ways to say them that are looked for
const HAN = /\p{Script=Han}/u;
const LONGEST = 9; // characters of a stretch that may have been written wrong

/** What search/terms.json holds, and words that people use, ready to be asked. `alike` are groups of characters that are taken for one another. */
export function prepareSounds({ sounds, terms }, known, alike, { fold }) {
  const byChar = new Map();
  for (const [syllable, chars] of Object.entries(sounds)) {
    for (const char of fold(chars)) byChar.set(char, (byChar.get(char) ?? new Set()).add(syllable));
  }
  const groups = new Map();
  for (const group of alike.map(fold)) for (const char of group) groups.set(char, (groups.get(char) ?? "") + group);
  const folded = [...new Set([...terms.map((term) => fold(term)), ...known])].filter((term) => HAN.test(term));
  const pairs = new Map();
  for (const term of folded) for (let at = 0; at + 1 < term.length; at += 1) pairs.set(term.slice(at, at + 2), (pairs.get(term.slice(at, at + 2)) ?? 0) + 1);
  return { syllables: new Set(Object.keys(sounds)), byChar, groups, terms: folded, pairs };
}

/** The words that Latin letters stand for, likeliest first. */
export function spelled(letters, sounds) {
  const found = new Map();
  for (const syllables of cuts(letters, sounds.syllables)) {
    tally(found, sounds, syllables.length, (char, n) => sounds.byChar.get(char)?.has(syllables[n]), 1);
    if (found.size) break;
  }
  if (!found.size && letters.length > 1 && letters.length < 9) tally(found, sounds, letters.length, (char, n) => startsWith(sounds.byChar.get(char), letters[n]), 2);
  return [...found].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length).slice(0, MOST).map(([text]) => text);
}

const startsWith = (readings, letter) => [...(readings ?? [])].some((reading) => reading[0] === letter);

// Every stretch of the terms whose characters fit. One that is a whole term, or begins one, is likelier what somebody spells.
function tally(found, { terms }, length, fits, strict) {
  for (const term of terms) {
    for (let at = 0; at + length <= term.length; at += 1) {
      let n = 0;
      while (n < length && fits(term[at + n], n)) n += 1;
      if (n < length) continue;
      const text = term.slice(at, at + length);
      const whole = term.length === length ? 6 * strict : 0;
      found.set(text, (found.get(text) ?? 0) + 1 + whole + (at === 0 || at + length === term.length ? strict : 0));
    }
  }
}

/** The ways to cut letters into syllables, those with the fewest first. */
export function cuts(letters, syllables) {
  const ends = [[[]]];
  for (let end = 1; end <= letters.length; end += 1) {
    ends[end] = [];
    for (let start = Math.max(0, end - 6); start < end; start += 1) {
      if (syllables.has(letters.slice(start, end))) for (const cut of ends[start].slice(0, 4)) ends[end].push([...cut, letters.slice(start, end)]);
    }
  }
  return ends[letters.length].sort((a, b) => a.length - b.length);
}

/**
 * A stretch of characters as it was probably meant, or null. `stands` tells of a pair whether it stands in any text; `known`,
 * whether the stretch is made of words that people use.
 */
export function corrected(text, sounds, stands, known = false) {
  const chars = [...text];
  if (chars.length < 2 || !/^\p{Script=Han}+$/u.test(text)) return null;
  if (chars.length > LONGEST) return null;
  const made = (chars.length > 2 && whole(chars, sounds)) || (known ? null : byPairs(chars, sounds, stands));
  return made && (chars.length > 2 || sounds.terms.some((term) => term.startsWith(made))) ? made : null;
}

// A stretch of some term that differs in one character, or in two of five and more, each of which sounds or looks alike.
function whole(chars, sounds) {
  const allowed = chars.length > 4 ? 2 : 1;
  const found = new Map();
  for (const term of sounds.terms) {
    for (let at = 0; at + chars.length <= term.length; at += 1) {
      let wrong = 0;
      for (let n = 0; n < chars.length && wrong <= allowed; n += 1) {
        if (term[at + n] !== chars[n]) wrong += isLike(chars[n], term[at + n], sounds) ? 1 : allowed + 1;
      }
      if (wrong === 0) return null;
      if (wrong <= allowed) {
        const text = term.slice(at, at + chars.length);
        found.set(text, (found.get(text) ?? 0) + 1 / wrong);
      }
    }
  }
  return best(found);
}

// Character by character: where both pairs of a character stand nowhere, one that is like it and whose pairs are known.
function byPairs(chars, sounds, stands) {
  const made = [...chars];
  const known = (pair) => sounds.pairs.has(pair) || stands(pair);
  let changed = false;
  chars.forEach((char, n) => {
    const [before, after] = [made[n - 1], chars[n + 1]];
    if ((before && known(before + char)) || (after && known(char + after))) return;
    const found = new Map();
    for (const other of likeOf(char, sounds)) {
      const counts = [before && before + other, after && other + after].filter(Boolean).map((pair) => sounds.pairs.get(pair) ?? 0);
      if (Math.min(...counts)) found.set(other, Math.min(...counts));
    }
    const other = best(found);
    if (other) [made[n], changed] = [other, true];
  });
  return changed ? made.join("") : null;
}

const best = (found) => [...found].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;

function* likeOf(char, sounds) {
  const seen = new Set([char]);
  for (const pair of sounds.pairs.keys()) {
    for (const other of pair) {
      if (seen.has(other)) continue;
      seen.add(other);
      if (isLike(char, other, sounds)) yield other;
    }
  }
}

/** Whether a character may have been typed for another: one sound, nearly one sound, or nearly one look. */
export function isLike(char, other, { byChar, groups }) {
  if (groups.get(char)?.includes(other)) return true;
  const readings = new Set([...(byChar.get(char) ?? [])].map(blurred));
  return [...(byChar.get(other) ?? [])].some((reading) => readings.has(blurred(reading)));
}

// Sounds that many people do not keep apart.
function blurred(syllable) {
  return syllable.replace(/^([zcs])h/, "$1").replace(/^n(?!g)/, "l").replace(/([aei])ng$/, "$1n");
}

/** What was understood, with what Latin letters and wrong characters stand for; and what it is that was probably meant. */
export function heard({ ideas, latin }, sounds, stands, again) {
  const added = [];
  const meant = [];
  for (const letters of latin.length > 1 && latin.every((word) => cuts(word, sounds.syllables).length) ? [latin.join(""), ...latin] : latin) {
    const words = spelled(letters, sounds);
    if (!words.length) continue;
    const ways = words.flatMap((text, n) => waysOf(text, LIKELY - 0.04 * n, again));
    added.push({ typed: letters, weight: 1, ways: ways.slice(0, WAYS), shown: words });
    if (letters.length === latin.join("").length) break;
  }
  for (const [stretch, known] of stretchesOf(ideas)) {
    const text = corrected(stretch, sounds, stands, known);
    if (!text) continue;
    meant.push([stretch, text]);
    added.push(...again(text).ideas.filter(({ typed }) => !ideas.some((idea) => idea.typed === typed)).map((idea) => ({ ...idea, weight: idea.weight * LIKELY })));
  }
  return { ideas: [...ideas, ...added], meant };
}

// A word, and what else it is called where it is one that people use.
function waysOf(text, value, again) {
  const [idea, ...others] = again(text).ideas;
  return others.length || !idea ? [{ text, value }] : idea.ways.map((way) => ({ text: way.text, value: way.value * value }));
}

// What was typed between blanks, signs and question words, and whether all of it is words that people use.
function stretchesOf(ideas) {
  const stretches = new Map();
  for (const { stretch, plain } of ideas) if (stretch) stretches.set(stretch, (stretches.get(stretch) ?? true) && !plain);
  return stretches;
}
