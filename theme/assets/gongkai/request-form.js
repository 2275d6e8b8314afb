// The application form: what is typed becomes a Word file and the draft of an e-mail, here. Nothing leaves the browser.
import { load, make, officeToday } from "./dom.js";
import { readCalendar, reply, sentences } from "./reply-date.js";
import { filledIn } from "./word-template.js";

const CHOSEN = "☑";
const OPEN = "□";
const LONGEST = { who: 30, phone: 30, wanted: 48 }; // characters in the draft
const WHOLE = 2000; // of its address, of which a Chinese character takes 9: Windows hands no more to a mail program

// What each row of a form has: its name, whether it must be filled in, its value (undefined: by hand, on paper), where the focus goes.
function fieldsOf(form) {
  return [...form.querySelectorAll(".gk-sheet tr")].map((row) => {
    const label = row.querySelector("th[scope=row]").textContent;
    const input = row.querySelector("input[type=text], textarea");
    const options = [...row.querySelectorAll("input[type=radio]")];
    const chosen = options.find((option) => option.checked);
    const written = options.map((option) => `${option.checked ? CHOSEN : OPEN} ${option.parentElement.textContent.trim()}`).join("　　");
    return {
      name: label.split(/[ \n]/)[0],
      needed: label.includes("*") && Boolean(input ?? options[0]),
      value: input ? input.value.trim() : options.length ? written : undefined,
      said: input ? input.value.trim() : chosen?.parentElement.textContent.trim() ?? "",
      control: input ?? options[0],
    };
  });
}

// In one line: a break alone would be no line end in an e-mail. Never half a character of those outside the basic plane.
function shortened(text, length) {
  const signs = [...text.replace(/\s+/g, " ")];
  return signs.length > length ? `${signs.slice(0, length).join("")}…` : signs.join("");
}

function draft(office, fields, proof, wanted = LONGEST.wanted) {
  const said = (...names) => fields.find((field) => names.includes(field.name))?.said ?? "";
  const lines = [
    `${office.name}：`,
    "现提交政府信息公开申请，申请表和身份证明见附件。",
    `申请人：${shortened(said("姓名", "名称"), LONGEST.who)}`,
    `联系电话：${shortened(said("联系电话"), LONGEST.phone)}`,
    `所需信息：${shortened(said("信息内容"), wanted)}`,
    `附件：1．政府信息公开申请表；2．${proof}`,
  ];
  const address = `mailto:${office.email}?subject=${encodeURIComponent("政府信息公开申请")}&body=${encodeURIComponent(lines.join("\r\n"))}`;
  return address.length > WHOLE && wanted ? draft(office, fields, proof, wanted - 1) : address;
}

function start(place) {
  const current = () => [...document.querySelectorAll(".gk-form")].find((form) => form.checkVisibility());
  const told = place.querySelector("[role=status]");
  const mail = place.querySelector("[data-mail]");
  const office = { name: place.dataset.office, email: place.dataset.email };

  // Says what was done and what is still empty, each with a link that leads there: on paper it can be written by hand.
  const tell = (done) => {
    const empty = fieldsOf(current()).filter((field) => field.needed && !field.said);
    const links = empty.map((field) => {
      const link = make("a", { href: `#${field.control.id}` }, field.name);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        field.control.focus();
      });
      return link;
    });
    const rest = empty.length ? make("p", {}, `还有 ${empty.length} 项必须填写的空着：`, ...links.flatMap((link, n) => (n ? ["、", link] : [link])), "。可以填好再做一次，也可以在纸上补填。") : "";
    told.replaceChildren(make("p", {}, make("strong", {}, done)), rest);
  };

  const write = async () => {
    const form = current();
    try {
      const answer = await fetch(form.dataset.template);
      if (!answer.ok) throw new Error(answer.statusText);
      const file = await filledIn(new Uint8Array(await answer.arrayBuffer()), fieldsOf(form).map((field) => field.value));
      const link = make("a", { href: URL.createObjectURL(file), download: `${form.dataset.file}.docx` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      tell(`已经生成“${form.dataset.file}.docx”，请在浏览器的下载里查看。`);
    } catch {
      told.replaceChildren(make("p", {}, "这个浏览器没有能生成 Word 文档。可以打印，或者下载上面的空白表填写。"));
    }
  };

  const renew = () => {
    mail.href = draft(office, fieldsOf(current()), current().dataset.proof);
  };
  place.querySelector("[data-write]").addEventListener("click", write);
  mail.addEventListener("click", () => tell("邮件的收件人、主题、正文已经写好。附件要您自己添加：申请表和身份证明。"));
  document.addEventListener("input", renew);

  const wanted = new URLSearchParams(location.search).get("wanted");
  if (wanted) for (const text of document.querySelectorAll(".gk-sheet textarea")) text.value ||= wanted.slice(0, 500);
  renew();
  load(place.dataset.calendar).then((data) => {
    const today = officeToday();
    const asked = { received: today, extension: 0, asked: 0 };
    const [answer, why] = sentences(reply(readCalendar(data), asked), asked);
    if (answer) place.querySelector("[data-answer]").replaceChildren("今天收到的申请，", make("strong", {}, answer), `。${why}`);
  }, () => {}); // without the calendar the sentence of the page stays
}

const place = document.querySelector(".gk-ready");
if (place) start(place);
