"""Accessibility: the automated audit of a built site, its record, and the statement made from it."""
