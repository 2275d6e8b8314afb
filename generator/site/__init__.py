"""The model → pages, feeds and papers; knows nothing of the checks."""
