"""The attachments of documents: what they are, what they say, and what they hide.

Files are judged by their content and opened under limits. A file that cannot be read is a value with a refusal.
"""

from __future__ import annotations

from generator.reading.attachments.content import Content, Part, Role
from generator.reading.attachments.reading import contents, read_attachment

__all__ = ["Content", "Part", "Role", "contents", "read_attachment"]
