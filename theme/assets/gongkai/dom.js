// What modules need to make elements and read dates. Text goes in as text only, never as markup.

/** An element with attributes and children; strings become text, and what is null, false or "" is left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(key, value);
  element.append(...children.flat().filter((child) => child !== null && child !== false && child !== ""));
  return element;
}

/** Today where the office is (UTC+8 all year, without summer time), as YYYY-MM-DD: not where the reader's computer is. */
export function officeToday() {
  return new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
}

/** A JSON file beside the page. Throws when it does not come. */
export async function load(address) {
  const answer = await fetch(new URL(address, document.baseURI));
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}
