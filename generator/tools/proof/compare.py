"""A copy of a site against a manifest → what was tampered with, what is missing, what was added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from generator.machine.site_folder import MANIFEST
from generator.model.diagnostics import Text
from generator.model.faults import CopyError
from generator.model.places import RELEASES
from generator.tools.proof.chain import Chain, read_chain
from generator.tools.proof.copies import Copy, Done


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a copy differs from what was published. Names are relative to the site."""

    files: int
    """How many files the manifest lists."""
    tampered: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...] | None
    """None where they cannot be seen."""
    chain: Chain
    """What the copy says of its releases."""

    @property
    def whole(self) -> bool:
        """Whether the copy is what was published."""
        return not (self.tampered or self.missing or self.added or self.chain.faults)


def verify_copy(copy: Copy, trusted: bytes | None = None, done: Done = lambda count, total: None) -> Verdict:
    """Compare a copy with a trusted manifest, or with the one it carries. Raises CopyError when there is none, or none that can be read."""
    carried = copy.read(MANIFEST)
    manifest = trusted if trusted is not None else carried
    if manifest is None:
        raise CopyError(
            Text(
                f"里面没有 {MANIFEST}，不是本程序生成的网站",
                f"there is no {MANIFEST}; this is no site made by this program",
            )
        )
    listed = read_manifest(manifest)
    found = copy.digests(listed, done)
    tampered = [name for name, digest in listed.items() if found[name] not in (None, digest)]
    missing = [name for name in listed if found[name] is None]
    if carried is None:
        missing.append(MANIFEST)
    elif carried != manifest:
        tampered.append(MANIFEST)
    chain = read_chain(copy, sha256(manifest).hexdigest())
    others = copy.others({*listed, MANIFEST, *chain.files})
    return Verdict(
        len(listed),
        tuple(sorted(tampered)),
        tuple(sorted(missing)),
        None if others is None else tuple(others),
        chain,
    )


def read_manifest(data: bytes) -> Mapping[str, str]:
    """Name → SHA-256 of every file of a site. Raises CopyError for anything else."""
    try:
        files = json.loads(data)["files"]
        if all(
            isinstance(name, str) and isinstance(digest, str) and _below(name)
            for name, digest in files.items()
        ):
            return dict(files)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise CopyError(
        Text(f"{MANIFEST} 已损坏，或者不是网站的清单", f"{MANIFEST} is damaged or is no manifest of a site")
    )


def _below(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/") and not name.startswith(RELEASES)
