"""The model → what will be published where, how it stands, and the ledger."""
