// What was typed, in people's own words → the ideas in it, each with the words to look for. Pure functions.
//
// An idea is { typed, weight, ways: [{ text, value }] }: one of its ways is enough, the first is what was typed. `text` is folded,
// `value` says how good this way is beside what was typed (1). Which words belong together is data: search/words.json.

import { officeToday } from "../dom.js";
import { GAP, POINT } from "./fold.js";

const HAN = /\p{Script=Han}/u;
const LATIN = /^[a-z]+$/;
const LONGEST = 12; // letters of the longest word that is looked up
const KNOWN = 1; // costs of taking a text apart: a word that is known,
const UNKNOWN = 1.7; // and a letter that is in none
const SYNONYM = 0.8;

const HINT = 0.3; // the weight of what is only hinted at
const MEANT = 0.55; // of a year that is said as 今年
const CROSSING = 0.5; // and of a pair in which two words meet
const ACT = 0.3; // of what somebody does by asking, where more is said
const WEAK = 0.25; // and of a pair with a letter that says little
const DIGITS = "〇一二三四五六七八九";
const UNITS = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };
const AMOUNT = /^(\d+)(?:\.(\d+))?(万?)(\D*)$/u; // a number with what is counted
const NUMERAL = /[〇零一二两三四五六七八九十百千万廿卅]{2,}|[一二两三四五六七八九十廿卅](?=[月日号元米吨亩户人岁年天个件季届])/gu;

const YEARS = { 前年: -2, 去年: -1, 今年: 0, 本年: 0, 明年: 1 };

// A number with its unit, what is written in Han characters up to the next one, or anything else.
const FIGURE = "(?:[0-9][0-9〇一二两三四五六七八九十百千万廿卅]*|[〇一二两三四五六七八九十百千万廿卅]{2,}|[一二两三四五六七八九十廿卅](?=[月日号元米吨亩户人岁年天个件季届条班]))";
const RUN = new RegExp(`第?[^\\p{Script=Han}]*${FIGURE}[^\\p{Script=Han}]*[年月日号条季届次批期万元米吨亩户人岁天个件班]*|(?:(?!第?${FIGURE})\\p{Script=Han})+|[^\\p{Script=Han}]+`, "gu");
const BEGINS = new RegExp(`^第?[^\\p{Script=Han}]*${FIGURE}`, "u");

/** The words of search/words.json, folded and ready to be looked up. */
export function prepare(data, { fold }) {
  const known = new Map();
  const meaning = (list) => ({ ways: list.map(fold), shown: list });
  const add = (text, entry) => {
    const key = fold(text);
    if (key) known.set(key, { ...(known.get(key) ?? {}), ...entry });
  };
  for (const [first, ...seconds] of data.common.split(" ").filter(Boolean)) for (const second of seconds) add(first + second, {});
  for (const word of data.acts) add(word, { act: true });
  const synonyms = data.synonyms.flatMap(([said, written]) => said.split(" ").map((word) => [word, written.split(" ")]));
  for (const [, list] of synonyms) for (const word of list) if ([...word].length > 1) add(word, {});
  for (const [word, list] of synonyms) add(word, meaning(list));
  for (const [word, list] of Object.entries(data.bodies)) add(word, meaning([...list, ...(known.get(fold(word))?.shown ?? [])]));
  for (const [word, list] of Object.entries(data.hints)) add(word, { hint: list.map(fold) });
  for (const word of data.ignored) if ([...word].length > 1) add(word, { ignored: true });
  const english = new Map(Object.entries(data.english));
  const weak = new Set(data.ignored.filter((word) => [...word].length === 1).map(fold));
  return { known, english, weak, fold };
}

/** The ideas in a query; `latin` are the words in Latin letters that are none of the site's English ones. */
export function understand(typed, words) {
  const ideas = [];
  const latin = [];
  for (const part of partsOf(typed, words)) {
    if (part.english) ideas.push(idea(part.typed, part.english.map((text) => ({ text: words.fold(text), value: 0.9 })), 1, part.english));
    else if (LATIN.test(part.text)) latin.push(...(part.text.length > 1 ? [part.text] : []));
    else ideas.push(...ideasOf(part.text, words));
  }
  return { ideas: joined(lighter(ideas)), latin };
}

// Said of a year from today: a hint, since papers tell of the year before as well.
function yearOf(ahead) {
  const year = `${Number(officeToday().slice(0, 4)) + ahead}年`;
  return { ...idea(year, [{ text: year, value: 1 }], MEANT), hint: true };
}

function idea(typed, ways, weight, shown = []) {
  return { typed, ways, weight, shown };
}

