"""Helps for those who write: a new catalog, a new document, repairs, terms day by day, the comment on a change."""
