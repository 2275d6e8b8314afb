"""Files that only an office program reads (doc, wps, rtf, odt, ppt, dps, odp) → the present format, by LibreOffice.

LibreOffice is no Python package; where it is not installed, these files are refused with the command that installs it.
It runs with a profile of its own in a temporary folder, without macros and links, under limits on time and memory.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from generator.machine.made_with import find_libreoffice
from generator.model.diagnostics import Text
from generator.reading.attachments.content import too_large, unreadable
from generator.reading.attachments.package import DAMAGED

CONVERTED = {
    "doc": "docx",
    "wps": "docx",
    "rtf": "docx",
    "odt": "docx",
    "ppt": "pptx",
    "dps": "pptx",
    "odp": "pptx",
    "xls": "xlsx",
    "et": "xlsx",
    "xlsb": "xlsx",
    "ods": "xlsx",
}
"""Kind of a file → the kind that LibreOffice makes of it."""
MAX_SECONDS = 60
MAX_MEMORY = 4_000_000_000
"""Bytes of address space; a large document needs one."""
MAX_RESULT = 200_000_000

INSTALL = Text(
    "安装 LibreOffice：sudo apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-impress-nogui；"
    "或者另存为新格式后替换",
    "install LibreOffice: sudo apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-impress-nogui; "
    "or save the file in the present format",
)
_ABSENT = Text(
    "是旧格式，本机没有 LibreOffice，无法检查",
    "is in an old format, and there is no LibreOffice here to read it",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def converted(data: bytes, kind: str) -> bytes:
    """The file in the format of `CONVERTED`. Raises Refused: no LibreOffice, a damaged file, too much time or memory."""
    program = find_libreoffice()
    if program is None:
        raise unreadable(_ABSENT, INSTALL)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        place = Path(folder)
        source = place / f"in.{kind}"
        source.write_bytes(data)
        _run(
            [
                program,
                f"-env:UserInstallation={_profile().as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--convert-to",
                CONVERTED[kind],
                "--outdir",
                str(place / "out"),
                str(source),
            ],
            place,
        )
        made = place / "out" / f"in.{CONVERTED[kind]}"
        if not made.is_file():
            raise unreadable(*DAMAGED)
        if made.stat().st_size > MAX_RESULT:
            raise too_large(Text("内容过多，无法全部检查", "too much content to be checked"))
        return made.read_bytes()


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="gongkai-office-")


def _profile() -> Path:
    """A profile of this process alone: two programs cannot share one, and a second start is quicker."""
    folder = Path(_folder().name) / str(os.getpid())
    settings = folder / "user/registrymodifications.xcu"
    if not settings.is_file():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    return folder


def _run(command: list[str], folder: Path) -> None:
    surroundings = {
        "HOME": str(folder),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limited if os.name == "posix" else None,
    )
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        raise too_large(
            Text(
                f"LibreOffice 在 {MAX_SECONDS} 秒内没有读完",
                f"LibreOffice did not read it in {MAX_SECONDS} s",
            )
        ) from None
    finally:
        _end(process)


def _limited() -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_RESULT, MAX_RESULT))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Its children too: the program that is started is only a starter."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
