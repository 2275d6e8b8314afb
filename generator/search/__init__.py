"""Search: every substring of what is published is found, in the browser, without a server.

Documents are cut into shards, mirrored with every pair of characters as a word, and indexed by Pagefind; a query is a
phrase of such pairs.
"""

from __future__ import annotations

from generator.search.bundle import build_bundles
from generator.search.check import Miss, spot_check
from generator.search.fold import fold
from generator.search.mirror import mirror_files
from generator.search.shards import Shard, assign_shards
from generator.search.titles import titles_index

__all__ = [
    "Miss",
    "Shard",
    "assign_shards",
    "build_bundles",
    "fold",
    "mirror_files",
    "spot_check",
    "titles_index",
]
