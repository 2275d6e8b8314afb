"""Rules about what becomes of a document after it was published: nothing vanishes, and no change is silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from generator.checking.rules.relations import by_number
from generator.checking.rules.unread import unread_files
from generator.history.changed import silently_changed
from generator.history.revisions import is_shallow, last_commit_with
from generator.machine.git import is_unreadable
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.places import BEFORE, RECORDS, REGISTER
from generator.model.setting import Setting
from generator.model.visibility import is_published, old_addresses
from generator.reading.registers.addresses import Address, read_record, read_register, register_text
from generator.reading.workflows import publishing_lines


def vanished_address(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """已经公开过的地址将要消失。

    公开过的信息，地址永久有效。文件删除、改为不公开、去掉公开日期、改了索引号，都会让原地址打不开，因此不能发布。
    误公开、被替代、撤回的，保留文件头，写撤下记录（withdrawn）；索引号改变的，在新的文件里写迁址记录（moved_from）。
    依据：《政府信息公开条例》第六条（及时、准确公开）；国办发〔2017〕47号（网页地址应当稳定）。
    ---
    An address that was published would vanish.

    Addresses are for ever. A file that is deleted, withheld, without `published`, or under another number leaves its address
    dead. What was withdrawn keeps its front matter with `withdrawn`; under a new number it names the old one in `moved_from`.
    """
    register = read_register(setting.root)
    kept = {d.index_no for d in documents if is_published(d)} | {
        old for d in documents for old in old_addresses(d)
    }
    known = by_number(documents)
    missing = [address for address in register.addresses.values() if address.address not in kept]
    unread = unread_files(documents, setting) if missing else b""
    for address in missing:
        document = known.get(address.address)
        if document is None and address.address.encode() in unread:
            continue  # its document is there and cannot be read, which is told at that document
        why = (
            Text("文件已不再公开", "its document is not public any more")
            if document
            else Text("没有文件使用这个索引号或者地址", "no document has it")
        )
        yield Finding(
            document.line("openness") if document else address.line,
            Text(
                f"{address.since} 公开的地址“{address.address}”将要消失：{why.zh}",
                f"“{address.address}”, published {address.since}, would vanish: {why.en}",
            ),
            Text(
                "恢复文件并写 withdrawn（误公开、被替代、撤回）；改了索引号的，在新文件里写 moved_from",
                "restore the file and write `withdrawn`; if its number changed, write `moved_from` in the new file",
            ),
            {"address": address.address, "since": address.since},
            document.path if document else REGISTER,
        )


def broken_register(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """已公开地址登记册或者发布记录不完整。

    登记册由 gongkai release 写入，每行是地址、日期和校验值。读不懂的行多半是合并冲突留下的。每次发布还留下一份记录，列出新增的地址：
    记录里有、登记册里没有的，是有人删了登记册的行，那个地址就可以悄悄消失。记录也读不懂或者缺号的，无法核对。
    依据：本项目的约定（地址永久有效）。
    ---
    The register of addresses or a record of a release is not whole.

    `gongkai release` writes both. A line that cannot be read is mostly left over from a merge conflict. An address that a record
    names and the register does not have was deleted from it, and could vanish unseen. A record that cannot be read, or is missing
    in the row, proves nothing.
    """
    for number, line in read_register(setting.root).unreadable:
        yield Finding(
            number,
            Text(
                f"登记册的这一行读不懂：{line[:40]}", f"this line of the register cannot be read: {line[:40]}"
            ),
            Text(
                "保留双方的各行，删除冲突标记", "keep the lines of both sides and delete the conflict marks"
            ),
            path=REGISTER,
        )
    if not (setting.root / REGISTER).exists() and (last := last_commit_with(setting.root, REGISTER)):
        yield Finding(
            1,
            Text(
                "登记册不见了：这个目录发布过，公开过的地址都记在里面",
                "the register of addresses is gone; this catalog was released, and they are all in it",
            ),
            Text(
                f"从 git 恢复：git checkout {last[:12]} -- content/data",
                f"git checkout {last[:12]} -- content/data",
            ),
            path=REGISTER,
        )
    yield from _against_records(setting)
    yield from _changed_since(setting)


def unrecorded_publication(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """网站由工作流发布，公开过的地址却没有登记。

    工作流里运行的是 gongkai build，没有 gongkai release：发布了什么没有记录，删除文件、改索引号都不会被发现，地址可以悄悄消失。
    改用 gongkai release（或者现成的工作流），并把 content/data 提交到仓库。
    依据：《政府信息公开条例》第六条（及时、准确公开）；国办发〔2017〕47号（网页地址应当稳定）。
    ---
    A workflow publishes the site, and no register of addresses is kept.

    It runs `gongkai build` and not `gongkai release`, so nobody knows what was published: a deleted file or a changed number is
    not found, and addresses can vanish. Run `gongkai release` (or take a ready-made workflow) and commit `content/data`.
    """
    if (setting.root / REGISTER).exists() or not any(map(is_published, documents)):
        return
    for path, line in publishing_lines(setting.root):
        yield Finding(
            line,
            Text(
                "这里发布网站，但是没有登记公开过的地址",
                "the site is published here, and no address is recorded",
            ),
            Text(
                "把 gongkai build 改为 gongkai release，并提交 content/data；现成的工作流见 docs/deploy",
                "run gongkai release instead of gongkai build and commit content/data",
            ),
            {},
            path,
        )


def _against_records(setting: Setting) -> Iterator[Finding]:
    """Findings on the chain of release records: one that cannot be read, is missing or was changed, and addresses the register has lost."""
    known = read_register(setting.root).addresses
    files = sorted((setting.root / RECORDS).glob("[0-9]*.json"))
    restore = Text("从 git 恢复，不要手工修改", "restore it from git; do not edit it by hand")
    for number, file in enumerate(files, 1):
        path = f"{RECORDS}/{file.name}"
        record = read_record(file)
        if record is None or record.number != int(file.stem):
            yield Finding(
                1, Text("发布记录读不懂", "the record of a release cannot be read"), restore, {}, path
            )
            continue
        if file.stem != f"{number:04}":
            yield Finding(
                1,
                Text(f"缺少第 {number} 次发布的记录", f"the record of release {number} is missing"),
                restore,
                {},
                path,
            )
            return
        previous = sha256(files[number - 2].read_bytes()).hexdigest() if number > 1 else None
        if record.previous != previous:
            yield Finding(
                1,
                Text(
                    "与前一次发布的记录接不上：其中一份被改动过",
                    "it does not follow from the record before it: one of them was changed",
                ),
                restore,
                {},
                path,
            )
        lost = [address for address in record.added if address not in known]
        if lost:
            yield Finding(
                1,
                Text(
                    f"第 {number} 次发布的 {len(lost)} 个地址不在登记册里：{'、'.join(lost[:3])}",
                    f"{len(lost)} addresses of release {number} are not in the register: {', '.join(lost[:3])}",
                ),
                Text(
                    f"从 git 恢复 {REGISTER}，不要删除其中的行",
                    f"restore {REGISTER} from git; no line ever leaves it",
                ),
                {"addresses": lost},
                REGISTER,
            )


def _changed_since(setting: Setting) -> Iterator[Finding]:
    """A register with the addresses of all records, and no more, that is not what the newest of them names. One that is merged has more."""
    register = read_register(setting.root)
    files = sorted((setting.root / RECORDS).glob("[0-9]*.json"))
    records = [record for file in files if (record := read_record(file))]
    added = {address for record in records for address in record.added}
    same = len(records) == len(files) and not register.unreadable and added == register.addresses.keys()
    if (
        files
        and same
        and not (setting.root / BEFORE).exists()
        and records[-1].register != _digest(register.addresses)
    ):
        yield Finding(
            1,
            Text(
                "登记册与最近一次发布的记录不符：发布以后有人改过它，或者合并过",
                "the register is not that of the last release: it was changed or merged since",
            ),
            Text(
                f"手工改的，从 git 恢复 {REGISTER}；合并来的，下一次发布写下新的记录",
                f"restore {REGISTER} from git if it was edited; if it was merged, the next release records it",
            ),
            {},
            REGISTER,
            Severity.WARNING,
        )


def _digest(known: Mapping[str, Address]) -> str:
    return sha256(register_text(known.values()).encode()).hexdigest()


def missing_change_note(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """已公开的信息改了内容，没有更正说明。

    与最近一次发布时相比，标题、文号、日期、发布机构、正文文字或者附件变了，就要在 corrections 中写明改了什么、为什么改
    （或者写变更日期 revised、撤下记录 withdrawn）。只调整格式、关键词、分类和关系的不必写。没有登记册或者 git 历史时，本条不作判断。
    依据：《政府信息公开条例》第六条、第二十六条；国办发〔2017〕47号（更正应当说明）。
    ---
    A published document was changed in substance, and nothing says why.

    Compared with the last release: title, numbers, dates, issuer, words or attachments. A new entry in `corrections`, a new
    `revised` or `withdrawn` explains it. Format, keywords, classes and relations need no note. Without a register or git the
    rule says nothing.
    """
    for document, what in silently_changed(setting.root, documents):
        names = "、".join(word.zh for word in what)
        english = ", ".join(word.en for word in what)
        yield Finding(
            document.line("corrections" if document.corrections else "title"),
            Text(
                f"与最近一次发布时相比，{names}有改动，没有更正说明",
                f"changed since the last release without a note: {english}",
            ),
            Text(
                "在 corrections 中补写一条 date、note（错别字写 extent: 轻微）；不是有意改动的，恢复原样",
                "add an entry to `corrections` with date and note, or undo the change",
            ),
            {"changed": [word.en for word in what]},
            document.path,
        )


def incomplete_history(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """仓库副本不完整（浅克隆）或者读不了，变更记录会有缺漏。

    信息页的变更记录和若干检查要用完整的 git 历史。浅克隆只有最近的提交，较早的版本列不出来，页面会注明。
    仓库文件夹属于另一个用户时，git 拒绝读取，也就没有变更记录。
    依据：本项目的约定（变更可以核对）。
    ---
    A shallow clone, or one that git refuses to read: histories will be incomplete.

    Pages list the versions of a document from git. A shallow clone lacks the older ones, and the pages say so. Git does not
    read a folder that belongs to another user.
    """
    if is_unreadable(setting.root):
        yield Finding(
            1,
            Text(
                "git 读不了这个仓库，没有变更记录",
                "git refuses to read this repository; there are no histories",
            ),
            Text(
                "运行 git status 看原因；文件夹属于其他用户的，运行 git config --global --add safe.directory 加上路径",
                "run git status to see why; for another user's folder: git config --global --add safe.directory PATH",
            ),
        )
    if is_shallow(setting.root):
        yield Finding(
            1,
            Text("仓库是浅克隆，变更记录不完整", "the clone is shallow; histories are incomplete"),
            Text(
                "取得全部历史：git fetch --unshallow；CI 里把 fetch-depth 设为 0",
                "fetch all of it: git fetch --unshallow, fetch-depth 0 in CI",
            ),
        )
