"""Files and rows of a list → drafts in the catalog, one after the other, each with the next index number of its body.

Reading a file and judging it needs no catalog but its settings and can be done by several processes (`judge`); numbers and
places are given by one `Importer` in the order of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.model.catalog import Body, Catalog
from generator.model.diagnostics import Text
from generator.model.document import FIELDS, Document
from generator.model.setting import Setting
from generator.planning.numbering import next_index_no, place_for, used_numbers
from generator.reading.attachments.content import Refused, unreadable
from generator.reading.attachments.kinds import kind_of, type_refusal
from generator.reading.index_pattern import index_pattern
from generator.tools.editing.drafts import Value, draft, faults
from generator.tools.importing.draft import FILES, Beside, Draft, make_draft
from generator.tools.importing.given import given_fields
from generator.tools.importing.guessed import Guess
from generator.tools.importing.oldaddress import old_path
from generator.tools.importing.reading import read_row
from generator.tools.importing.report import Outcome, missing
from generator.tools.importing.rows import Row
from generator.tools.importing.source import Source, Told
from generator.tools.importing.spelling import find_date
from generator.tools.importing.writing import write_import


@dataclass(frozen=True)
class Means:
    """What is needed to judge a file, wherever it is done."""

    catalog: Catalog
    issuer: str | None
    today: date
    keep: bool = False
    """Whether the file itself goes beside its draft."""
    top: Path | None = None
    """The folder of a whole old site; what comes from one was public there, so that its dates of publication are kept."""


@dataclass(frozen=True)
class Judged:
    """A file as read: its draft, and what it tells that is written only with a number."""

    row: Row
    made: Draft
    told: Mapping[str, Told]


def judge(means: Means, row: Row) -> Judged | Outcome:
    """Read one file or row and make its draft; an outcome with the refusal when that cannot be."""
    try:
        source = read_row(row, means.top)
        source = replace(source, told={**source.told, **row.values})
        fields, notes = given_fields(row.values, means.catalog)
        made = make_draft(source, means.catalog, means.issuer, means.today, fields)
    except Refused as refused:
        return Outcome(row.name, None, refusal=refused.refusal)
    told = dict(source.told)
    if means.top is not None and row.file and "address" not in told:
        told["address"] = Told(_copied_from(row.file, means.top), Text("网页的文件名", "name of the file"))
    made = replace(made, notes=(*made.notes, *notes))
    if means.keep and row.file and not made.withheld:
        made = _with_original(made, row.file)
    return Judged(row, _with_date(made, source, keep=means.top is not None), told)


def _with_original(made: Draft, file: Path) -> Draft:
    """The file itself as the last attachment; one of a kind that may not be attached is told."""
    data = file.read_bytes()
    kind = kind_of(data, file.name)
    if refused := type_refusal(kind, f"a.{kind}"):
        note = Text(
            f"原件没有放在旁边：{refused.message.zh}", f"the file itself was not kept: {refused.message.en}"
        )
        return replace(made, notes=(*made.notes, note))
    kept = Beside(f"原件.{kind}", f"原件：{file.stem}", data)
    return replace(made, files=(*made.files, kept))


def _copied_from(file: Path, top: Path) -> str:
    """The address a copied page had: its path in the copy, without the host and with the query that a program has put into the name."""
    parts = file.relative_to(top).as_posix().split("/") if file.is_relative_to(top) else [file.name]
    path = "/".join(parts[1:] if len(parts) > 1 and re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", parts[0]) else parts)
    return re.sub(r"(?<=\.)(aspx?|jsp|php|do|action|s?html?)@", r"\1?", path)


def _with_date(made: Draft, source: Source, keep: bool) -> Draft:
    """The date of publication on the old site: kept when a whole site comes over, otherwise told."""
    told = source.told.get("published")
    day = find_date(told.value) if told else None
    if told is None or day is None or "published" in made.fields:
        return made
    if keep:
        return replace(made, fields={**made.fields, "published": Guess(str(day), told.place, True)})
    note = Text(
        f"原网站的发布日期：{day}（没有写入，公开日期在审查后填写）",
        f"published on the old site: {day} (not written)",
    )
    return replace(made, notes=(*made.notes, note))


class Importer:
    """A catalog into which files are brought; it remembers the numbers it has given."""

    def __init__(
        self,
        setting: Setting,
        documents: Sequence[Document],
        folder: str | None,
        issuer: str | None,
        *,
        keep: bool = False,
    ) -> None:
        self._setting = setting
        self._documents = documents
        self._folder = folder
        self.means = Means(setting.catalog, issuer, setting.today, keep)
        self._used = used_numbers(setting.root, documents)
        self._latest: dict[str, str] = {}

    def bring(self, file: Path) -> Outcome:
        """Read one file and write its draft. Raises Refused; nothing is written then."""
        judged = judge(self.means, Row(0, file))
        if isinstance(judged, Outcome):
            assert judged.refusal
            raise Refused(judged.refusal)
        return self.write(self.place(judged))

    def place(self, judged: Judged) -> Placed:
        """Give a draft its number and its file. Raises Refused when its body is not known."""
        body = self._body(judged.made)
        number = self._number(judged.told, judged.made, body)
        self._used.add(number)
        path = self._place(number, body)
        moved = tuple(_moved(judged.told, number))
        made = replace(judged.made, notes=(*judged.made.notes, *_old_numbers(judged.told, number, moved)))
        return Placed(judged.row.name, path, number, made, moved)

    def give_back(self, placed: Placed) -> None:
        """Take back the number of a draft that is not written."""
        self._used.discard(placed.number)
        self._latest.pop(placed.number.rpartition("-")[0], None)

    def text(self, placed: Placed) -> str:
        """The whole text of a draft."""
        return draft(
            _answers(placed, self._setting.today),
            placed.made.body.replace(f"]({FILES}", f"]({Path(placed.path).stem}.files/"),
            _remarks(placed.made),
        )

    def write(self, placed: Placed) -> Outcome:
        """Write a draft with its files. Raises Refused when there is a file of that name already."""
        text = self.text(placed)
        try:
            write_import(self._setting.root, placed.path, text, placed.made.files)
        except FileExistsError:
            raise unreadable(
                Text(
                    f"{placed.path} 已经存在，没有写入",
                    f"{placed.path} is there already; nothing was written",
                ),
                Text("用 --to 指定另一个文件夹", "name another folder with --to"),
            ) from None
        return self.outcome(placed, text)

    def outcome(self, placed: Placed, text: str) -> Outcome:
        """What the report says of a draft."""
        found = faults(placed.path, text, self._setting)
        return Outcome(
            placed.name,
            placed.path,
            placed.number,
            placed.made,
            faults=[d for d in found if d.rule != "missing-field"],
            moved=placed.moved,
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

    def _number(self, told: Mapping[str, Told], made: Draft, body: Body) -> str:
        """The number a page of an old site already has, as numbers never change; else the next free one."""
        said = told.get("index_no")
        match = index_pattern(self._setting.catalog.index_no).match(said.value) if said else None
        if match and said and match.groupdict().get("code") == body.code and said.value not in self._used:
            return said.value
        day = made.fields.get("formed") or made.fields.get("published")
        year = int(str(day.value)[:4]) if day else self._setting.today.year
        head = f"{body.code}/{year}"
        known: Iterable[str] = (self._latest[head],) if head in self._latest else self._used
        number = next_index_no(body, year, known)
        while number in self._used:
            number = next_index_no(body, year, (number,))
        self._latest[head] = number
        return number

    def _place(self, number: str, body: Body) -> str:
        place = place_for(number, body, self._documents, self._setting.catalog)
        return f"{self._folder}/{place.rpartition('/')[2]}" if self._folder else place


@dataclass(frozen=True)
class Placed:
    """A draft with its number and its file."""

    name: str
    path: str
    number: str
    made: Draft
    moved: tuple[str, ...]
    """Addresses that lead to it from now on."""


def _answers(placed: Placed, today: date) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    nested: dict[str, dict[str, str]] = {}
    for key, guess in placed.made.fields.items():
        outer, _, inner = key.partition(".")
        if inner:
            nested.setdefault(outer, {})[inner] = str(guess.value)
        elif key == "source":
            nested.setdefault(key, {})["name"] = str(guess.value)
        else:
            answers[key] = guess.value
    return {
        **answers,
        **nested,
        "index_no": placed.number,
        "attachments": [{"file": file.name, "title": file.title} for file in placed.made.files],
        "moved_from": [move_entry(address, today) for address in placed.moved],
    }


def _remarks(made: Draft) -> dict[str, str]:
    """What whoever completes a draft should look at, by key: values that were judged, and keys that are still wanted."""
    found: dict[str, str] = {}
    for key, guess in made.fields.items():
        if not guess.sure:
            found.setdefault(key.partition(".")[0], f"请核对：{guess.place.zh}")
    return found | {key: f"没有找到{FIELDS[key].title}，请补上" for key in missing(made)}


def move_entry(address: str, today: date) -> dict[str, str]:
    """An entry of `moved_from` for an address of the old site."""
    return {"address": address, "date": str(today), "note": "原网站地址"}


def _moved(told: Mapping[str, Told], number: str) -> Iterator[str]:
    """Addresses that the page had: on its old site, and an index number that is not kept."""
    found = [old_path(told[key].value) for key in ("index_no", "address") if key in told]
    yield from dict.fromkeys(path for path in found if path and path != number)


def _old_numbers(told: Mapping[str, Told], number: str, moved: Sequence[str]) -> Iterator[Text]:
    said = told.get("index_no")
    if said and (old := "".join(said.value.split())) and old != number:
        kept = Text("；写入了 moved_from", "; written to moved_from") if old in moved else Text("", "")
        yield Text(
            f"原来的索引号是“{old}”，不合本目录的编号，另编了 {number}{kept.zh}",
            f"the old index number “{old}” does not fit this catalog; {number} was given{kept.en}",
        )
