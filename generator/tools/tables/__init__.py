"""Registers with rows as an office works on them: made from a preset, filled from a spreadsheet, rows corrected and ended."""
