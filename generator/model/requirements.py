"""The keys that a document must have."""

from __future__ import annotations

ALWAYS = ("index_no", "title", "summary", "formed", "issuer", "category", "theme", "openness")

NUMBERED = frozenset({"通知", "意见", "决定", "批复", "函", "命令", "令"})
"""The genres that an office numbers as a rule; reports, notices to the public and minutes often are not."""
