// What every page does beyond plain HTML: "/" goes to the search box, and what was searched for is marked.
if (new URLSearchParams(location.search).has("mark")) import("./search/mark.js");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector(".gk-main-search input, .gk-searchbox input");
  if (!box) return;
  event.preventDefault();
  box.focus();
});
