"""The interpretation that a policy document owes (国办发〔2016〕19号): which documents, within which term."""

from __future__ import annotations

from datetime import date

from generator.model.catalog import Catalog
from generator.model.document import Document, FrontMatter
from generator.model.normative import is_normative
from generator.model.setting import Setting
from generator.model.term import Term
from generator.model.terms import terms_of
from generator.model.visibility import is_published

INTERPRETATION_TERM = Term(number=3, start="interpreted", basis="国办发〔2016〕19号")

FIRST_INTERPRETATION = date(2016, 4, 18)
"""The day on which 国办发〔2016〕19号 was published; documents made public earlier had no term for their interpretation."""


def interpretation_term(document: FrontMatter, setting: Setting) -> Term:
    """The term of an interpretation: that of its standard item or of catalog.yml when one is counted from the policy, or the usual one."""
    own = (chosen.term for chosen in terms_of(document, setting))
    return next((term for term in own if term.start == "interpreted"), INTERPRETATION_TERM)


def owes_interpretation(document: Document, catalog: Catalog) -> bool:
    """Whether a published document is one that an interpretation goes with: a regulation or normative document of its own."""
    return (
        is_published(document)
        and (document.published or date.min) >= FIRST_INTERPRETATION
        and document.source is None
        and document.has_text
        and is_normative(document, catalog)
    )
