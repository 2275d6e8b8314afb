// A document page: beside each heading, article and row of a table a link to its own address, seen when one points at it.

const STATE = ".gk-body :is(h2, h3, h4, h5, h6, p, tr)[id]";

for (const part of document.querySelectorAll(STATE)) {
  const link = document.createElement("a");
  link.className = "gk-anchor";
  link.href = `#${encodeURIComponent(part.id)}`;
  link.setAttribute("aria-label", `${part.id}的地址`);
  link.title = "这一处的地址";
  (part.matches("tr") ? part.cells[0] : part).prepend(link);
}
