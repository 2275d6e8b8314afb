"""A text → the personal data in it."""
