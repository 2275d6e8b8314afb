"""The example county as data, as the tests of reports hand it around."""

from __future__ import annotations

from typing import NamedTuple

from generator.annual import Registers
from generator.model.document import Document
from generator.model.setting import Setting


class County(NamedTuple):
    """The example county after the check."""

    setting: Setting
    documents: tuple[Document, ...]
    registers: Registers
