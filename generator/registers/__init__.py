"""The registers of content/data: numbers of a year that are no documents, read, checked and reconciled."""

from __future__ import annotations

from generator.registers.form import Figures, Narrative, Registers, Requests
from generator.registers.load import load_registers

NO_REGISTERS = Registers({}, {}, {}, {})
"""The registers of a root that has none."""

__all__ = ["NO_REGISTERS", "Figures", "Narrative", "Registers", "Requests", "load_registers"]
