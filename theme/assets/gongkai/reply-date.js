// Receipt date → the last day for the reply (条例 art. 30, 31, 33). Nothing is sent; the working days come from the site itself.

import { load, make, officeToday } from "./dom.js";

const DAY = 86_400_000;
const TERM = 20;
const WEEK = "日一二三四五六";

// The calendar of data/workdays.json with days as numbers, so that no time zone plays a part.
export function readCalendar(data) {
  return { first: toNumber(data.first), last: toNumber(data.last), days: data.days, may: data.may, surely: data.surely };
}

// The `count`th working day after `start`: its date; the earliest and the latest possible one where a holiday notice is still missing.
export function lastDay(calendar, start, count) {
  let day = toNumber(start);
  if (day < calendar.first - 1) return { tooEarly: true };
  let left = count;
  while (left && day < calendar.last) {
    day += 1;
    left -= Number(calendar.days[day - calendar.first]);
  }
  if (!left) return { date: toDate(day) };
  const end = (signs) => {
    let on = Math.max(day, calendar.last);
    for (let rest = left; rest; ) {
      on += 1;
      const sign = signs[on - calendar.last - 1];
      if (sign === undefined) return undefined;
      rest -= Number(sign);
    }
    return toDate(on);
  };
  return { earliest: end(calendar.may), latest: end(calendar.surely), known: toDate(calendar.last) };
}

// The answer for what stands in the form: where the term began, its length, and its end.
export function reply(calendar, { received, corrected, extension, asked }) {
  if (corrected && corrected < received) return { wrong: "收到补正材料的日期早于收到申请的日期，请核对。" };
  const start = corrected || received;
  const count = TERM + extension + asked;
  return { start, count, ...lastDay(calendar, start, count) };
}

function toNumber(date) {
  return Date.parse(date) / DAY;
}

function toDate(number) {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

function spoken(date) {
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day}日（星期${WEEK[new Date(`${date}T00:00Z`).getUTCDay()]}）`;
}

// What the answer is in words: the last day, if there is one, and how it was counted.
export function sentences(answer, { corrected, extension, asked }) {
  if (answer.wrong) return ["", answer.wrong];
  if (answer.tooEarly) return ["", "2015 年以前收到的申请不在计算范围内。"];
  const parts = [`${TERM} 个工作日`, extension && `延长 ${extension} 个工作日`, asked && `征求意见 ${asked} 个工作日`].filter(Boolean);
  const sum = parts.length > 1 ? `${parts.join(" + ")} = ${answer.count} 个工作日` : parts[0];
  const begin = `自${spoken(answer.start)}${corrected ? "收到补正材料" : "收到申请"}的次日起算：${sum}。`;
  if (answer.date) return [`最迟答复日期：${spoken(answer.date)}`, begin];
  const year = Number(answer.known.slice(0, 4)) + 1;
  if (!answer.earliest || !answer.latest) return ["", `${begin}超出了可以计算的范围。`];
  if (answer.earliest === answer.latest) return [`最迟答复日期暂算为 ${spoken(answer.earliest)}`, `${begin}${year} 年的放假安排还没有列入，公布以后才能确定。`];
  return [
    `最迟答复日期暂算在 ${spoken(answer.earliest)} 至 ${spoken(answer.latest)} 之间`,
    `${begin}${year} 年的放假安排还没有列入，公布以后才能确定；在此之前请按 ${spoken(answer.earliest)} 办理。`,
  ];
}

function readForm(form) {
  const whole = (name) => form.elements[name].valueAsNumber || 0;
  return { received: form.elements.received.value, corrected: form.elements.corrected.value, extension: whole("extension"), asked: whole("asked") };
}

async function start(form, result) {
  const show = ([answer, ...lines]) => result.replaceChildren(...(answer ? [make("strong", {}, answer)] : []), ...lines.map((line) => make("p", {}, line)));
  form.elements.received.value ||= officeToday();
  let calendar;
  try {
    calendar = readCalendar(await load(form.dataset.calendar));
  } catch {
    show(["", "工作日数据没有载入，请刷新页面重试。"]);
    return;
  }
  const update = () => {
    const state = readForm(form);
    if (!form.checkValidity()) show(state.received ? ["", "请核对填写的内容：延长不超过 20 个工作日，日期不早于 2015 年。"] : []);
    else show(sentences(reply(calendar, state), state));
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
}

const form = document.getElementById("reply-form");
if (form) start(form, document.getElementById("reply-result"));
