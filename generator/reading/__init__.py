"""Files → the model: YAML with its lines, Markdown, catalog.yml, registers, attachments, personal data in texts."""
