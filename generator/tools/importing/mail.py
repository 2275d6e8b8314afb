"""A web archive (mht) or a mail (eml) → its page and the files in it."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.reading.attachments.coding import decoded


class Opened(NamedTuple):
    """What a message holds."""

    page: str
    """Its text as a page; empty when it has none."""
    subject: str
    address: str
    """Where a saved page was."""
    attached: tuple[tuple[str, bytes], ...]
    """Files that were attached to a mail."""
    shown: dict[str, bytes]
    """Files that its page shows, by their addresses."""


def is_message(data: bytes) -> bool:
    """Whether bytes begin as a message does."""
    head = data[:4000].lower()
    return b"mime-version:" in head or (
        head.startswith((b"from:", b"received:", b"subject:")) and b"\nto:" in head
    )


def open_message(data: bytes) -> Opened:
    """The parts of a message."""
    message = email.message_from_bytes(data, policy=policy.default)
    page, plain = "", ""
    attached: list[tuple[str, bytes]] = []
    shown: dict[str, bytes] = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        name = part.get_filename()
        if name and part.get_content_disposition() == "attachment":
            attached.append((name, content))
        elif part.get_content_subtype() in ("html", "xhtml+xml") and not page:
            page = _text(part, content)
        elif part.get_content_type() == "text/plain" and not plain:
            plain = _text(part, content)
        else:
            for address in _addresses(part):
                shown[address] = content
    lines = "".join(
        f"<p>{line}</p>"
        for line in plain.replace("&", "&amp;").replace("<", "&lt;").split("\n")
        if line.strip()
    )
    return Opened(
        page or lines,
        str(message.get("Subject", "")),
        str(message.get("Snapshot-Content-Location", "")),
        tuple(attached),
        shown,
    )


def _text(part: EmailMessage, content: bytes) -> str:
    charset = part.get_content_charset()
    try:
        return (
            content.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
            if charset
            else decoded(content) or ""
        )
    except (LookupError, UnicodeDecodeError):
        return decoded(content) or ""


def _addresses(part: EmailMessage) -> list[str]:
    """How the page may call a part: by its identifier, its address, the last part of it, or its name."""
    identifier = str(part.get("Content-ID") or "").strip("<> ")
    location = str(part.get("Content-Location") or "").strip()
    base = unquote(urlsplit(location).path).rpartition("/")[2]
    found = [f"cid:{identifier}" if identifier else "", location, base, part.get_filename("")]
    return [address for address in found if address]
