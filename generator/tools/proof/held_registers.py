"""A register with an error → what may be shown of it: a row, a file of rows or a whole file as last released, or nothing of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.history.revisions import texts_of
from generator.model.diagnostics import Diagnostic
from generator.model.places import BASELINE, RECORDS, REGISTER
from generator.model.rows import ENDS, Life, Past, Row, row_id, row_mark
from generator.model.shown_rows import Register
from generator.model.tables import LIFE, ROWS, TABLES, Table
from generator.reading.calendars import FOLDER as CALENDARS
from generator.reading.registers.sheets import read_sheet
from generator.reading.registers.table_locks import read_past
from generator.reading.registers.table_schemas import read_schema, table_of
from generator.reading.registers.tables import read_rows
from generator.reading.registers.typed_rows import labels_of, typed
from generator.tools.proof.held import Held, Shown, WorkingCopy
from generator.tools.tables.presets import BOM, csv_text

DATA = "content/data/"

_OF_THE_SITE = (REGISTER, BASELINE, f"{RECORDS}/", f"{CALENDARS}/")
"""What decides for all documents is no register of the office."""


def is_register(path: str) -> bool:
    """Whether a file is a register of the office that is held back as a whole: one file of content/data, the schema of a table included."""
    return (
        path.startswith(DATA)
        and not path.startswith(_OF_THE_SITE)
        and not (path.startswith(f"{TABLES}/") and path.endswith((*ROWS, ".lock")))
    )


def is_rows(path: str) -> bool:
    """Whether a file holds the rows of a register."""
    return path.startswith(f"{TABLES}/") and path.endswith(ROWS)


def register_digests(root: Path, held: Collection[str], last: Mapping[str, str]) -> dict[str, str]:
    """SHA-256 of every register of a root by its path; of those that are held back that of the last release."""
    files = sorted(p for p in (root / DATA).rglob("*") if p.is_file() and not p.is_symlink())
    paths = [path for file in files if is_register(path := file.relative_to(root).as_posix())]
    now = {path: sha256((root / path).read_bytes()).hexdigest() for path in paths if path not in held}
    return dict(sorted((now | {path: last[path] for path in held if path in last}).items()))


def put_back_register(copy: WorkingCopy, path: str, why: Sequence[Diagnostic]) -> bool:
    """Let the copy hold a register as last released, or none; False when it was released and that text is not to be had."""
    place = copy.root / path
    if path in copy.held or not place.is_file() or place.is_symlink():
        return False
    digest, slug = copy.digests.get(path), PurePosixPath(path).stem
    if digest is None:
        of_a_table = path == f"{TABLES}/{slug}.yml"
        if of_a_table and read_past(copy.root, slug):
            return False
        place.unlink()
        for ending in (*ROWS, ".lock") if of_a_table else ():
            place.with_suffix(ending).unlink(missing_ok=True)
    else:
        text = _as_released(copy.real, path, digest)
        if text is None:
            return False
        place.write_bytes(text)
    copy.held[path] = Held(path, PurePosixPath(path).name, "released" if digest else "waiting", tuple(why))
    return True


def put_back_rows(copy: WorkingCopy, path: str, why: Sequence[Diagnostic]) -> bool:
    """Let the copy hold the rows of a register that are in order as they are, the others as last released, or not at all.

    A row that ends, whatever else is wrong with it, ends. False when a row was released and that text is not to be had.
    """
    slug = PurePosixPath(path).stem
    schema = f"{TABLES}/{slug}.yml"
    table, _ = read_schema(copy.root, schema, copy.catalog)
    if table is None or path in copy.whole or not (copy.root / path).is_file():
        return False
    register = read_rows(copy.root, copy.root / schema, copy.root / path, table, copy.catalog).register
    past = {one.id: one for one in register.past if one.key and (one.end is None or one.end > copy.today)}
    reasons = _by_key(register, past, why)
    if None in reasons:
        copy.whole.add(path)
        every = [*map(register.key_of, register.rows), *(one.key for one in past.values())]
        reasons = {key: list(why) for key in every}
    wanted = {one.mark for key in reasons if (one := past.get(row_id(slug, key or ""))) and one.mark}
    found = _released_rows(copy, path, table, wanted)
    current = {register.key_of(row): row for row in register.rows}
    shown: dict[str, Row | None] = {}
    for key, said in reasons.items():
        key = key or ""
        before, row = past.get(row_id(slug, key)), current.get(key)
        state: Shown = "waiting"
        shown[key] = None
        if before:
            released = found.get(before.mark)
            if released is None:
                return False
            leaves = row is not None and row.life.state in ENDS
            shown[key] = _ended(released, row.life, copy.today) if row and leaves else released
            state = "withdrawn" if leaves else "released"
        name = key if key.strip("｜") else f"第 {said[0].line} 行"
        copy.held[f"{path}#{name}"] = Held(path, f"{table.title}：{name}", state, tuple(said))
    _write(copy, path, register, shown)
    return True


def _by_key(
    register: Register, past: Mapping[str, Past], why: Sequence[Diagnostic]
) -> dict[str | None, list[Diagnostic]]:
    """The findings by the key of the row that each is about; None: about the file as a whole."""
    starts = [row.line for row in register.rows]
    gone = {one.key for one in past.values()}
    found: dict[str | None, list[Diagnostic]] = {}
    for d in why:
        at = bisect_right(starts, d.line) - 1
        if d.data.get("key") in gone:
            key = d.data["key"]
        else:
            key = register.key_of(register.rows[at]) if at >= 0 else None
        found.setdefault(key, []).append(d)
    return found


def _ended(released: Row, now: Life, today: date) -> Row:
    """A released row with the end that the office has entered since."""
    since = max(now.since or today, released.life.published or date.min)
    return released._replace(life=released.life._replace(state=now.state, since=since, note=""))


def _released_rows(copy: WorkingCopy, path: str, table: Table, wanted: Collection[str]) -> Mapping[str, Row]:
    """Released rows by their marks, in the columns that the table has now; the newest states of the file are looked at first."""
    found: dict[str, Row] = {}
    tables = list(_tables(copy, path, table)) if wanted else []
    for name in (str(PurePosixPath(path).with_suffix(ending)) for ending in ROWS):
        for text in texts_of(copy.real, name) if wanted else ():
            for form in tables:
                for row in typed(read_sheet(text, labels_of(form)), form, copy.catalog)[0]:
                    mark = row_mark(form, row)
                    if mark in wanted and mark not in found:
                        cells = dict(zip(form.columns, row.cells, strict=True))
                        found[mark] = row._replace(cells=tuple(cells.get(key, "") for key in table.columns))
                if found.keys() >= set(wanted):
                    return found
    return found


def _tables(copy: WorkingCopy, path: str, table: Table) -> Iterator[Table]:
    """What a row is now, and what it was at the last release."""
    yield table
    schema = str(PurePosixPath(path).with_suffix(".yml"))
    digest = copy.digests.get(schema)
    text = _as_released(copy.real, schema, digest) if digest else None
    earlier = table_of(text) if text is not None else None
    if earlier and earlier.columns != table.columns:
        yield earlier


def _write(copy: WorkingCopy, path: str, register: Register, shown: Mapping[str, Row | None]) -> None:
    """Write the rows again as one CSV file, each on one line, and note where those stand that were put back."""
    table, target = register.table, str(PurePosixPath(path).with_suffix(".csv"))
    before = copy.rows.get(path, frozenset())
    rows: list[tuple[Row, bool]] = []
    left = dict(shown)
    for row in register.rows:
        key = register.key_of(row)
        if key not in shown:
            rows.append((row, row.line in before))
        elif put := left.pop(key, None):
            rows.append((put, True))
    rows += [(row, True) for row in left.values() if row]
    head = [*(column.label for column in table.columns.values()), *LIFE]
    lines = [[*row.cells, *("" if value is None else str(value) for value in row.life)] for row, _ in rows]
    (copy.root / path).unlink()
    (copy.root / target).write_bytes((BOM + csv_text([head, *lines])).encode())
    copy.rows[target] = frozenset(n for n, (_, put) in enumerate(rows, 2) if put)
    if path in copy.whole:
        copy.whole.add(target)


def _as_released(root: Path, path: str, digest: str) -> bytes | None:
    return next((text for text in texts_of(root, path) if sha256(text).hexdigest() == digest), None)
