"""What things are, without input or output: documents, the catalog, days and terms, duties, findings, what may be shown."""
