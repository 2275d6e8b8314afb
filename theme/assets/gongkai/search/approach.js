// What was typed → what is near it: words, ideas and ranking put together, each file fetched when it is first needed.

import { inParts, prepare, understand } from "./ask.js";
import { findNear } from "./near.js";
import { isLapsed } from "./rows.js";
import { heard, prepareSounds } from "./sounds.js";

const SUGGESTED = { places: 4, titles: 3 };
const DRAFT = "征求意见";
const REGISTER = /^tables\/[^/]+\/$/;
const PART = 4; // letters of a title that tell a register

/** A function that finds what is near; `load` gives the content of a file of search/ by its name. */
export function makeApproach(index, folding, load) {
  const made = {};

  async function wordsOf() {
    const data = await load("words");
    made.alike ??= data.alike;
    return (made.words ??= prepare(data, folding));
  }

  async function placesOf() {
    const places = await load("places");
    return (made.places ??= places.map((place) => preparePlace(place, folding)));
  }

  async function sounds() {
    made.sounds ??= prepareSounds(await load("terms"), contentOf(made.words), made.alike, folding);
    return made.sounds;
  }

  /**
   * What is near `typed`, which as many documents have literally as `exact` tells (a number, or a promise of it): `found`, `scores` and `ideas` as in near.js; `card`: the place that
   * goes by this very name; `also`: other words that were looked for and stand somewhere; `meant`: [[as typed, as probably meant]]; `places`: all of them.
   */
  async function approach(typed, exact) {
    const [words, places] = await Promise.all([wordsOf(), placesOf()]);
    const asked = understand(typed, words);
    const meant = [];
    const hear = async (lost, scattered) => {
      const parts = scattered.flatMap((idea) => inParts(idea, words));
      if (!asked.latin.length && !lost.length && (await exact() || !isTerm(typed, asked))) return parts;
      const nowhere = new Set(lost.map((idea) => idea.typed));
      const stands = (pair) => asked.ideas.some((idea) => idea.typed === pair && !nowhere.has(pair));
      const result = heard(asked, await sounds(), stands, (text) => understand(text, words));
      meant.push(...result.meant);
      return [...parts, ...result.ideas.slice(asked.ideas.length)];
    };
    if (!asked.ideas.length && !asked.latin.length) return { found: [], scores: new Map(), ideas: [], weights: [], card: null, also: [], meant };
    const near = await findNear(index, asked.ideas, { places: places.filter(({ shown }) => !shown.until), hear });
    return { ...near, places, card: cardOf(typed, near, words, places) ?? draftOf(near, places), also: alsoOf(near, folding), meant };
  }

  /** What goes by what is being typed: places whose title or names begin with it, or else have it, then titles of these `rows`. */
  approach.suggest = async (typed, rows = []) => {
    const places = await placesOf();
    const text = folding.fold(typed);
    if (!text) return [];
    const rank = ({ title, names }) => ([title, ...names].some((name) => name.startsWith(text)) ? 0 : title.includes(text) ? 1 : 2);
    const named = places.filter((place) => rank(place) < 2).sort((a, b) => rank(a) - rank(b)).slice(0, SUGGESTED.places).map(({ shown }) => shown);
    const known = new Set(named.map(({ address }) => address));
    const titled = rows.filter((row) => row.folded[0].includes(text) && !isLapsed(row) && !known.has(row.address)).slice(0, SUGGESTED.titles);
    return [...named, ...titled];
  };

  return approach;
}

// The words that say something, for which others may have been written.
const contentOf = ({ known }) => [...known].filter(([, { ignored, hint }]) => !ignored && !hint).map(([word]) => word);

/** A place as ranking reads it. */
export function preparePlace(place, { fold }) {
  const names = (place.names ?? []).map(fold);
  return { shown: place, title: fold(place.title), names, text: fold(place.text ?? "") };
}

// One word, without any question around it: a name that may have been written wrong.
function isTerm(typed, { ideas }) {
  const stretches = new Set(ideas.map(({ stretch }) => stretch));
  return stretches.size === 1 && [...typed].length > 2 && [...typed].length < 9;
}

// The place whose title or name is all that was asked for, besides what is only a hint (财政局电话); or the register of whose title it is
// a part, since all of its rows have that too.
function cardOf(typed, { ideas }, words, places) {
  const whole = words.fold(typed);
  const content = ideas.filter(({ weight }) => weight >= 0.6);
  const one = content.length === 1 ? content[0].ways[0].text : null;
  return places.find(({ title, names }) => title === whole || names.includes(whole) || (one && (title === one || names.includes(one))))
    ?? places.find(({ shown, title }) => REGISTER.test(shown.address) && whole.length >= PART && title.includes(whole)) ?? null;
}

// The draft that was asked for, where comments are asked about and the nearest document is one.
function draftOf({ found, ideas }, places) {
  if (!ideas.some(({ ways }) => ways.some(({ text }) => text.includes(DRAFT)))) return null;
  const nearest = found.find(({ place }) => !place)?.row;
  return (nearest?.until && !nearest.closed && places.find(({ shown }) => shown.until && shown.address === nearest.address)) || null;
}

// The other words of the ideas that stand in something that was found.
function alsoOf({ found, ideas }, { fold }) {
  const standing = new Set(found.flatMap(({ ways }) => ways));
  const also = ideas.flatMap(({ shown = [] }) => shown).filter((word) => standing.has(fold(word)));
  return [...new Set(also)];
}
