// Before the first paint: colours and size as the reader chose them last; colours else as the system asks for.
// A classic script in the head, so that nothing flashes and that it works from a disk too.
(() => {
  const root = document.documentElement;
  // What only works with scripts ([data-needs]) is shown from the first paint on, so that nothing moves when they have come.
  root.dataset.script = ["copy", "voice"].filter((name, n) => [navigator.clipboard, window.speechSynthesis][n]).join(" ");
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
