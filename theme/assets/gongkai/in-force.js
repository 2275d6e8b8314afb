// A day → the documents in force on it, from the spans in in-force.json. Dates are ISO text, which sorts as the days do.

import { load, make, officeToday } from "./dom.js";

const KINDS = ["行政法规", "规章", "行政规范性文件"];

// The documents in force on a day, each with whether it had been amended by then.
export function inForce(documents, day) {
  return documents
    .filter((d) => d.since <= day && (!d.until || day <= d.until))
    .map((d) => ({ ...d, changed: (d.amended ?? []).some((since) => since <= day) }));
}

function item(entry, day, root) {
  const changed = entry.changed && make("span", { class: "gk-status" }, "已修改");
  return make("li", {}, make("a", { href: `${root}${entry.address}?on=${day}` }, entry.title), changed, make("small", {}, entry.note));
}

function listing(found, day, root) {
  const count = make("p", { class: "gk-count" }, `${day} 有效的共 `, make("strong", {}, String(found.length)), " 件");
  const sections = KINDS.map((kind) => [kind, found.filter((d) => d.kind === kind)]).filter(([, held]) => held.length);
  return [count, ...sections.flatMap(([kind, held]) => [
    make("h2", {}, `${kind}（${held.length} 件）`),
    make("ol", { class: "gk-list" }, ...held.map((entry) => item(entry, day, root))),
  ])];
}

async function start(form, result) {
  const input = form.elements.date;
  const asked = new URLSearchParams(location.search).get("date");
  input.value = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : officeToday();
  let documents;
  try {
    ({ documents } = await load(form.dataset.source));
  } catch {
    result.replaceChildren(make("p", { class: "gk-banner" }, "数据没有载入，请刷新页面重试。"));
    return;
  }
  const update = () => {
    const day = input.value;
    result.replaceChildren(...(day ? listing(inForce(documents, day), day, form.dataset.root) : []));
  };
  form.addEventListener("input", () => {
    update();
    if (input.value) history.replaceState(null, "", `?date=${input.value}`);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
}

const form = document.getElementById("in-force-form");
if (form) start(form, document.getElementById("in-force-result"));
