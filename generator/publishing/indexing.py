"""Mirror pages → the search index in the stage: bundles that are known are taken over, the others built and looked into."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import Files, file_digest
from generator.model.diagnostics import Text
from generator.model.document import Document
from generator.model.faults import SearchError
from generator.publishing.documents import Desk, Job, document_key, produce_documents
from generator.publishing.file_groups import Run
from generator.search.bundle import build_bundles
from generator.search.check import Miss, spot_check
from generator.search.shards import Shard
from generator.site.texts import rendered

SPOTS = 3
"""Documents of each new bundle that every build looks up in it."""


@dataclass(frozen=True)
class Index:
    """The search index of one build: which bundles are to be made, and under which keys everything is kept."""

    desk: Desk
    documents: Mapping[str, Document]
    """By index number: all that are in it."""
    document_keys: Mapping[str, bytes]
    """Index number → what a page of the document and its place in the index are made from."""
    keys: Mapping[str, bytes]
    """Shard → the key of its bundle."""
    missing: Sequence[Shard]
    """The shards whose bundles are not known."""
    known: bool
    """Whether what all bundles share is known too, so that nothing is to be done."""

    @classmethod
    def begin(cls, run: Run, desk: Desk, shards: Sequence[Shard]) -> Index:
        """Take over what is known, and remove the bundles of shards that are no more."""
        documents = {d.index_no or "": d for shard in shards for d in shard.documents}
        document_keys = {number: document_key(d) for number, d in documents.items()}
        keys = {
            shard.name: key_of(program_key(), [document_keys[d.index_no or ""] for d in shard.documents])
            for shard in shards
        }
        bundles = run.known("bundle", list(keys.values()))
        shutil.rmtree(desk.mirror, ignore_errors=True)
        for folder in (desk.stage / "pagefind").glob("*/"):
            if folder.name not in keys:
                shutil.rmtree(folder)
        missing = [shard for shard in shards if keys[shard.name] not in bundles]
        known = bool(run.known("search", [key_of(program_key(), keys)])) and not missing
        return cls(desk, documents, document_keys, keys, missing, known)

    @property
    def size(self) -> int:
        """Documents in the missing bundles."""
        return sum(len(shard.documents) for shard in self.missing)

    def write_mirror(self) -> None:
        """Write the documents of the missing bundles to the mirror, in this process."""
        jobs = [
            Job(d, (), (), (), page=False, copies=False, shard=shard.name)
            for shard in self.missing
            for d in shard.documents
        ]
        produce_documents(self.desk, jobs)

    def build(self, jobs: int, executor: Executor | None) -> None:
        """Build the missing bundles, `jobs` at a time, and what all bundles share; look up a few documents in each new one.

        Raises SearchError. The workers of the executor must be awake.
        """
        if not self.known:
            out = self.desk.stage / "pagefind"
            build_bundles(self.desk.mirror, out, [shard.name for shard in self.missing], jobs)
            _look_up(
                self.desk.root,
                [(out / shard.name, d) for shard in self.missing for d in shard.documents[:SPOTS]],
                executor,
            )

    def finish(self, run: Run) -> None:
        """List what was built, and remove the mirror."""
        if self.known:
            return
        shutil.rmtree(self.desk.mirror, ignore_errors=True)
        stage, out = self.desk.stage, self.desk.stage / "pagefind"
        run.made(
            "bundle", {self.keys[shard.name]: _listed(stage, out / shard.name) for shard in self.missing}
        )
        shared = tuple(file for p in sorted(out.iterdir()) if p.is_file() for file in _listed(stage, p))
        run.made("search", {key_of(program_key(), self.keys): shared})


def _look_up(root: Path, samples: Sequence[tuple[Path, Document]], executor: Executor | None) -> None:
    found = (executor.map if executor else map)(partial(_missed, root), samples)
    if misses := [miss for missed in found for miss in missed]:
        names = "、".join(f"{miss.address}（{miss.kind}“{miss.text}”）" for miss in misses[:5])
        raise SearchError(Text(f"检索索引里查不到：{names}", f"not found in the search index: {names}"))


def _missed(root: Path, sample: tuple[Path, Document]) -> list[Miss]:
    bundle, document = sample
    return spot_check(bundle, document, rendered(root, document).text)


def _listed(stage: Path, place: Path) -> Files:
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    return tuple((p.relative_to(stage).as_posix(), file_digest(p)) for p in files)
