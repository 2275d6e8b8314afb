// The nearest documents → the one clause, or the rows of one table, that answer a question clearly better than all the rest.
// Nothing is written here: what is shown is cut out of a page of the site.

import { isLapsed } from "./rows.js";

const READ = 2; // pages that are looked through
const ENOUGH = 0.64; // share of the question that a clause must have, with what stands above it,
const OWN = { clause: 0.42, row: 0.15, statement: 0.6 }; // and without: a row says less than the cells that head it
const AHEAD = 0.08; // by how much it must be better than any other
const ABOVE = { heading: 0.5, head: 0.85 }; // what a word above the clause counts, and one in a cell that heads a row
const TABLE = 1.1; // who asks for an amount is best served by the table of them
const BESIDE = 24; // characters between a word of the question and what answers it
const LAPSED = 0.75; // what is no longer in force answers less
const STATEMENT = 16; // characters of what is no mere name
const ROWS = 6; // rows of one table that may answer together
const LONGEST = 260; // characters of a clause
// A clause that only leads to what follows.
const OPENING = /如下[：:。]?$|^(?:第一条\s*)?为了?[^。]*。?$/u;
// What an answer must have, by what is asked.
const KINDS = [
  [/什么时候|何时|几号|几月|哪天|啥时候/u, /\d+月\d*|\d+(?:个工作)?日(?:内|前|起)|[一二三四五六七八九十]+(?:个工作)?日(?:内|前|起)/u],
  [/多久|几天|多长时间|多少天|期限/u, /[\d一二三四五六七八九十]+个?(?:工作日|日|天|年|月|小时|分钟|周)/u],
  [/电话/u, /\d{7,}|\d{3,4}-\d{7,8}|\b1\d{4}\b/u],
  [/多少钱|几块|价|费|多少元/u, /[\d百千万]+(?:\.\d+)?[万亿]?元|元[^|]*\|.*\d/u],
  [/多少|几|标准|多大/u, /\d|[一二三四五六七八九十百千万]+[元人户个亩年岁]/u],
];

/** Whether a query asks something, or repeats a clause, rather than naming it. */
export function isQuestion({ ideas }, typed) {
  const content = ideas.filter(({ weight, plain }) => weight >= 0.6 && !plain);
  return content.length > 0 && (ideas.some(({ hint }) => hint) || (content.length > 2 && [...typed].length >= STATEMENT));
}

/** The quotation for these documents, best first, or null: { row, heads, cells | text, anchor, path }. `open` gives the page of a row. */
export async function findQuotation(rows, { ideas, weights }, typed, open, { fold }) {
  const wanted = ideas.map((idea, n) => ({ ...idea, weight: weights[n] })).filter(({ weight }) => weight > 0);
  const whole = wanted.reduce((sum, { weight }) => sum + weight, 0);
  if (!whole) return null;
  const units = (await Promise.all(rows.slice(0, READ).map(async (row) => unitsOf(await open(row), row)))).flat();
  const answer = KINDS.find(([asked]) => asked.test(typed))?.[1];
  const least = answer && ideas.some(({ hint }) => hint) ? OWN.clause : OWN.statement;
  for (const unit of units) Object.assign(unit, rate(unit, wanted, whole, fold));
  const enough = units.filter(({ own, table, body }) => own >= (table && answer ? OWN.row : least) && (!answer || answer.test(body)))
    .filter((unit) => (unit.table ? answer : !OPENING.test(unit.says) && (!answer || near(unit, wanted, answer, fold))));
  const [best] = enough.sort((a, b) => b.share - a.share);
  if (!best || best.share < ENOUGH) return null;
  const like = enough.filter((unit) => best.share - unit.share < 0.02 && unit.table && unit.table === best.table);
  const chosen = like.length > 1 && like.length <= ROWS ? like : [best];
  const next = enough.find((unit) => !chosen.includes(unit) && unit.table !== best.table) ?? { share: 0 };
  const rival = like.length > ROWS ? best : next;
  return best.share - rival.share < AHEAD ? null : { ...best, rows: chosen };
}

// Every clause and every row of a page, with the headings above it.
function unitsOf(page, row) {
  const units = [];
  const path = [];
  for (const part of page.querySelectorAll(".gk-body :is(h2, h3, h4, h5, h6, p, li, tbody tr)")) {
    const level = /^H([2-6])$/.exec(part.tagName)?.[1];
    if (level) {
      path.length = Math.min(path.length, level - 2);
      path[level - 2] = part.textContent.trim();
      continue;
    }
    const above = path.filter(Boolean);
    const anchor = part.id || part.closest("[id]")?.id;
    if (part.matches("tr")) {
      const table = part.closest("table");
      const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
      const cells = [...part.cells].map((cell) => cell.textContent.trim());
      const says = cells.join(" ");
      units.push({ row, table, heads, cells, anchor, path: above, says, body: `${heads.join(" ")}|${says}`, above: [row.title, ...above].join(" ") });
    } else if (!part.closest("table") && !part.querySelector("p, li")) {
      const text = part.textContent.trim();
      const body = text.replace(/^第.{1,6}条|^[（(]?[一二三四五六七八九十\d]+[）).、]|〔\d{4}〕\d+号|\d{4}年/gu, "");
      if (text) units.push({ row, table: null, heads: [], text, anchor, path: above, says: text, body, above: [row.title, ...above].join(" ") });
    }
  }
  return units;
}

// Whether a word of the question stands by what answers it.
function near({ body }, wanted, answer, fold) {
  const all = new RegExp(answer.source, "gu");
  for (const { index, 0: found } of body.matchAll(all)) {
    const around = fold(body.slice(Math.max(0, index - BESIDE), index + found.length + BESIDE));
    if (wanted.some(({ ways, hint }) => !hint && ways.some(({ text }) => text.length > 1 && around.includes(text)))) return true;
  }
  return false;
}

// How much of the question stands in a clause, and how much with what stands above it.
function rate(unit, wanted, whole, fold) {
  const [own, heads, above] = [unit.says, unit.heads.join(" "), unit.above].map(fold);
  let [inside, all] = [0, 0];
  for (const { ways, weight, hint } of wanted) {
    const stands = (text) => Math.max(0, ...ways.map((way) => (text.includes(way.text) ? way.value : 0)));
    const here = stands(own);
    if (!hint) inside += weight * here;
    all += weight * Math.max(here, ABOVE.head * stands(heads), ABOVE.heading * stands(above));
  }
  const lapsed = isLapsed(unit.row) || unit.row.validity.includes("已修改") ? LAPSED : 1;
  const tariff = unit.table ? TABLE : 1;
  return { own: inside / whole, share: (all / whole) * tariff * Math.min(1, LONGEST / unit.says.length) * lapsed };
}
