// A button that prints the page; without JavaScript it stays hidden, and the browser's own menu prints.
for (const button of document.querySelectorAll(".gk-print")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
