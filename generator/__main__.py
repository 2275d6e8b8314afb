"""`python -m generator` is `gongkai`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line, and end when all is said: to take a catalog of thousands of documents apart in memory takes a tenth of a build.

    Nor is it worth while to look for cycles with every 700 objects, while modules are loaded.
    """
    gc.set_threshold(100_000)
    from generator.cli.main import main

    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):  # whoever was to read it has gone
            stream.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    run()
