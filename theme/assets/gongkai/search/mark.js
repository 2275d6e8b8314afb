// Loaded by a page that was opened from a search (?mark=…).

import { loadFolding } from "./fold.js";
import { mark } from "./marks.js";
import { fetchPacked } from "./packed.js";

const SITE = new URL("../../../", import.meta.url);
const address = location.pathname.slice(SITE.pathname.length).replace(/\/(?:index\.html)?$/, "");

mark(await loadFolding(SITE), () => fetchPacked(new URL(`search/texts/${address}.gz`, SITE)));
