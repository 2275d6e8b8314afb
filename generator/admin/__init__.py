"""The optional editor in the browser: forms made from the definitions of the front matter, over the office's git host."""

from generator.admin.files import admin_files

__all__ = ["admin_files"]
