"""The model → what will be published where, what happened to it, and the ledger."""
