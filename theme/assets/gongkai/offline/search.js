// The search page of an offline copy. A browser lets a page on a disk load classic scripts, but neither modules nor data:
// titles and texts come as scripts, the texts folded already and in parts, which are loaded with the first search.
(() => {
  const { make } = gongkai;
  const folding = gongkai.makeFolding(gongkai.variants);
  const FIRST = 20;
  const page = Object.fromEntries(["form", "status", "count", "message", "results", "more", "nearby", "also", "near", "rest", "card", "answer"].map((name) => [name, document.getElementById(`search-${name}`)]));
  const root = "../";
  let shown = FIRST;
  let found = [];
  let query = gongkai.readQuery("", folding);
  let turn = 0;

  const rows = gongkai.rows.address.map((_, order) => gongkai.readRow(gongkai.rows, order, order, folding.fold));

  const approach = gongkai.makeApproach(makeIndex(), folding, async (name) => gongkai.files[name]);
  const NEAR = 20;
  const NO_EXACT = "没有逐字相同的内容，下面是相近的结果。";
  const NOTHING = "没有找到。请核对用字，或者少写几个字；也可以浏览公开目录。";

  // What the modules of the site ask its index for, from the texts themselves.
  function makeIndex() {
    const words = (all) => {
      const known = new Map();
      const look = (word) => new Map(all().flatMap((text, order) => {
        const places = [];
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) places.push(at);
        return places.length ? [[order, places]] : [];
      }));
      const postings = async (word) => {
        if (!known.has(word)) known.set(word, look(word));
        return known.get(word);
      };
      const asked = { open: async () => {}, files: () => [], frequency: async () => 0, common: async () => 0, postings };
      return { ...asked, parts: () => [{ ...asked, weight: 1 }] };
    };
    return {
      size: rows.length,
      names: words(() => rows.map((row) => row.folded.join("\n"))),
      contents: words(() => gongkai.texts.flat()),
      rows: async (orders) => new Map(orders.map((order) => [order, rows[order]])),
    };
  }

  function load(name) {
    return new Promise((done, failed) => {
      const script = make("script", { src: `${root}assets/gongkai/offline/${name}.js` });
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  // The texts of all documents, in the order of the rows.
  async function* texts() {
    for (let part = 0; part < gongkai.parts; part += 1) {
      if (!gongkai.texts[part]) await load(`texts-${part}`);
      yield* gongkai.texts[part];
    }
  }

  // What is quoted of a document: its text as HTML, or of a page of a register its rows, a line each.
  async function bodyOf({ order }) {
    let [part, at] = [0, order];
    for (; at >= gongkai.texts[part].length; part += 1) at -= gongkai.texts[part].length;
    if (!gongkai.bodies[part]) await load(`bodies-${part}`);
    return gongkai.bodies[part][at];
  }

  // The page of a document as far as it can be quoted.
  async function openPage(row) {
    const body = gongkai.isRows(row) ? "" : await bodyOf(row);
    return new DOMParser().parseFromString(`<div class="gk-body">${body}</div>`, "text/html");
  }

  // In results that are pages of registers the row that was meant.
  async function nameRows(items, rows, asked) {
    for (const [n, item] of items.entries()) {
      if (!rows[n] || !gongkai.isRows(rows[n])) continue;
      const lines = (await bodyOf(rows[n])).split("\n");
      gongkai.showRow(item, rows[n], gongkai.rowsOf(["", "", ...lines], asked(n), folding), asked(n), to, folding);
    }
  }

  async function search({ phrases }, mine) {
    const titled = [];
    const written = [];
    let n = 0;
    for await (const text of texts()) {
      const row = rows[n];
      n += 1;
      if (mine !== turn) return null;
      const named = (phrase) => gongkai.inTitle(row, phrase);
      if (!phrases.every((phrase) => named(phrase) || text.includes(phrase))) continue;
      (phrases.every(named) ? titled : written).push(row);
    }
    titled.sort((a, b) => a.title.length - b.title.length); // the title itself before those that only contain it
    return [...titled, ...written];
  }

  // The file that lies at an address of the site.
  function to(address, marks = "") {
    const [path, fragment] = address.split("#");
    return `${root}${path}index.html${marks}${fragment ? `#${fragment}` : ""}`;
  }

  // Below what was typed what is near it; where there are filters, only what passes them.
  async function showNear(typed, filters, mine) {
    const near = await approach(typed, () => found.length);
    if (mine !== turn) return;
    const above = new Set(found.map(({ order }) => order));
    const narrowed = filters.from || filters.to;
    const hits = near.found.filter((hit) => (hit.place ? !narrowed && hit.place !== near.card : !above.has(hit.order) && rows[hit.order].address !== near.card?.shown.address && ordered([rows[hit.order]], filters).length));
    const lines = [near.meant.length && `您是不是要找：${near.meant.map(([, text]) => text).join("、")}`, near.also.length && `也检索了：${near.also.join("、")}`];
    page.card.replaceChildren(...(near.card && !narrowed ? [gongkai.makeCard(near.card, to)] : []));
    page.also.replaceChildren(...lines.filter(Boolean).map((line) => make("p", {}, line)));
    page.near.replaceChildren(...hits.map((hit) => (hit.place ? gongkai.makePlace(hit.place, hit, to, folding) : gongkai.makeNear(rows[hit.order], hit, to, folding))));
    [...page.near.children].slice(NEAR).forEach((one) => (one.hidden = true));
    page.rest.hidden = hits.length <= NEAR;
    page.nearby.hidden = !hits.length;
    await nameRows([...page.near.children], hits.map(({ place, order }) => !place && rows[order]), (n) => gongkai.wordsOf(hits[n]));
    if (!near.card && !narrowed && gongkai.isQuestion(near, typed)) await quote(typed, near, mine);
  }

  // The clause that answers, from the texts of the nearest documents.
  async function quote(typed, near, mine) {
    const nearest = near.found.filter(({ place }) => !place).slice(0, 2).map(({ order }) => rows[order]);
    const quotation = await gongkai.findQuotation(nearest, near, typed, openPage, folding);
    if (quotation && mine === turn) page.answer.replaceChildren(gongkai.makeQuotation(quotation, near.places, to));
  }

  function show() {
    const some = found.slice(0, shown);
    page.results.replaceChildren(...some.map((row) => gongkai.makeResult(row, query, to, folding)));
    page.more.hidden = shown >= found.length;
    if (query.phrases.length) return nameRows([...page.results.children], some, () => query);
  }

  function ordered(list, { from, to, sort }) {
    const kept = list.filter(({ published }) => (!from || published >= from) && (!to || published <= to));
    const key = { published: "published", formed: "formed" }[sort];
    return key ? kept.sort((a, b) => (b[key] ?? "").localeCompare(a[key] ?? "")) : kept;
  }

  async function update() {
    const mine = (turn += 1);
    const { q, from, to, sort } = Object.fromEntries(["q", "from", "to", "sort"].map((name) => [name, page.form.elements[name].value]));
    query = gongkai.readQuery(q, folding);
    page.results.setAttribute("aria-busy", "true");
    page.message.textContent = "正在检索……";
    let list = query.phrases.length ? await search(query, mine) : rows;
    if (list && !list.length && query.plain) list = await search(query.plain, mine);
    if (!list || mine !== turn) return;
    [found, shown] = [ordered([...list], { from, to, sort }), FIRST];
    page.count.textContent = page.count.dataset.resultCount = String(found.length);
    page.status.hidden = false;
    page.message.textContent = "";
    await show();
    if (mine !== turn) return;
    page.nearby.hidden = true;
    for (const part of [page.near, page.card, page.answer]) part.replaceChildren();
    if (query.phrases.length) await showNear(q, { from, to, sort }, mine);
    if (mine !== turn) return;
    if (!found.length) page.message.textContent = page.near.children.length ? NO_EXACT : NOTHING;
    page.results.setAttribute("aria-busy", "false");
  }

  const given = gongkai.readState(location.search);
  for (const key of ["q", "from", "to", "sort"]) page.form.elements[key].value = given[key];
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
  });
  page.form.addEventListener("change", update);
  page.more.addEventListener("click", () => {
    shown += FIRST;
    show();
  });
  page.rest.addEventListener("click", () => {
    for (const one of page.near.children) one.hidden = false;
    page.rest.hidden = true;
  });
  for (const part of document.querySelectorAll(".gk-found__side, .gk-find__help")) part.hidden = true;
  update();
})();
