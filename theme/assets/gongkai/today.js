// What depends on the day, for the day of the reader where the office is (UTC+8). A page says how things stand on the day on which
// it was made and carries the days on which that turns; a reader's clock that is behind changes nothing. Classic, to work from a disk.
(() => {
  const clock = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const made = document.querySelector("[data-asof]")?.dateTime ?? "";
  const today = clock > made ? clock : made;
  const turned = (turns) => JSON.parse(turns).filter(([day]) => day <= today).at(-1);

  // data-turns = [[day, state, words], …]: the words of the last turn that has come.
  for (const element of document.querySelectorAll("[data-turns]")) {
    const [, state, words] = turned(element.dataset.turns) ?? [];
    if (words === undefined) continue;
    element.textContent = words;
    element.hidden = !words;
    element.dataset.state = state;
    const strip = element.closest(".gk-strip");
    if (strip) strip.dataset.state = state;
  }

  // data-until = the last day: how many days are left.
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = (Date.parse(element.dataset.until) - Date.parse(today)) / 86_400_000;
    const open = !element.dataset.from || element.dataset.from <= today;
    element.hidden = left < 0 || !open;
    element.textContent = left ? `还有 ${left} 天` : "今天截止";
  }

  // data-moves = [[day, group], …]: the entry belongs to the list [data-group] of that name within the same [data-groups].
  for (const groups of document.querySelectorAll("[data-groups]")) {
    for (const entry of groups.querySelectorAll("[data-moves]")) {
      const [, group] = turned(entry.dataset.moves) ?? [];
      const to = group && groups.querySelector(`[data-group="${group}"]`);
      const from = entry.closest("[data-group]");
      if (!to || to === from) continue;
      for (const [part, change] of [[from, -1], [to, 1]]) {
        for (const count of groups.querySelectorAll(`[data-count="${part.dataset.group}"]`)) count.textContent = Number(count.textContent) + change;
      }
      to.querySelector("ol, ul").append(entry);
    }
    for (const part of groups.querySelectorAll("[data-group]")) part.hidden = !part.querySelector("li");
    for (const count of groups.querySelectorAll("[data-count]")) count.closest("li, [data-group]").hidden = count.textContent === "0";
  }

  // data-gone = the day from which an entry is no longer shown; what surrounds the last one goes with it.
  for (const entry of document.querySelectorAll("[data-gone]")) {
    if (entry.dataset.gone > today) continue;
    const around = entry.closest("section");
    entry.remove();
    if (!around.querySelector("[data-gone]")) around.remove();
  }

  // [data-asof]: the day for which all this is true.
  for (const element of document.querySelectorAll("[data-asof]")) {
    if (element.dateTime >= today) continue;
    element.dateTime = today;
    element.textContent = today;
  }
})();
