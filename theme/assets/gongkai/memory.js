// What Material expects to find on every page: names for what it keeps in the browser, one set for each site.
// A classic script, so that it runs before the page is painted and also when the site is opened from a disk.
var __md_scope = new URL("../../", document.currentScript.src);

var __md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);

var __md_get = (key, storage = localStorage, scope = __md_scope) => JSON.parse(storage.getItem(`${scope.pathname}.${key}`));

var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // The browser keeps nothing; the page works without.
  }
};
