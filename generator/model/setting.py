"""Root, catalog, calendar and day: what every check and page may know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.document import Exemption
from generator.model.term import Term
from generator.model.workdays import WorkCalendar


class Base(NamedTuple):
    """What a working copy is compared with: the commit into which it is to be merged. Its policy counts, not that of the copy."""

    commit: str
    """The full id."""
    catalog: Catalog | None
    """Its catalog; None when there is none, or none that can be read."""
    own: Catalog
    """The catalog of the working copy as it is written."""
    root: Path
    """The working copy itself; what is checked is what comes of merging it."""
    conflicts: tuple[str, ...] = ()
    """Files that both sides changed and git cannot merge, relative to the top of the repository."""
    apart: bool = False
    """Whether there is no common history, so that nothing was merged."""
    included: bool = False
    """Whether the root is included by another one that is compared, too."""
    granted: Mapping[str, tuple[Exemption, ...]] = {}
    """The exceptions that the base grants to each document that is not as it is there, by the path it has now."""

    @property
    def changed(self) -> frozenset[str]:
        """Paths of the documents of which text or attachments are not as on the base."""
        return frozenset(self.granted)


class Setting(NamedTuple):
    """What every rule may know besides what it looks at."""

    root: Path
    catalog: Catalog
    calendar: WorkCalendar
    today: date
    lines: Mapping[str, int] = {}
    """Line of every key of catalog.yml; nested keys are joined with dots (`bodies.0.code`)."""
    item_terms: Mapping[str, Term] = {}
    """The terms of the standard items that have one a program can read, by the number of the item."""
    base: Base | None = None
    """None: the root counts as it is."""

    @property
    def portable(self) -> Setting:
        """It as far as what is found and made depends on it: not on where the root lies, the lines of catalog.yml and the base."""
        return self._replace(root=Path(), lines={}, base=None)