// The stretches without blanks and signs. English is looked up by up to three words at once.
function partsOf(typed, { english, fold }) {
  const pieces = typed.normalize("NFKC").toLowerCase().replace(/[○◯]/g, "〇").replace(/(?<=\d),(?=\d{3}(?!\d))/g, "").split(/(?<![0-9])[^\p{L}\p{N}]+|[^\p{L}\p{N}.\-/:]+|[^\p{L}\p{N}]+(?![0-9])/u).filter(Boolean)
    .flatMap((piece) => piece.match(/[a-z]+(?:[0-9]+[a-z0-9]*)?|[^a-z]+/gu) ?? []);
  const parts = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const count = [3, 2, 1].find((n) => at + n <= pieces.length && english.has(pieces.slice(at, at + n).join(" ")));
    if (count) {
      const phrase = pieces.slice(at, at + count).join(" ");
      parts.push({ typed: phrase, english: english.get(phrase) });
      at += count - 1;
    } else {
      const text = fold(pieces[at]);
      if (text) parts.push({ typed: pieces[at], text });
    }
  }
  return parts;
}

function ideasOf(text, words) {
  const pieces = takeApart(text, words);
  const ideas = [];
  let stretch = { text: "", ideas: [] };
  const close = () => {
    for (const one of stretch.ideas) Object.assign(one, { stretch: stretch.text });
    stretch = { text: "", ideas: [] };
  };
  pieces.forEach((piece, n) => {
    const { entry } = piece;
    const before = ideas.length;
    if (entry?.ignored || entry?.hint) close();
    if (piece.text in YEARS) ideas.push(yearOf(YEARS[piece.text]));
    if (entry?.ignored) return;
    if (entry?.hint) {
      const ways = [piece.text, ...entry.hint].map((way) => ({ text: way, value: 1 }));
      ideas.push({ ...idea(piece.text, ways, HINT), hint: true });
    } else if (entry) {
      const ways = [{ text: piece.text, value: 1 }, ...(entry.ways ?? []).map((way) => ({ text: way, value: SYNONYM })), ...numbers(piece.text)];
      ideas.push({ ...idea(piece.text, ways, 1, entry.shown), act: entry.act });
      const next = pieces[n + 1];
      if (next?.entry && !next.entry.ignored && !next.entry.hint) ideas.push(pair(piece.text.slice(-1) + next.text[0], words, CROSSING));
    } else ideas.push(...unknown(piece.text, pieces[n - 1], pieces[n + 1], words));
    if (entry?.hint) return;
    stretch.text += piece.text;
    stretch.ideas.push(...ideas.slice(before));
  });
  close();
  return ideas;
}

/** The ideas of the words that a longer word is made of; none where it is not made of known ones. */
export function inParts({ typed }, words) {
  const known = new Map(words.known);
  known.delete(typed);
  const parts = { ...words, known };
  const pieces = takeApart(typed, parts);
  return pieces.length > 1 && pieces.every(({ entry }) => entry) ? ideasOf(typed, parts) : [];
}

// A stretch that no list knows: numbers and what is written in digits as they are, of the rest each pair.
function unknown(text, before, after, words) {
  const ideas = [];
  for (const run of text.match(RUN) ?? []) {
    if (BEGINS.test(run) && (!HAN.test(run) || numbers(run).length || /[0-9]/.test(run))) {
      ideas.push(idea(run, [{ text: run, value: 1 }, ...numbers(run)], /^[0-9]$/.test(run) ? WEAK : 1));
      continue;
    }
    const chars = [...run];
    const first = run === text.slice(0, run.length) && isContent(before) ? [...before.text].at(-1) : "";
    const last = run === text.slice(-run.length) && isContent(after) ? [...after.text][0] : "";
    if (chars.length === 1 && !first && !last) ideas.push(pair(run, words, 0.4));
    chars.slice(1).forEach((char, n) => ideas.push({ ...pair(chars[n] + char, words, 0.7), plain: true, run: chars.length > 2 ? run : "" }));
    if (first) ideas.push(pair(first + chars[0], words, CROSSING));
    if (last) ideas.push(pair(chars.at(-1) + last, words, CROSSING));
  }
  return ideas;
}

const isContent = (piece) => piece?.entry && !piece.entry.ignored && !piece.entry.hint;

function pair(text, { weak }, weight) {
  return idea(text, [{ text, value: 1 }], [...text].some((char) => weak.has(char)) ? weight * WEAK : weight);
}

