"""The site on the editor's own machine, anew after each change."""
