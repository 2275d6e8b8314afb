// Reads a document aloud, paragraph by paragraph, with the voices of the browser. Nothing is sent anywhere by this page.
(() => {
  const speech = window.speechSynthesis;
  const tools = document.querySelector("[data-aloud]");
  if (!speech || !tools) return;
  const [start, stop] = tools.querySelectorAll("button");
  const status = tools.querySelector("[role=status]");
  const LABELS = { idle: "朗读", speaking: "暂停朗读", paused: "继续朗读" };
  const BLOCKS = "h1, .gk-banner, .gk-body :is(p, h2, h3, h4, h5, h6, li, tr, pre), .gk-part :is(h2, li)";
  let state = "idle";
  let queue = [];
  let current = null;

  const blocks = () => [...document.querySelectorAll(`.gk-document :is(${BLOCKS})`)].filter((block) => !block.querySelector("p, li"));

  // A row is read cell by cell, each with the heading of its column.
  function wording(block) {
    if (block.tagName !== "TR") return block.textContent.trim();
    const heads = [...(block.closest("table").tHead?.rows[0]?.cells ?? [])];
    const body = block.parentElement.tagName === "TBODY";
    return [...block.cells].map((cell, n) => (body && heads[n] ? `${heads[n].textContent}：${cell.textContent}` : cell.textContent)).join("，");
  }

  function show(next) {
    state = next;
    start.textContent = LABELS[state];
    stop.hidden = state === "idle";
    status.textContent = { idle: "", speaking: "正在朗读", paused: "朗读已暂停" }[state];
  }

  function mark(block) {
    current?.classList.remove("gk-spoken");
    current = block;
    block?.classList.add("gk-spoken");
    block?.scrollIntoView({ block: "nearest" });
  }

  function next() {
    const block = queue.shift();
    mark(block ?? null);
    if (!block) {
      show("idle");
      return;
    }
    const utterance = new SpeechSynthesisUtterance(wording(block));
    utterance.lang = "zh-CN";
    utterance.voice = speech.getVoices().find((voice) => /^zh[-_]CN/i.test(voice.lang)) ?? null;
    utterance.onend = () => state === "speaking" && next();
    utterance.onerror = (event) => {
      if (["canceled", "interrupted"].includes(event.error)) return;
      finish();
      status.textContent = "这个浏览器没有可用的中文语音，无法朗读";
    };
    speech.speak(utterance);
  }

  function finish() {
    queue = [];
    show("idle");
    speech.cancel();
    mark(null);
  }

  start.addEventListener("click", () => {
    if (state === "speaking") {
      speech.pause();
      show("paused");
    } else if (state === "paused") {
      show("speaking");
      speech.resume();
    } else {
      speech.cancel();
      queue = blocks();
      show("speaking");
      next();
    }
  });
  stop.addEventListener("click", () => {
    finish();
    start.focus();
  });
  addEventListener("pagehide", () => speech.cancel());
})();
