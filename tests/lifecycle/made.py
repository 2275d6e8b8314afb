"""What the tests of the lifecycle share: a root in a git repository, written document by document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from helpers import documents
from helpers.repositories import run
from helpers.roots import TODAY, make_root

from generator.build import build_site, check_root
from generator.model.diagnostics import blocking
from generator.reading.registers.addresses import read_register
from generator.tools.proof.release import record_release

CODE = "11339926854601395E"
TEXT = "各乡镇人民政府：\n\n请按照预案做好巡查和预警，发现险情立即报告。\n\n联系科室：应急管理科。\n"


def document(
    number: int = 1,
    extra: str = "",
    text: str = TEXT,
    title: str = "关于做好汛期地质灾害防治工作的通知",
    **other: str,
) -> str:
    """A document without fault; `extra` are further lines of front matter, `other` replaces the values of keys."""
    own = {
        "title": title,
        "published": "2026-06-10",
        "review": "{conclusion: 公开, date: 2026-06-02, by: 政策法规科}",
    }
    head, _, body = documents.document(number, text, **own | other).partition("---\n\n")
    return f"{head}{extra}---\n\n{body}"


class Root:
    """A catalog in a git repository."""

    def __init__(self, folder: Path) -> None:
        self.path = make_root(folder, {})
        self.git("init", "-b", "main")

    def git(self, *arguments: str, day: str = "2026-06-10") -> str:
        """What git prints, run as of a day."""
        return run(self.path, *arguments, day=day)

    def write(self, name: str, content: str | bytes | None) -> None:
        """Write a file below the documents, or remove it (None)."""
        target = self.path / "content/documents" / name
        if content is None:
            target.unlink()
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, day: str, **files: str | bytes | None) -> None:
        """Write documents by their names without `.md` and commit everything."""
        for name, content in files.items():
            self.write(f"{name}.md", content)
        self.git("add", "-A")
        self.git("commit", "--allow-empty", "-m", "更新", day=day)

    def build(self, today: date = TODAY) -> Path:
        """Build the site; fails the test when something blocks."""
        built = build_site(self.path, self.path / "site", today=today)
        assert built.pages, [str(d.message) for d in built.checked.diagnostics]
        return self.path / "site"

    def release(self, day: str) -> None:
        """Check, record and commit a release."""
        checked = check_root(self.path, today=date.fromisoformat(day))
        assert not blocking(checked.diagnostics), [str(d.message) for d in checked.diagnostics]
        record_release(
            self.path, read_register(self.path).addresses, checked.documents, date.fromisoformat(day), None
        )
        self.commit(day)

    def page(self, address: str) -> str:
        """The HTML of a page of the site."""
        return (self.path / "site" / address / "index.html").read_text(encoding="utf-8")
