// <gongkai-list src="feeds/all.json" count="8">what stands here is shown when the feed cannot be read</gongkai-list>
// A list of the latest disclosures on a page of the agency, in that page's own style.

class GongkaiList extends HTMLElement {
  async connectedCallback() {
    const count = Number(this.getAttribute("count")) || 10;
    try {
      const answer = await fetch(new URL(this.getAttribute("src"), document.baseURI));
      if (answer.ok) this.show((await answer.json()).items.slice(0, count));
    } catch {
      // the page's own words stay
    }
  }

  show(items) {
    const list = document.createElement("ul");
    for (const item of items) {
      const link = document.createElement("a");
      const url = new URL(item.url, document.baseURI);
      if (!/^https?:$/.test(url.protocol)) continue;
      link.href = url;
      link.textContent = item.title;
      const day = document.createElement("time");
      day.dateTime = day.textContent = item.date_published.slice(0, 10);
      const entry = document.createElement("li");
      entry.append(link, " ", day);
      list.append(entry);
    }
    this.replaceChildren(list);
  }
}

customElements.define("gongkai-list", GongkaiList);
