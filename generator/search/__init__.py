"""Search: every substring of what is published is found, in the browser, without a server.

Documents are cut into bundles, the older, the larger; in each the pairs of neighbouring characters are words, and a query is a
phrase of such pairs. docs/search-format.md says which files the search page reads.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""NumPy sorts and counts here, in one thread: threads for algebra, which it begins when it is imported, would cost half of that."""
