"""What the program keeps, in every damaged form: it is told, or made anew, and never ends in a traceback."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.folders import copied
from helpers.program import gongkai
from helpers.roots import TODAY, make_root

from generator.build import build_site
from generator.checking.examine import Examined
from generator.cli.main import main
from generator.machine.cache import Cache
from generator.machine.files import written_whole
from generator.model.faults import OutputError
from generator.model.packing import pack, unpack

DOCUMENT = document()
DAY = TODAY.isoformat()
RECORD = "content/data/releases/0001.json"
LOCK = "content/data/published.lock"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_root(tmp_path_factory.mktemp("state") / "root", {"a.md": DOCUMENT})
    assert gongkai("release", "--root", root, "--today", DAY, "--jobs", "1").returncode == 0
    return root


@pytest.fixture
def root(released: Path, tmp_path: Path) -> Path:
    return copied(released, tmp_path / "root")


@pytest.mark.parametrize("text", ["", "[]", "{}", "<<<<<<< HEAD\n{}\n", '{"number": 1}', "\x00", None])
def test_a_damaged_record_is_a_finding_that_names_the_file(text: str | None, root: Path):
    record = root / RECORD
    record.unlink()
    record.mkdir() if text is None else record.write_text(text, encoding="utf-8")
    assert [d.path for d in findings(root) if d.rule == "broken-register"] == [RECORD]
    done = gongkai("release", "--root", root, "--today", DAY)
    assert done.returncode == 1 and RECORD in done.stderr and "Traceback" not in done.stderr


def test_register_and_records_are_compared(root: Path):
    register = root / LOCK
    register.write_text("", encoding="utf-8")
    (root / "content/documents/a.md").unlink()
    (found,) = [d for d in findings(root) if d.rule == "broken-register"]
    assert found.path == LOCK and "不在登记册里" in found.message.zh
    register.unlink()
    register.mkdir()
    assert "broken-register" in {d.rule for d in findings(root)}
    assert gongkai("release", "--root", root, "--today", DAY).returncode == 1
    record = json.loads((root / RECORD).read_text(encoding="utf-8"))
    (root / RECORD).rename(root / "content/data/releases/0002.json")
    (root / "content/data/releases/0002.json").write_text(
        json.dumps({**record, "number": 2}), encoding="utf-8"
    )
    assert "缺少第 1 次发布的记录" in {d.message.zh for d in findings(root)}


def test_a_cache_with_rows_of_another_shape_is_made_anew(root: Path):
    with Cache(root / ".build") as cache:
        assert cache._connection is not None
        cache._connection.execute("UPDATE entry SET value = ?", (b"\x93\x01\x02\x03",))
    assert gongkai("check", "--root", root, "--today", DAY).returncode == 0
    assert gongkai("build", "--root", root, "--today", DAY, "--jobs", "1").returncode == 0
    with Cache(root / ".build") as cache:
        assert cache._connection is not None
        cache._connection.execute("UPDATE entry SET value = 'text'")
    assert gongkai("check", "--root", root, "--today", DAY).returncode == 0


def test_two_builds_never_meet_without_a_cache(root: Path):
    (root / ".build").rename(root / "elsewhere")
    (root / ".build").symlink_to(root / "elsewhere")  # not used: it may have come with a branch
    with Cache(root / "nowhere/at/all", root) as other:
        assert other.lock()
        with pytest.raises(OutputError):
            build_site(root, root / "site", today=TODAY)
    (root / ".build").unlink()
    assert build_site(root, root / "site", today=TODAY).pages


def test_dates_that_no_term_can_be_counted_from(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": document(public_until="9999-12-31")})
    assert {d.rule for d in findings(root)} == {"invalid-date"}
    for arguments in (("deadline", "9999-12-31"), ("check", "--root", root, "--today", "9999-12-31")):
        done = gongkai(*arguments)
        assert done.returncode == 2 and "Traceback" not in done.stderr
    done = gongkai("check", "--root", root, SOURCE_DATE_EPOCH="abc")
    assert done.returncode == 2 and "SOURCE_DATE_EPOCH" in done.stderr


WORKING = """
import os, sys, time
from generator.machine.workers import workers
if __name__ == "__main__":
    with workers(2) as pool:
        print(*pool.map(int, range(2)), *pool._processes, flush=True)
        list(pool.map(time.sleep, [600, 600]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_workers_end_with_their_parent(tmp_path: Path):
    (tmp_path / "work.py").write_text(WORKING, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, tmp_path / "work.py"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pids = [int(word) for word in parent.stdout.readline().split()[2:]]
    assert len(pids) == 2
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in pids if alive(pid)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.parametrize("refused", ["full", "mode"])
def test_what_the_disk_refuses_is_one_sentence_that_names_the_file(
    refused: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def write_bytes(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:1])
        code = errno.ENOSPC if refused == "full" else errno.EACCES
        raise OSError(code, os.strerror(code), *([] if refused == "full" else [str(path)]))

    (root / "content/documents/a.md").write_text(DOCUMENT.replace("title:", "titel:"), encoding="utf-8")
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(SystemExit) as ended:
        main(["check", "--root", str(root), "--today", DAY, "--jobs", "1", "--write-baseline"])
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert str(root / "content/data/baseline.json") in told
    assert "Traceback" not in told
    assert "本程序的错误" not in told
    assert not [path.name for path in (root / "content/data").iterdir() if "baseline" in path.name]


def test_an_export_that_fails_leaves_the_old_copy_and_nothing_beside_it(tmp_path: Path):
    target = tmp_path / "copy.zip"
    target.write_bytes(b"old")
    with (
        pytest.raises(OSError, match=r"copy\.zip"),
        written_whole(target) as beside,
        zipfile.ZipFile(beside, "w") as package,
    ):
        package.writestr("a", "a")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("copy.zip", b"old")]


def test_a_file_in_the_place_of_the_work_folder_is_told(root: Path):
    subprocess.run(["rm", "-rf", root / ".build"], check=True)
    (root / ".build").touch()
    told = gongkai("build", "--root", root, "--today", DAY, "--jobs", "1")
    assert told.returncode == 2
    assert "应当是文件夹，却是文件" in told.stderr


def test_what_was_made_before_is_not_believed_where_it_was_not_made(root: Path, tmp_path: Path):
    """Without git nobody can say whether `.build` came along: one that was made elsewhere is not read."""
    late = root / "content/documents/late.md"
    late.write_text(document(2, published="2026-07-01"), encoding="utf-8")
    assert gongkai("check", "--root", root, "--today", DAY).returncode == 1
    with Cache(root / ".build") as cache:
        assert cache._connection is not None
        cache.get("examined", ())
        for key, opened in cache.get("examined", set(cache._others["examined"])).items():
            document_, found = unpack(opened, Examined)
            clean = [d for d in found if d.rule != "late-publication"]
            cache.put("examined", {key: pack(Examined(document_, clean))})
        cache.commit()
        cache._connection.execute("DELETE FROM entry WHERE kind != 'examined'")
    other = copied(root, tmp_path / "unpacked")
    assert gongkai("check", "--root", root, "--today", DAY).returncode == 0, (
        "it is believed where it was made"
    )
    assert gongkai("check", "--root", other, "--today", DAY).returncode == 1
    assert (other / ".build/here").read_text(encoding="utf-8") != (root / ".build/here").read_text(
        encoding="utf-8"
    )


def test_a_frame_that_lost_a_file_is_made_anew(root: Path):
    arguments = ("build", "--root", root, "--today", DAY, "--jobs", "1")
    assert gongkai(*arguments).returncode == 0
    manifest = (root / "site/manifest.json").read_bytes()
    for broken in ("unlink", "write"):
        (host,) = (p for p in (root / ".build").glob("host-*") if p.is_dir())
        sheet = next(host.rglob("*.css"))
        sheet.unlink() if broken == "unlink" else sheet.write_text("a", encoding="utf-8")
        (root / "content/documents/new.md").write_text(
            document(9 if broken == "unlink" else 8, published="2026-06-30"), encoding="utf-8"
        )
        assert gongkai(*arguments).returncode == 0
        assert gongkai("verify", root / "site").returncode == 0
        (root / "content/documents/new.md").unlink()
        assert gongkai(*arguments).returncode == 0
        assert (root / "site/manifest.json").read_bytes() == manifest
