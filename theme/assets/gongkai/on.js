// ?on=2025-12-31: the text that stood here on that day, or, where the repository has not got it, a word that says so. With #第十二条
// behind it, that article of that day.
(() => {
  const form = document.querySelector(".gk-on");
  const day = new URLSearchParams(location.search).get("on");
  if (!form || !/^\d{4}-\d{2}-\d{2}$/.test(day ?? "")) return;
  form.elements.on.value = day;
  const texts = JSON.parse(form.dataset.texts); // [[from which day, where below this page]], oldest first; "" is this page
  const amended = JSON.parse(form.dataset.amended); // days
  const stood = texts.filter(([since]) => since <= day).at(-1);
  const banner = Object.assign(document.createElement("p"), { className: "gk-banner" });
  banner.setAttribute("role", "status");
  const later = amended.find((since) => since > day);
  const before = amended.filter((since) => since <= day && since > (stood?.[0] ?? "")).at(-1);
  if (stood?.[1]) {
    banner.textContent = `${day} 的文本是较早的一版：`;
    banner.append(Object.assign(document.createElement("a"), { href: stood[1] + location.hash, textContent: "查看那一天的文本" }));
  } else if (later) {
    banner.textContent = `本平台没有 ${day} 的文本：本文件自 ${later} 起修改，下面可能是修改以后的文本。需要当时的文本，请与上面的发布机构联系。`;
  } else if (!stood) {
    banner.textContent = `${day} 本文件还没有在本平台公布，下面是 ${texts[0][0]} 公布的文本。`;
  } else if (before) {
    banner.textContent = `本文件自 ${before} 起修改，本平台没有单独收录修改以后的文本；请对照上面修改它的文件阅读。`;
  } else {
    banner.textContent = `下面就是 ${day} 的文本。`;
  }
  document.querySelector(".gk-strip").after(banner);
})();