/** A text as known words and the stretches between them, so that as little as possible is left unknown. */
export function takeApart(text, { known }) {
  const chars = [...text];
  const best = [{ cost: 0 }];
  for (let end = 1; end <= chars.length; end += 1) {
    best[end] = { cost: best[end - 1].cost + UNKNOWN, start: end - 1, entry: null };
    for (let start = Math.max(0, end - LONGEST); start < end; start += 1) {
      const entry = known.get(chars.slice(start, end).join(""));
      const cost = best[start].cost + KNOWN;
      if (entry && cost < best[end].cost) best[end] = { cost, start, entry };
    }
  }
  const pieces = [];
  for (let end = chars.length; end > 0; end = best[end].start) {
    const piece = { text: chars.slice(best[end].start, end).join(""), entry: best[end].entry };
    if (!piece.entry && pieces[0] && !pieces[0].entry) pieces[0].text = piece.text + pieces[0].text;
    else pieces.unshift(piece);
  }
  return pieces;
}

/** Other ways to write the numbers and dates in a text. */
export function numbers(text) {
  const ways = new Set([inDigits(text), inCharacters(text)]);
  const day = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/u.exec(text);
  if (day) {
    const [, year, month, date] = day.map(Number);
    for (const way of [`${year}年${month}月${date}日`, `${month}月${date}日`]) ways.add(way);
  }
  const partial = /^(\d{1,2})\D(\d{1,2})$/u.exec(text);
  if (partial) ways.add(`${Number(partial[1])}月${Number(partial[2])}日`);
  const month = /^(\d{1,2}月\d{1,2})[日号]?$/u.exec(inDigits(text));
  if (month) ways.add(`${month[1]}日`);
  const short = /^(\d{2})年$/u.exec(inDigits(text));
  if (short) ways.add(`${Number(short[1]) < 60 ? 20 : 19}${short[1]}年`);
  for (const way of amounts(inDigits(text))) ways.add(way);
  ways.delete(text);
  return [...ways].map((way) => ({ text: way, value: 0.95 }));
}

// 10000元 = 10,000元 = 1万元 = 一万元. The index has a sign between digits as GAP, a point as POINT.
function amounts(text) {
  const found = AMOUNT.exec(text.replace(POINT, "."));
  if (!found) return [];
  const [, whole, part = "", myriads, unit] = found;
  const value = Number(`${whole}.${part || 0}`) * (myriads ? 10_000 : 1);
  if (value < 1000 || !unit || unit[0] === "年" || unit[0] === "号") return [];
  const ways = [];
  if (Number.isInteger(value)) ways.push(`${value}${unit}`, `${String(value).replace(/\B(?=(\d{3})+$)/g, GAP)}${unit}`);
  const wan = value / 10_000;
  if (value >= 10_000 && Number.isInteger(wan * 100)) ways.push(`${String(wan).replace(".", POINT)}万${unit}`);
  if (Number.isInteger(wan) && wan < 100) ways.push(`${inCharacters(String(wan))}万${unit}`);
  return ways;
}

function inDigits(text) {
  return text.replace(NUMERAL, (numeral) => {
    const plain = numeral.replace(/零/g, "〇").replace(/两/g, "二").replace(/廿/g, "二十").replace(/卅/g, "三十");
    if (!/[十百千万]/.test(plain)) return [...plain].map((char) => DIGITS.indexOf(char)).join("");
    let [total, digit] = [0, 0];
    for (const char of plain) {
      if (char === "万") [total, digit] = [(total + digit || 1) * UNITS[char], 0];
      else if (UNITS[char]) [total, digit] = [total + (digit || 1) * UNITS[char], 0];
      else digit = DIGITS.indexOf(char);
    }
    return String(total + digit);
  });
}

function inCharacters(text) {
  return text.replace(/\d+/g, (digits) => {
    const number = Number(digits);
    if (digits.length > 3 || digits[0] === "0") return digits;
    const parts = [[100, "百"], [10, "十"]].reduce((made, [unit, name]) => {
      const digit = Math.floor(number / unit) % 10;
      if (!digit) return made && number % unit && !made.endsWith("〇") ? `${made}零` : made;
      return made + (unit === 10 && digit === 1 && !made ? "" : DIGITS[digit]) + name;
    }, "");
    return number % 10 ? parts + DIGITS[number % 10] : parts || digits;
  });
}

// What somebody does by asking (投诉, 咨询) is what is asked for only where nothing else is.
function lighter(ideas) {
  const more = ideas.some(({ act, weight, typed }) => !act && weight >= 0.6 && [...typed].length > 1);
  return more ? ideas.map((one) => (one.act ? { ...one, weight: one.weight * ACT } : one)).map(longer).filter(({ ways }) => ways.length) : ideas;
}

// A letter is in too many words to be looked for beside them.
const longer = (one) => ({ ...one, ways: one.ways.filter(({ text }) => [...text].length > 1) });

// The same idea twice is one.
function joined(ideas) {
  const seen = new Map();
  for (const one of ideas) {
    const before = seen.get(one.typed);
    if (!before || before.weight < one.weight) seen.set(one.typed, one);
  }
  return [...seen.values()];
}
