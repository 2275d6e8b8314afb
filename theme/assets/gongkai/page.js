// What every page does beyond plain HTML: the switches of the header, what is printed, "/" for the search box, marks of a search.
(() => {
  const root = document.documentElement;
  const here = document.currentScript.src;
  const SWITCHES = {
    elder: { read: () => "elder" in root.dataset, write: (on) => (on ? (root.dataset.elder = "") : delete root.dataset.elder) },
    dark: { read: () => root.dataset.mdColorScheme === "slate", write: (on) => (root.dataset.mdColorScheme = on ? "slate" : "default") },
  };

  for (const button of document.querySelectorAll("[data-switch]")) {
    const name = button.dataset.switch;
    const show = () => button.setAttribute("aria-pressed", String(SWITCHES[name].read()));
    show();
    button.hidden = false;
    button.addEventListener("click", () => {
      SWITCHES[name].write(!SWITCHES[name].read());
      show();
      try {
        localStorage.setItem(`gongkai.${name}`, String(SWITCHES[name].read()));
      } catch {
        // Storage is blocked: the choice holds for this page.
      }
    });
  }

  // What the margins of a printed page say: stylesheets cannot take words from the page into them.
  const number = document.querySelector("[data-index-no]")?.dataset.indexNo;
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  root.style.setProperty("--gk-head", JSON.stringify(number ? `索引号：${number}` : document.title));
  if (canonical) root.style.setProperty("--gk-foot", JSON.stringify(canonical));
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

  // On a disk a folder has no page of its own: links that scripts make lead to the file in it, as those of an offline copy do.
  if (location.protocol === "file:") {
    const named = ({ target }) => {
      const link = target.closest?.("a[href]");
      if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    };
    for (const kind of ["click", "auxclick"]) document.addEventListener(kind, named, { capture: true });
  }

  // On a narrow screen: the tab of this page in sight, and a word under tables that go on to the right.
  const tabs = document.querySelector(".gk-tabs");
  const tab = tabs?.querySelector("[aria-current]");
  if (tab && tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
  for (const table of document.querySelectorAll(".gk-table")) table.toggleAttribute("data-wide", table.scrollWidth > table.clientWidth + 1);

  for (const input of document.querySelectorAll("[data-filter]")) {
    const rows = [...document.querySelectorAll(".gk-rows tbody tr")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const said = input.parentElement.querySelector("[data-filtered]");
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hits = rows.filter((row, n) => !(row.hidden = !words.every((word) => texts[n].includes(word))));
      said.textContent = words.length ? `本页 ${hits.length} 条` : "";
    });
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    const words = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "已复制";
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }

  // A page on a disk can load no modules: an offline copy has the marks of a search in a script of another kind.
  if (new URLSearchParams(location.search).has("mark")) {
    const onDisk = location.protocol === "file:";
    const script = document.createElement("script");
    if (!onDisk) script.type = "module";
    script.src = new URL(onDisk ? "offline/mark.js" : "search/mark.js", here);
    document.head.append(script);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const boxes = ["#search-form [name=q]", ".gk-main-search input, .gk-searchbox input"].flatMap((where) => [...document.querySelectorAll(where)]);
    const box = boxes.find((input) => input.checkVisibility());
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
