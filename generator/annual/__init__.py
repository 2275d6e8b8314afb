"""The registers of content/data: numbers of a year that are no documents, read, checked and reconciled."""

from __future__ import annotations

from generator.annual.form import NO_REGISTERS, Figures, Narrative, Registers, Requests

__all__ = ["NO_REGISTERS", "Figures", "Narrative", "Registers", "Requests"]
