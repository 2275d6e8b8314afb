"""gongkai (公开): turns a git repository of Markdown documents into a disclosure catalog and its website."""

from __future__ import annotations

import os

__version__ = "0.2.0"

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""No other package may take part in the checks, and looking for plugins reads the metadata of every installed one."""
