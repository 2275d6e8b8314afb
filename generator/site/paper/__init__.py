"""Official layout: documents as Word files to file away, the catalog as a booklet."""

from __future__ import annotations

from generator.site.paper.official_word import official_docx

__all__ = ["official_docx"]
