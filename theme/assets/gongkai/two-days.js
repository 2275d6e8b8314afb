// Two days → the comparison of the versions that stood on them. ?from=2026-01-01&to=2026-06-30 is the address of such a comparison.
(() => {
  const form = document.querySelector("#two-days");
  const told = form.querySelector("[role=status]");
  const versions = JSON.parse(form.dataset.versions); // [[from which day, name, what it is called]], oldest first; null: the text of these days is not here
  const names = versions.map(([, name]) => name).filter(Boolean);
  const on = (day) => versions.filter(([since]) => since <= day).at(-1)?.[1];
  const spoken = (day) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

  const called = (name) => versions.find(([, one]) => one === name)[2];

  // Says what stood on the two days, whichever of them was given first; the link to what changed between, if anything did.
  const answer = (...days) => {
    const [early, late] = days.sort();
    const [before, after] = [on(early), on(late)];
    if (before === undefined) {
      told.textContent = `这里最早的一版是${spoken(versions[0][0])}的，没有${spoken(early)}的文本。`;
      return undefined;
    }
    if (before === null || after === null) {
      told.textContent = `没有${spoken(before === null ? early : late)}的文本。`;
      return undefined;
    }
    if (before === after) {
      told.textContent = `${spoken(early)}和${spoken(late)}的文本相同，都是${called(after)}。`;
      return undefined;
    }
    const link = Object.assign(document.createElement("a"), {
      href: `${names.indexOf(after) === names.indexOf(before) + 1 ? "" : `${before}/`}#v${after}`,
      textContent: "查看改动之处",
    });
    told.replaceChildren(`${spoken(early)}是${called(before)}，${spoken(late)}是${called(after)}：`, link);
    return link;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [from, to] = ["from", "to"].map((name) => form.elements[name].value);
    history.replaceState(null, "", `?from=${from}&to=${to}`);
    answer(from, to)?.click();
  });

  const asked = ["from", "to"].map((name) => new URLSearchParams(location.search).get(name));
  if (!asked.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? ""))) return;
  [form.elements.from.value, form.elements.to.value] = asked;
  answer(...asked);
})();
