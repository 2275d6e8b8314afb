// Before the first paint: colours and size as the reader chose them last; colours else as the system asks for.
// A classic script in the head, so that nothing flashes and that it works from a disk too.
(() => {
  const root = document.documentElement;
  root.dataset.script = ""; // what only works with scripts is shown from the first paint on
  const chosen = (name) => {
    try {
      return localStorage.getItem(`gongkai.${name}`);
    } catch {
      return null; // storage is blocked: nothing was ever remembered
    }
  };
  const dark = chosen("dark") ?? String(matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.mdColorScheme = dark === "true" ? "slate" : "default";
  if (chosen("elder") === "true") root.dataset.elder = "";
})();
