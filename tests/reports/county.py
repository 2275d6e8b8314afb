"""The example county as data, as the tests of reports hand it around."""

from __future__ import annotations

from typing import NamedTuple

from generator.model import Document
from generator.registers import Registers
from generator.rules.rule import Setting


class County(NamedTuple):
    """The example county after the check."""

    setting: Setting
    documents: tuple[Document, ...]
    registers: Registers
