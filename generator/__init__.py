"""gongkai (公开): turns a git repository of Markdown documents into a disclosure catalog and its website."""

from __future__ import annotations

__version__ = "0.2.0"
