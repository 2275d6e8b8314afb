// The second half of the search page: what is near what was typed. Fetched once the first half has something to show, or while one types.

import { makeApproach } from "./approach.js";
import { isNarrowed, passes } from "./choose.js";
import { makeAlso, makeCard, makeNear, makePlace, makeQuotation, makeSuggestions, wordsOf } from "./nearby.js";
import { findQuotation, isQuestion } from "./quote.js";
import { FIRST, MORE } from "./view.js";

/**
 * `approach` (approach.js), `crowns`, `show` and `suggest`. `page` has the parts of the page, `to` gives the link to an address, `load` the
 * content of a file of search/, `open` the page of a row; `watch` has an excerpt fetched, `current` tells whether a turn is still the last one.
 */
export function makeSecond({ page, index, folding, to, load, open, watch, current }) {
  const approach = makeApproach(index, folding, load);

  // Below what was typed what is near it, without what stands above already. All of it is there before any is shown, since what
  // answers best stands on top; where results are being read (`standing`) it stands below them, so that these do not move.
  async function show(mine, state, orders, near, standing) {
    const narrowed = isNarrowed(state);
    const above = new Set(orders);
    let hits = near.found.filter((hit) => hit.place ? !narrowed && hit.place !== near.card : !above.has(hit.order) && hit.row?.address !== near.card?.shown.address);
    if (narrowed) {
      const facts = await index.columns(hits.map(({ order }) => order));
      hits = hits.filter(({ order }) => passes(facts.get(order), state));
    }
    const rows = await rowsOf(hits.slice(0, FIRST));
    const quoted = asks(state, near) ? await quotation(state, near).catch(() => null) : null;
    if (!current(mine)) return;
    page.results[standing ? "after" : "before"](page.answer, page.card);
    page.card.replaceChildren(...(near.card && !narrowed ? [makeCard(near.card, to)] : []));
    page.answer.replaceChildren(...(quoted ? [makeQuotation(quoted, near.places, to)] : []));
    page.also.replaceChildren(...makeAlso(near, state));
    page.nearby.hidden = !hits.length && !page.also.children.length;
    put(mine, hits, FIRST, rows);
  }

  const asks = (state, near) => !near.card && !isNarrowed(state) && isQuestion(near, state.q);

  // Whether something is to stand above the results.
  const crowns = (state, near) => (near.card && !isNarrowed(state)) || asks(state, near);

  const rowsOf = (hits) => index.rows(hits.filter(({ place }) => !place).map(({ order }) => order));

  // The clause that answers, from the pages of the nearest documents.
  async function quotation(state, near) {
    const orders = near.found.filter(({ place }) => !place).slice(0, 2).map(({ order }) => order);
    return findQuotation([...(await index.rows(orders)).values()], near, state.q, open, folding);
  }

  function put(mine, hits, count, rows) {
    const some = hits.slice(0, count);
    const kept = [...page.near.children];
    const items = some.map((hit, n) => kept[n] ?? (hit.place ? makePlace(hit.place, hit, to, folding) : makeNear(rows.get(hit.order), hit, to, folding)));
    page.near.replaceChildren(...items);
    page.rest.hidden = hits.length <= count;
    page.rest.onclick = async () => {
      const more = await rowsOf(hits.slice(0, count + MORE));
      if (!current(mine)) return;
      put(mine, hits, count + MORE, more);
      page.near.children[count]?.querySelector("a").focus();
    };
    some.forEach((hit, n) => {
      if (!hit.place) watch(items[n], rows.get(hit.order), wordsOf(hit));
    });
  }

  // What one may open at once: what has a name, then titles among what was found.
  async function suggest(mine, typed, rows) {
    const suggested = await approach.suggest(typed, rows);
    const stays = !current(mine) || page.suggest.contains(document.activeElement); // who has gone into them keeps them
    if (!stays) page.suggest.replaceChildren(...makeSuggestions(suggested, to));
  }

  return { approach, crowns, show, suggest };
}
