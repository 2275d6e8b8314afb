"""Files → drafts in the catalog, one after the other, each with the next index number of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.model.catalog import Body
from generator.model.diagnostics import Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.planning.numbering import next_index_no, place_for, used_numbers
from generator.reading.attachments.content import unreadable
from generator.tools.editing.drafts import Value, draft, faults
from generator.tools.importing.draft import FILES, Draft, make_draft
from generator.tools.importing.oldaddress import old_path
from generator.tools.importing.reading import read_source
from generator.tools.importing.report import Outcome
from generator.tools.importing.source import Source, Told
from generator.tools.importing.writing import write_import


class Importer:
    """A catalog into which files are brought; it remembers the numbers it has given."""

    def __init__(
        self, setting: Setting, documents: Sequence[Document], folder: str | None, issuer: str | None
    ) -> None:
        self._setting = setting
        self._documents = documents
        self._folder = folder
        self._issuer = issuer
        self._used = used_numbers(setting.root, documents)

    def bring(self, file: Path) -> Outcome:
        """Read one file and write its draft. Raises Refused; nothing is written then."""
        source = read_source(file)
        made = make_draft(source, self._setting.catalog, self._issuer, self._setting.today)
        body = self._body(made)
        number = self._number(source, made, body)
        path = self._place(number, body)
        moved = list(_moved(source.told, number))
        made = replace(made, notes=(*made.notes, *_old_numbers(source.told, number, moved)))
        text = draft(
            _answers(made, number, moved, self._setting.today),
            made.body.replace(f"]({FILES}", f"]({Path(path).stem}.files/"),
        )
        try:
            write_import(self._setting.root, path, text, made.files)
        except FileExistsError:
            raise unreadable(
                Text(f"{path} 已经存在，没有写入", f"{path} is there already; nothing was written"),
                Text("用 --to 指定另一个文件夹", "name another folder with --to"),
            ) from None
        self._used.add(number)
        return Outcome(
            str(file),
            path,
            number,
            made,
            faults=[d for d in faults(path, text, self._setting) if d.rule != "missing-field"],
        )

    def _body(self, made: Draft) -> Body:
        issuer = made.fields.get("issuer")
        if issuer is None:
            raise unreadable(
                Text("认不出发布机构，编不出索引号", "the issuer is not known, hence no index number"),
                Text(
                    "在 catalog.yml 的 bodies 里登记发文机关，或者用 --issuer 写明",
                    "add the body to catalog.yml, or name it with --issuer",
                ),
            )
        return self._setting.catalog.body_by_name[str(issuer.value)]

    def _number(self, source: Source, made: Draft, body: Body) -> str:
        """The number a page of an old site already has, as numbers never change; else the next free one."""
        told = source.told.get("index_no")
        match = re.match(self._setting.catalog.index_no, told.value) if told else None
        if match and told and match.groupdict().get("code") == body.code and told.value not in self._used:
            return told.value
        formed = made.fields.get("formed")
        return next_index_no(
            body, int(str(formed.value)[:4]) if formed else self._setting.today.year, self._used
        )

    def _place(self, number: str, body: Body) -> str:
        place = place_for(number, body, self._documents, self._setting.catalog.body_by_name)
        return f"{self._folder}/{place.rpartition('/')[2]}" if self._folder else place


def _answers(made: Draft, number: str, moved: Sequence[str], today: date) -> dict[str, Value]:
    answers: dict[str, Value] = {key: guess.value for key, guess in made.fields.items()}
    if "source" in made.fields:
        answers["source"] = {"name": str(made.fields["source"].value)}
    return {
        **answers,
        "index_no": number,
        "attachments": [{"file": file.name, "title": file.title} for file in made.files],
        "moved_from": [{"address": address, "date": str(today), "note": "原网站地址"} for address in moved],
    }


def _moved(told: Mapping[str, Told], number: str) -> Iterator[str]:
    """Addresses that the page had: on its old site, and an index number that is not kept."""
    for key in ("index_no", "address"):
        path = old_path(told[key].value) if key in told else None
        if path and path != number:
            yield path


def _old_numbers(told: Mapping[str, Told], number: str, moved: Sequence[str]) -> Iterator[Text]:
    said = told.get("index_no")
    if said and (old := "".join(said.value.split())) and old != number:
        kept = Text("；写入了 moved_from", "; written to moved_from") if old in moved else Text("", "")
        yield Text(
            f"原来的索引号是“{old}”，不合本目录的编号，另编了 {number}{kept.zh}",
            f"the old index number “{old}” does not fit this catalog; {number} was given{kept.en}",
        )
