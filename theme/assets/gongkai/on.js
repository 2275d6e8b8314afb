// ?on=2025-12-31: opens the text that stood on that day, at the article that stands behind # (#第十二条); where the repository has
// not got it, a word says so. Classic, to work from a disk.
(() => {
  const form = document.querySelector(".gk-on");
  const day = new URLSearchParams(location.search).get("on");
  if (!form || !/^\d{4}-\d{2}-\d{2}$/.test(day ?? "")) return;
  form.elements.on.value = day;
  const texts = JSON.parse(form.dataset.texts); // [[from which day, where below this page]], oldest first; "" is this page, null is nowhere
  const amended = JSON.parse(form.dataset.amended); // days
  const at = texts.findLastIndex(([since]) => since <= day);
  const [since = "", place] = texts[at] ?? [];
  if (place) {
    location.replace(`${place}${location.protocol === "file:" ? "index.html" : ""}${location.hash}`);
    return;
  }
  const banner = Object.assign(document.createElement("p"), { className: "gk-banner" });
  banner.setAttribute("role", "status");
  const later = amended.find((change) => change > day);
  const before = amended.filter((change) => change <= day && change > since).at(-1);
  const ask = "需要当时的文本，请与上面的发布机构联系。";
  if (place === null) {
    banner.textContent = `本平台没有 ${day} 的文本：${since} 起、${texts[at + 1][0]} 以前施行的文本没有收录。${ask}`;
  } else if (at < 0 && form.dataset.begun > day) {
    banner.textContent = `${day} 本文件还没有施行（自 ${form.dataset.begun} 起施行），下面是现在的文本。`;
  } else if (later) {
    banner.textContent = `本平台没有 ${day} 的文本：本文件自 ${later} 起修改，下面可能是修改以后的文本。${ask}`;
  } else if (at < 0) {
    banner.textContent = texts.length > 1 ? `本平台没有 ${day} 的文本，最早的是 ${texts[0][0]} 的。${ask}` : `${day} 本文件还没有在本平台公布，下面是 ${texts[0][0]} 公布的文本。`;
  } else if (before) {
    banner.textContent = `本文件自 ${before} 起修改，本平台没有单独收录修改以后的文本；请对照上面修改它的文件阅读。`;
  } else {
    banner.textContent = `下面就是 ${day} 的文本。`;
  }
  document.querySelector(".gk-strip").after(banner);
})();
