"""Rules about what becomes of a document after it was published: nothing vanishes, and no change is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from generator.checking.rules.relations import by_number
from generator.checking.rules.unread import unread_files
from generator.history.changed import silently_changed
from generator.history.revisions import is_shallow, last_commit_with
from generator.machine.git import is_unreadable
from generator.model.addresses import is_generated, may_be_earlier, place_of, place_of_page
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.places import BEFORE, RECORDS, REGISTER
from generator.model.setting import Setting
from generator.model.visibility import is_published, old_addresses
from generator.reading.frontmatter import Record
from generator.reading.index_pattern import index_pattern
from generator.reading.pages import page_names
from generator.reading.registers.addresses import Address, read_record, read_register, register_text
from generator.reading.workflows import publishing_lines

SOON = timedelta(days=14)
"""How long before its last day the end of publication is announced."""


def retention_due(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开期限快到了，或者已经届满。

    写了公开截止日期（public_until）的信息，从次日起内容自动撤下，原地址保留说明。届满前 14 日开始提醒；届满后提醒把仓库中的
    正文和附件一并删除。需要继续公开的，按审查意见改写 public_until。
    依据：《个人信息保护法》第十九条（保存期限为实现目的所必要的最短时间）；公示期限由各领域的规定确定。
    ---
    The time for which it is public ends soon, or has ended.

    From the day after `public_until` text and attachments are gone from the site; the address keeps a page that says so. The
    end is announced 14 days before; afterwards the text should leave the repository too.
    """
    document = record.document
    if document is None or not document.published or document.public_until is None or document.withdrawn:
        return
    left = document.public_until - setting.today
    if timedelta(0) <= left <= SOON:
        yield Finding(
            document.line("public_until"),
            Text(
                f"公开期限至 {document.public_until} 届满（还有 {left.days} 日），次日起内容自动撤下",
                f"public until {document.public_until} ({left.days} days left); the text goes the day after",
            ),
            Text(
                "到期撤下的不必处理；需要继续公开的，改写 public_until",
                "nothing need be done; to keep it public, change `public_until`",
            ),
            {"until": document.public_until, "days": left.days},
        )
    elif left < timedelta(0) and (document.attachments or record.body.strip()):
        yield Finding(
            document.line("public_until"),
            Text(
                f"公开期限已于 {document.public_until} 届满，仓库里还有正文或者附件",
                f"public until {document.public_until}, but text or attachments are still in the repository",
            ),
            Text(
                "删除正文、attachments 和附件文件夹，保留文件头",
                "delete the text, `attachments` and the files; keep the front matter",
            ),
            {"until": document.public_until, "days": left.days},
        )


