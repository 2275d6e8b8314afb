"""A copy of a site against a manifest → what was tampered with, what is missing, what was added."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.machine.site_folder import MANIFEST
from generator.model.diagnostics import Text
from generator.model.faults import CopyError
from generator.model.places import RECORDS, RELEASES
from generator.reading.registers.addresses import read_register
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
    listed: frozenset[str] = frozenset()
    """The files of the manifest."""

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
        frozenset(listed),
    )


def against_root(verdict: Verdict, root: Path) -> Iterator[Text]:
    """What a copy lacks of what was released from a root: its records, the last of them, and every address of the register.

    A site that is whole and signed may still be an old one: only who has the records knows.
    """
    records = sorted((root / RECORDS).glob("[0-9]*.json"))
    if not records:
        yield Text(
            f"{root} 里没有发布记录（{RECORDS}），没有和目录比较",
            f"there is no record of a release in {root} ({RECORDS}); nothing was compared with it",
        )
        return
    links = verdict.chain.links
    for number, record in enumerate(records):
        if number >= len(links) or links[number].data != record.read_bytes():
            yield Text(
                f"目录里第 {number + 1} 次发布的记录，网站上没有，或者不一样",
                f"the record of release {number + 1} is not on the site as it is in the root",
            )
            break
    if len(links) > len(records):
        yield Text(
            f"网站上有目录里没有的发布记录（第 {len(records) + 1} 次起）",
            f"the site has records of releases that the root does not have (from {len(records) + 1} on)",
        )
    if verdict.chain.release is None or verdict.chain.release.number != len(records):
        yield Text(
            f"网站不是目录最近一次（第 {len(records)} 次）发布的内容",
            f"the site is not what was released last from the root (release {len(records)})",
        )
    lost = [
        address
        for address in read_register(root).addresses
        if "?" not in address and not {address, f"{address}/index.html"} & verdict.listed
    ]
    if lost:
        yield Text(
            f"登记册中的 {len(lost)} 个地址不在网站上：{'、'.join(lost[:3])}",
            f"{len(lost)} addresses of the register are not on the site: {', '.join(lost[:3])}",
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
