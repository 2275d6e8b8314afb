"""The keys by which one document names another."""

from __future__ import annotations

RELATIONS = {
    "interprets": ("解读", "相关解读"),
    "amends": ("修改", "被修改于"),
    "repeals": ("废止", "被废止于"),
    "replaces": ("替代", "被替代为"),
    "related": ("相关", "相关"),
    "concludes": ("征求意见", "采纳情况"),
    "corrects": ("更正对象", "更正澄清"),
}
"""Key of the front matter → what it is called on the page that names it, and on the page that is named."""