def retention_before_publication(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开截止日期早于公开日期。

    这样写，信息一天也不会公开；两个日期至少有一个写错。
    依据：《政府信息公开条例》第二十六条。
    ---
    It would be public until a day before it is published.

    One of the two dates must be wrong.
    """
    document = record.document
    if (
        document
        and document.published
        and document.public_until
        and document.public_until < document.published
    ):
        yield Finding(
            document.line("public_until"),
            Text(
                f"公开截止 {document.public_until} 早于公开日期 {document.published}",
                f"public until {document.public_until}, before it was published {document.published}",
            ),
            Text("核对 public_until 和 published", "check `public_until` and `published`"),
        )


def withdrawn_before_published(record: Record, setting: Setting) -> Iterator[Finding]:
    """没有公开过的信息写了撤下记录，或者撤下日期早于公开日期。

    撤下记录说明已经公开的信息后来怎样了；没有公开的，直接删除文件或者改写公开方式。
    依据：国办发〔2017〕47号（已公开信息的更正、撤下应当规范）。
    ---
    Withdrawn without having been published, or before it was.

    `withdrawn` tells what became of a published document; one that never was is simply changed or deleted.
    """
    document = record.document
    if (
        document is None
        or document.withdrawn is None
        or ("published" in record.keys and document.published is None)
    ):
        return
    if not is_published(document) or (document.published and document.withdrawn.date < document.published):
        yield Finding(
            document.line("withdrawn"),
            Text(
                f"撤下日期是 {document.withdrawn.date}，公开日期是 {document.published or '空'}，公开方式是“{document.openness}”",
                f"withdrawn {document.withdrawn.date}, published {document.published or 'never'}, “{document.openness}”",
            ),
            Text(
                "核对日期；保留原来的 openness 和 published，只加写 withdrawn",
                "check the dates; keep openness and published as they were",
            ),
        )


def withdrawn_content(record: Record, setting: Setting) -> Iterator[Finding]:
    """误公开的信息，仓库里还有正文或者附件。

    误公开的内容已经不在网站上任何地方出现，但是仍在仓库里；能读仓库的人还能看到。
    依据：《个人信息保护法》第五十七条（立即采取补救措施）；《保守国家秘密法》第三十五条。
    ---
    Published in error, and still in the repository.

    Nothing of it is on the site any more, but whoever reads the repository can see it.
    """
    document = record.document
    if (
        document
        and document.withdrawn
        and document.withdrawn.kind == "误公开"
        and (document.attachments or document.amended_text or record.body.strip())
    ):
        kept = next((key for key in ("attachments", "amended_text") if getattr(document, key)), "withdrawn")
        yield Finding(
            document.line(kept),
            Text(
                "误公开的信息，仓库里还有正文或者附件",
                "published in error, but text or attachments are still in the repository",
            ),
            Text(
                "删除正文、attachments、amended_text 和附件文件夹，保留其余的文件头；并请管理员清除版本历史中的内容",
                "delete the text, `attachments`, `amended_text` and the files, keep the rest, and have the history purged",
            ),
        )


def missing_successor(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """被替代的信息没有写明由哪一份替代，或者所写的没有公开。

    被替代的信息要指向替代它的信息，读者才能找到现行的内容；替代它的信息应当已经公开，内容可以看到。
    依据：国办发〔2017〕47号（及时标注修改、废止、失效）。
    ---
    Superseded, without a successor that can be read.

    A superseded document leads to its successor, which is published and not withdrawn in error itself.
    """
    known = by_number(documents)
    for document in documents:
        withdrawn = document.withdrawn
        if withdrawn is None or (withdrawn.kind != "被替代" and withdrawn.successor is None):
            continue
        successor = known.get(withdrawn.successor or "")
        if (
            successor is None
            or successor is document
            or not is_published(successor)
            or not successor.has_text
        ):
            named = withdrawn.successor
            yield Finding(
                document.line("withdrawn.successor"),
                Text(
                    f"替代信息“{named}”不是目录中可以看到的信息",
                    f"successor “{named}” is no document that can be read",
                )
                if named
                else Text("没有写由哪一份信息替代（successor）", "there is no `successor`"),
                Text(
                    "写替代它的信息的索引号；没有替代信息的，kind 写“撤回”",
                    "write the successor's index number; if there is none, `kind` is 撤回",
                ),
                {"successor": withdrawn.successor},
                document.path,
            )


def occupied_address(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """迁址记录写的原地址已有别的内容。

    一个地址只能指向一份信息：原地址不能是另一份信息的索引号，不能写在两份信息里，也不能是网站自己的栏目。
    依据：本项目的约定（地址永久有效）。
    ---
    An earlier address that belongs to something else.

    An address leads to one document: it is not the number of another, not claimed twice, and not a folder of the site.
    """
    known = {place_of(number): document for number, document in by_number(documents).items()}
    pages = {place_of_page(name) for name in page_names(setting.root)}
    claimed: dict[str, Document] = {}
    codes = [body.code for body in setting.catalog.bodies]
    for document in documents:
        for n, address in enumerate(old_addresses(document)):
            place = place_of(address)
            within = known.get("/".join(place.split("/")[:2]))
            other = within or claimed.setdefault(place, document)
            numbered = index_pattern(setting.catalog.index_no).fullmatch(address) is not None
            own = (
                not may_be_earlier(address)
                or (is_generated(place, codes) and not numbered)
                or place in pages
                or re.split("[/?]", place)[0] in pages
            )
            if other is not document or own or within is document:
                what = (
                    f"《{other.title}》（{other.index_no}）"
                    if other is not document
                    else "网站自己的页面"
                    if own
                    else "本信息现在的地址"
                )
                whose = (
                    f"“{other.title}” ({other.index_no})"
                    if other is not document
                    else "the site itself"
                    if own
                    else "this document now"
                )
                yield Finding(
                    document.line(f"moved_from.{n}.address"),
                    Text(f"原地址“{address}”是{what}的", f"“{address}” belongs to {whose}"),
                    Text(
                        "核对原地址，写完整的旧索引号或者旧网站上的相对地址",
                        "write the old index number, or the path on the old site",
                    ),
                    {"address": address},
                    document.path,
                )


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
    """What the records of the releases say that the register does not."""
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
