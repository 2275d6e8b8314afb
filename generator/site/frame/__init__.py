"""MkDocs and Material → a frame with slots for each kind of page."""
