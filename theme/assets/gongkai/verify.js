// Is a file, or what stands at an address, what this site has published? Everything is computed in the browser.
// A classic script, so that the page also works when the site is opened from a disk; there the reader hands over the manifest.
{
  const box = document.querySelector("#verify");
  const state = document.querySelector("#verify-state");
  const results = document.querySelector("#verify-results");
  const drop = document.querySelector("#verify-drop");
  const files = document.querySelector("#verify-files");
  const address = document.querySelector("#verify-address");
  const root = new URL(box.dataset.root, location);
  const canonical = new URL(box.dataset.root, document.querySelector("link[rel=canonical]").href);
  let published;

  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const digestOf = async (data) => hex(await crypto.subtle.digest("SHA-256", data));

  // The manifest as two tables: name → digest, and digest → names.
  const readManifest = (text) => {
    const names = new Map(Object.entries(JSON.parse(text).files));
    const digests = new Map();
    for (const [name, digest] of names) digests.set(digest, [...(digests.get(digest) ?? []), name]);
    return { names, digests };
  };

  const manifest = async () => {
    if (published) return published;
    const answer = await fetch(new URL("manifest.json", root), { cache: "no-cache" });
    if (!answer.ok) throw new Error("manifest");
    published = readManifest(await answer.text());
    return published;
  };

  const placeOf = (name) => new URL(name.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/") || "./", root);

  const say = (kind, title, note, digest, names = []) => {
    const item = document.createElement("li");
    item.dataset.found = kind;
    const add = (tag, text) => item.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    add("strong", title);
    add("p", note);
    for (const name of names.slice(0, 5)) {
      const link = item.appendChild(document.createElement("p")).appendChild(document.createElement("a"));
      link.href = placeOf(name);
      link.textContent = decodeURI(placeOf(name));
    }
    if (names.length > 5) add("p", `内容相同的文件共有 ${names.length} 个，以上是其中 5 个。`);
    if (digest) add("code", `SHA-256 ${digest}`);
    results.prepend(item);
  };

  const checkFile = async (file, known) => {
    const digest = await digestOf(await file.arrayBuffer());
    const names = known.digests.get(digest) ?? [];
    if (names.length) say("same", `“${file.name}”与公布的一致`, "内容与本网站公布的下列文件完全相同：", digest, names);
    else say("other", `“${file.name}”不是现在公布的文件`, "本网站现在公布的文件中，没有一个与它内容相同。", digest);
  };

  // The name in the manifest of an address below this site, at home or where this copy lies; nothing for any other.
  const nameOf = (text, known) => {
    const bare = /^[^\s/?#:]+\.[^\s/?#]+(\/|$)/.test(text) && !known.names.has(text); // www.example.cn/zwgk/, copied without https://
    const url = new URL(bare ? `${canonical.protocol}//${text}` : text, root);
    const plain = ({ host, pathname }) => host + pathname; // http and https lead to the same page
    const base = [root, canonical].find((place) => plain(url).startsWith(plain(place)));
    if (!base) return undefined;
    const name = decodeURIComponent(url.pathname.slice(base.pathname.length));
    return name === "" || name.endsWith("/") ? `${name}index.html` : name;
  };

  const checkAddress = async (text, known) => {
    let name;
    try {
      name = nameOf(text, known);
    } catch {
      name = undefined;
    }
    if (name === undefined) return say("other", "不是本网站的地址", `“${text}”不在 ${canonical.href} 下面。`);
    const wanted = known.names.get(name);
    if (wanted === undefined) return say("other", "本网站没有公布这个地址", `清单里没有“${name}”。`);
    const answer = await fetch(placeOf(name), { cache: "no-store" });
    if (!answer.ok) return say("other", "现在打不开这个地址", `清单里有“${name}”，网站没有给出文件（${answer.status}）。请告诉公开工作机构。`, wanted);
    const digest = await digestOf(await answer.arrayBuffer());
    if (digest === wanted) return say("same", "网页与公布的一致", "现在打开的内容与清单完全相同：", digest, [name]);
    return say("other", "网页与清单不一致", `“${name}”的内容与清单不同，可能被改动过。请告诉公开工作机构。`, digest, [name]);
  };

  const attempt = async (work) => {
    state.textContent = "正在核对……";
    try {
      if (!globalThis.crypto?.subtle) throw new Error("crypto");
      await work();
      state.textContent = "";
    } catch (error) {
      state.textContent = error.message === "crypto"
        ? "浏览器只在 https 网页上提供校验功能。请用 https 打开本网站，或者按下面的方法自己核对。"
        : location.protocol === "file:"
          ? "从磁盘打开的网页不能自己读取清单：请把网站文件夹里的 manifest.json 和要核对的文件一起选上。"
          : "没有读到清单或者文件，请检查网络后重试。";
    }
  };

  // One question after the other, so that answers stand in the order of the questions, however long each takes.
  let asked = Promise.resolve();
  const ask = (work) => { asked = asked.then(() => attempt(work)); };

  const takeFiles = (chosen) => ask(async () => {
    const others = [];
    for (const file of chosen) {
      if (file.name !== "manifest.json" || location.protocol !== "file:") others.push(file);
      else published = readManifest(await file.text());
    }
    const known = await manifest();
    for (const file of others) await checkFile(file, known);
  });

  files.addEventListener("change", () => {
    takeFiles([...files.files]);
    files.value = "";
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("gk-verify__drop--over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") takeFiles([...event.dataTransfer.files]);
    });
  }
  document.querySelector("#verify-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = address.value.trim();
    if (text) ask(async () => checkAddress(text, await manifest()));
  });
}
