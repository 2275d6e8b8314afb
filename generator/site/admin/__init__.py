"""The optional editor in the browser: forms made from the definitions of the front matter, over the office's git host."""

from __future__ import annotations

from generator.site.admin.files import admin_files

__all__ = ["admin_files"]
