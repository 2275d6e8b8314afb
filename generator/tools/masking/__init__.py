"""Copies of lists and letters in which personal data are masked, for a person to check."""
