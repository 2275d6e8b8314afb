"""Words on the console: fit to be told to anybody, and shown whatever encoding the console has."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from generator.checking.formats.fit import fit_lines

PROGRAMS = frozenset({"json", "sarif", "gitlab", "junit"})
"""Formats that programs read. They are UTF-8, as their standards say, on a console of any encoding."""


def ready_console() -> None:
    """What the console's encoding lacks is shown as a question mark: no word ends a command halfway."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def tell(text: str, *, err: bool = False) -> None:
    """Print lines without numbers of persons and without signs that steer a terminal."""
    click.echo(fit_lines(text), err=err)


def put(text: str, form: str) -> None:
    """Print what is fit to be told already, in the encoding of its format."""
    if form in PROGRAMS and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    click.echo(text)
