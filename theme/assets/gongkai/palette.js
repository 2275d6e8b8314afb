// The colours chosen last time, or those of the system, set before the page is painted.
(() => {
  const chosen = __md_get("__palette")?.color;
  if (!chosen) return;
  if (chosen.media === "(prefers-color-scheme)") {
    const light = matchMedia("(prefers-color-scheme: light)").matches;
    const input = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${light ? "light" : "dark"})"]`);
    for (const key of ["media", "scheme", "primary", "accent"]) chosen[key] = input.getAttribute(`data-md-color-${key}`);
  }
  for (const [key, value] of Object.entries(chosen)) document.body.setAttribute(`data-md-color-${key}`, value);
})();
