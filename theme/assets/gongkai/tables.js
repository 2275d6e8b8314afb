// Registers: what is typed leaves only the rows of the page that hold it.
for (const form of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => [row, row.textContent.toLowerCase()]);
  const told = form.querySelector("[data-filter-count]");
  const filter = (typed) => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      left += row.hidden ? 0 : 1;
    }
    told.textContent = words.length ? `本页 ${left} 条` : "";
  };
  form.elements.q.addEventListener("input", (event) => filter(event.target.value));
}
