"""Rules about changes of the standard catalog: whether they are recorded, and whether the basis of an item still holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from generator.machine.git import git, show
from generator.model.diagnostics import Finding, Text
from generator.model.document import Document, described
from generator.model.in_force import ENDED, acts_of, validity_on
from generator.model.places import REGISTER
from generator.model.setting import Setting
from generator.reading.registers.addresses import read_register
from generator.reading.registers.items import FILE, Item, load_items, parse_items

COLUMNS = tuple(f.name for f in fields(Item) if f.name not in ("id", "history", "deadline"))
"""Keys that may not change without an entry in `history`; of `deadline` only what it adds to the words (`Item.clock`)."""


def missing_item_change(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """公开事项改了，没有登记调整。

    与最近一次发布时的标准目录相比，事项的任何一栏有改动，就要在 history 中登记一次调整（写明依据、备案编号，可以写 was、now）；
    事项不能直接删除，登记取消、合并或者分设。没有登记册或者 git 历史时，本条不作判断。
    依据：国办发〔2019〕54号（标准目录动态调整）；地方政务公开事项标准目录动态调整制度（增加、变更、取消应当备案）。
    ---
    A standard item was changed and the change is not recorded.

    Compared with the catalog at the last release: any column of an item that changed needs an entry in its `history`; an item is
    never deleted, but recorded as 取消, 合并 or 分设. Without a register or git the rule says nothing.
    """
    register, _ = load_items(setting.root, setting.catalog)
    if register is None or not read_register(setting.root).addresses:
        return
    now = register.by_id()
    for old in _at_last_release(setting):
        new = now.get(old.id)
        if new is None:
            yield Finding(
                1,
                Text(f"事项“{old.id} {old.name}”被删除", f"the item “{old.id}” was deleted"),
                Text(
                    "恢复这一项，并在 history 中登记取消、合并或者分设",
                    "restore it, and record it in `history` as 取消, 合并 or 分设",
                ),
                {"item": old.id},
                FILE,
            )
        elif len(new.history) <= len(old.history) and (changed := _changed(old, new)):
            labels = described(Item)
            names = "、".join(str(labels[key].title) for key in changed)
            yield Finding(
                register.lines[old.id],
                Text(
                    f"事项“{old.id} {old.name}”的{names}改了，没有登记调整",
                    f"the item “{old.id}” was changed ({', '.join(changed)}) without an entry in `history`",
                ),
                Text(
                    "在 history 中补写一条：kind: 调整、date、basis、filing，was、now 写改前改后的内容",
                    "add an entry to `history` with kind 调整, date, basis, filing, and was and now",
                ),
                {"item": old.id, "changed": changed},
                FILE,
            )


def basis_ended(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """公开事项的依据已经失效或者废止。

    basis 写了本目录中文件的索引号或者发文字号，而这份文件已经废止、失效，事项要相应调整或者取消。
    依据：地方政务公开事项标准目录动态调整制度（依据失效的应当取消）。
    ---
    What a standard item rests on is no longer in force.

    Its `basis` names, by index number or document number, a document of this catalog that was repealed or has expired. Change
    the item, or record it as 取消.
    """
    register, _ = load_items(setting.root, setting.catalog)
    items = [item for item in register.items if item.cancelled is None] if register else []
    if not register or not items:
        return
    acts = acts_of((d for d in documents if d.published), setting.today)
    ended = [
        (name, d)
        for d in documents
        if d.published and validity_on(d, acts.get(d.index_no, ()), setting.today) in ENDED
        for name in (d.index_no, d.doc_no)
        if name
    ]
    for item in items:
        for basis in item.basis:
            document = next((d for name, d in ended if name in basis), None)
            if document:
                yield Finding(
                    register.lines[item.id],
                    Text(
                        f"事项“{item.id} {item.name}”的依据“{basis}”已经{document.validity or '废止'}",
                        f"“{basis}”, the basis of the item “{item.id}”, is no longer in force",
                    ),
                    Text(
                        "改写现行的依据并登记调整；不再公开的，登记取消",
                        "name what is in force and record the change, or record the item as 取消",
                    ),
                    {"item": item.id, "document": document.path},
                    FILE,
                )


def _at_last_release(setting: Setting) -> Sequence[Item]:
    """The items as they were when the register of addresses was written last; none when the file is as it was then."""
    commit = (git(setting.root, "log", "-1", "--format=%H", "--", REGISTER) or b"").decode().strip()
    before = show(setting.root, commit, FILE) if commit else None
    if before is None or before == _bytes(setting):
        return ()
    return parse_items(before.decode("utf-8-sig", "replace").replace("\r\n", "\n"))


def _changed(old: Item, new: Item) -> list[str]:
    """The keys of an item that are not as they were; `deadline` when only the length of its term is another."""
    changed = [key for key in COLUMNS if getattr(old, key) != getattr(new, key)]
    if old.clock and new.clock and _length(old) != _length(new) and "term" not in changed:
        changed.append("deadline")
    return changed


def _length(item: Item) -> tuple[object, ...]:
    clock = item.clock
    return (clock.number, clock.unit, clock.start) if clock else ()


def _bytes(setting: Setting) -> bytes:
    try:
        return (setting.root / FILE).read_bytes()
    except OSError:
        return b""
