"""The program, called as its user calls it."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from generator.cli.main import main


def gongkai(*arguments: str | Path, **environment: str) -> CompletedProcess[str]:
    """The program, run here instead of in a process of its own, which would take longer to start than most commands take."""
    out, err = StringIO(), StringIO()
    with patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            return CompletedProcess(arguments, int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the program did not exit")
