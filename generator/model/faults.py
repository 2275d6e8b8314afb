"""The things that can go wrong outside the user's content; the command line turns them into one sentence."""

from __future__ import annotations

import errno
from pathlib import Path

from generator.model.diagnostics import Text


class Fault(Exception):
    """An expected failure. Everything else that escapes is a fault of this program and keeps its traceback."""

    def __init__(self, message: Text | str) -> None:
        self.message = message if isinstance(message, Text) else Text(message, message)
        super().__init__(self.message.en)


class OutputError(Fault):
    """The site could not be written; the message says what to do."""


class HostError(Fault):
    """MkDocs could not build the editorial pages; the message says which and why."""


class ClusterError(Fault):
    """The workers of another machine cannot be reached."""


class SearchError(Fault):
    """Pagefind failed, or there is no browser to check the search with."""


class AttachmentError(Fault):
    """An attachment could not be cleaned for publication; the message says which and what to do."""


class CopyError(Fault):
    """A copy of a site could not be read; the message says why."""


class SignatureError(Fault):
    """Nothing could be signed or no signature checked; the message says what is missing."""


_REASONS = {
    errno.ENOSPC: Text("磁盘已满", "no space left on the disk"),
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "permission denied"),
    errno.EROFS: Text("所在的磁盘只能读", "the disk is read-only"),
    errno.EFBIG: Text("文件太大，写不下", "the file is too large for the disk"),
    errno.EIO: Text("磁盘读写出错", "the disk fails"),
    errno.ENOENT: Text("文件或者文件夹不存在", "there is no such file or folder"),
    errno.EEXIST: Text("已经存在", "it is there already"),
    errno.ENOTDIR: Text("应当是文件夹，却是文件", "it should be a folder and is a file"),
    errno.EISDIR: Text("应当是文件，却是文件夹", "it should be a file and is a folder"),
    errno.ENOTEMPTY: Text("文件夹里还有别的文件", "the folder is not empty"),
    errno.ENAMETOOLONG: Text("文件名太长", "the name is too long"),
}


def disk_reason(error: OSError) -> Text:
    """Why the disk refused something, in words; those of the system for what is rare."""
    return _REASONS.get(error.errno or 0) or Text(str(error.strerror or error), str(error.strerror or error))


def disk_fault(error: OSError, where: Path | None = None) -> Text | None:
    """What the disk refused, as one sentence with the file (`where`, when the system names none); None for what no disk says."""
    name = error.filename if isinstance(error.filename, str | Path) else where
    reason = _REASONS.get(error.errno or 0)
    if reason is None or (name is None and error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO)):
        return None
    place = Text(f"{name}：", f"{name}: ") if name else Text("", "")
    return Text(
        f"{place.zh}{reason.zh}。没有写完的内容没有保留；请检查磁盘空间和权限后重试",
        f"{place.en}{reason.en}. Nothing half-written was kept; check free space and permissions",
    )
