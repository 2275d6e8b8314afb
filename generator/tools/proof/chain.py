"""The releases of a site → whether they are a chain, and which of them a manifest belongs to.

A release is a small JSON file, `releases/0012.json`. It names the SHA-256 of the site's manifest and of the release before; a
signature beside it (`0012.json.sig`) says who released it. What the releases prove does not depend on where they are read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from generator.model.diagnostics import Text
from generator.model.places import RELEASES, SIGNED
from generator.tools.proof.copies import Copy

MAX_RELEASES = 20_000
"""Two a day for 27 years. A server can invent one more release for ever."""

MAX_FAULTS = 20
"""Releases that do not follow from the one before; after so many the rest is not read."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Link:
    """One release as published."""

    name: str
    data: bytes
    signature: bytes | None
    number: int
    date: str
    site: str | None
    """SHA-256 of the manifest; None for a release of an earlier version of this program."""
    previous: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The releases of a copy, and what is wrong with them."""

    links: tuple[Link, ...] = ()
    release: Link | None = None
    """The newest one with the manifest in question; None when the site was built and not released."""
    faults: tuple[Text, ...] = ()

    @property
    def files(self) -> list[str]:
        """What belongs to the releases, relative to the site."""
        return [
            name
            for link in self.links
            for name in (link.name, *([link.name + SIGNED] if link.signature is not None else []))
        ]


def read_chain(copy: Copy, manifest: str) -> Chain:
    """The releases of a copy, from the first; `manifest` is the SHA-256 of the manifest to be found among them."""
    links: list[Link] = []
    faults: list[Text] = []
    while (data := copy.read(name := f"{RELEASES}{len(links) + 1:04}.json")) is not None:
        link = _read(name, data, copy.read(name + SIGNED))
        before = sha256(links[-1].data).hexdigest() if links else None
        if link is None or link.number != len(links) + 1:
            faults.append(
                Text(
                    f"{name} 不是第 {len(links) + 1} 次发布的记录",
                    f"{name} is no record of release {len(links) + 1}",
                )
            )
            return Chain(tuple(links), None, tuple(faults))
        if link.previous != before:
            faults.append(
                Text(
                    f"{name} 与前一次发布的记录接不上：其中一份被改动过",
                    f"{name} does not follow from the release before it: one was changed",
                )
            )
        links.append(link)
        if len(links) == MAX_RELEASES or len(faults) == MAX_FAULTS:
            faults.append(
                Text(
                    f"{name} 以后的发布记录没有读：超过 {MAX_RELEASES} 次，或者接不上的太多",
                    f"what follows {name} was not read: more than {MAX_RELEASES} releases, or too many faults",
                )
            )
            break
    newest = next((link for link in reversed(links) if link.site == manifest), None)
    return Chain(tuple(links), newest, tuple(faults))


def _read(name: str, data: bytes, signature: bytes | None) -> Link | None:
    try:
        record: dict[str, Any] = json.loads(data)
        link = Link(
            name, data, signature, record["number"], record["date"], record.get("site"), record["previous"]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    digests = (link.site, link.previous)
    whole = all(
        digest is None or (isinstance(digest, str) and _DIGEST.fullmatch(digest)) for digest in digests
    )
    return link if whole and isinstance(link.number, int) and isinstance(link.date, str) else None
