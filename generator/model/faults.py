"""The things that can go wrong outside the user's content; the command line turns them into one sentence."""

from __future__ import annotations

from generator.model.diagnostics import Text


class Fault(Exception):
    """An expected failure. Everything else that escapes is a fault of this program and keeps its traceback."""

    def __init__(self, message: Text | str) -> None:
        self.message = message if isinstance(message, Text) else Text(message, message)
        super().__init__(self.message.en)


class OutputError(Fault):
    """The site could not be written; the message says what to do."""


class HostError(Fault):
    """MkDocs could not build the editorial pages; the message says which and why."""


class ClusterError(Fault):
    """The workers of another machine cannot be reached."""


class SearchError(Fault):
    """Pagefind failed, or there is no browser to check the search with."""


class AttachmentError(Fault):
    """An attachment could not be cleaned for publication; the message says which and what to do."""


class CopyError(Fault):
    """A copy of a site could not be read; the message says why."""


class SignatureError(Fault):
    """Nothing could be signed or no signature checked; the message says what is missing."""
