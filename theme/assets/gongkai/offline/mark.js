// In an offline copy stands behind the modules that mark what was looked for; the texts of attachments are not in the copy.
marking.mark(marking.makeFolding(variants), async () => []);
