"""What was published can be proved: every manipulation of a copy is found, releases are a chain, signatures hold, the last site comes back."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers.browsing import served
from helpers.documents import TEXT, document
from helpers.roots import TODAY, make_root
from playwright.sync_api import Page, expect

from generator.build import build_site
from generator.cli.main import cli
from generator.machine.site_folder import MANIFEST
from generator.model.faults import CopyError, OutputError, SignatureError
from generator.tools.proof.chain import MAX_FAULTS, MAX_RELEASES, read_chain
from generator.tools.proof.compare import verify_copy
from generator.tools.proof.copies import Address, Folder
from generator.tools.proof.rollback import roll_back
from generator.tools.proof.signature import sign, signer
from generator.tools.proof.signing import sign_release

DOCUMENT = document()
ATTACHED = document(attachments=[{"file": "表.csv", "title": "附件"}])
PAGE = "11339926854601395E/2026-00001/index.html"
FILE = "11339926854601395E/2026-00001/files/表.csv"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_root(
        tmp_path_factory.mktemp("proof") / "root", {"1.md": ATTACHED, "1.files/表.csv": "甲,乙\n1,2\n"}
    )
    assert build_site(root, root / "site", today=TODAY).pages
    return root / "site"


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "copy")
    return tmp_path / "copy"


def gongkai(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--lang", "zh"], standalone_mode=False)


def change(name: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda site: (site / name).write_bytes(edit((site / name).read_bytes()))


def forge(site: Path) -> None:
    """Change a page and put its new digest into the manifest."""
    (site / PAGE).write_bytes((site / PAGE).read_bytes().replace(b"</h1>", b"!</h1>"))
    listing = (site / MANIFEST).read_text(encoding="utf-8")
    old = json.loads(listing)["files"][PAGE]
    (site / MANIFEST).write_text(
        listing.replace(old, sha256((site / PAGE).read_bytes()).hexdigest()), encoding="utf-8"
    )


def swap(site: Path) -> None:
    (site / "index.html").rename(site / "x")
    (site / "catalog/index.html").rename(site / "index.html")
    (site / "x").rename(site / "catalog/index.html")


def link(site: Path) -> None:
    (site / FILE).rename(site.parent / "elsewhere.csv")
    (site / FILE).symlink_to(site.parent / "elsewhere.csv")


def link_folder(site: Path) -> None:
    shutil.move(site / "catalog", site.parent / "catalog")
    (site / "catalog").symlink_to(site.parent / "catalog")


def unlist(site: Path) -> None:
    """Delete a page and its line in the manifest."""
    (site / PAGE).unlink()
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    del manifest["files"][PAGE]
    (site / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def list_more(site: Path) -> None:
    (site / "new.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["new.html"] = sha256((site / "new.html").read_bytes()).hexdigest()
    (site / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


MANIPULATIONS: dict[str, tuple[Callable[[Path], object], str]] = {
    "one letter of a page": (
        change(PAGE, lambda d: d.replace("预案".encode(), "予案".encode(), 1)),
        f"被改动  {PAGE}",
    ),
    "one bit": (change(PAGE, lambda d: d[:-1] + bytes([d[-1] ^ 1])), f"被改动  {PAGE}"),
    "a script added to a page": (
        change("index.html", lambda d: d + b"<script src=//evil.example/x></script>"),
        "被改动  index.html",
    ),
    "the end of a file cut off": (change("catalog.json", lambda d: d[:-100]), "被改动  catalog.json"),
    "an empty file": (change("feeds/all.xml", lambda d: b""), "被改动  feeds/all.xml"),
    "line ends": (change("catalog.csv", lambda d: d.replace(b"\r\n", b"\n")), "被改动  catalog.csv"),
    "an attachment exchanged": (change(FILE, lambda d: b"a,b\n"), f"被改动  {FILE}"),
    "the policy weakened": (
        change("index.html", lambda d: d.replace(b"script-src 'self'", b"script-src *")),
        "被改动  index.html",
    ),
    "a script of the site": (
        change("assets/gongkai/page.js", lambda d: d + b"fetch('//evil.example')"),
        "被改动  assets/gongkai/page.js",
    ),
    "the search index": (
        change("search/index.json", lambda d: d.replace(b"2026", b"2025")),
        "被改动  search/index.json",
    ),
    "two pages exchanged": (swap, "被改动  catalog/index.html"),
    "a page deleted": (lambda site: (site / PAGE).unlink(), f"缺失  {PAGE}"),
    "a folder deleted": (lambda site: shutil.rmtree(site / "feeds"), "缺失  feeds/all.xml"),
    "a file renamed": (
        lambda site: (site / FILE).rename(site / FILE.replace("表", "表2")),
        f"多出  {FILE.replace('表', '表2')}",
    ),
    "a file exchanged for a link": (link, f"缺失  {FILE}"),
    "a folder exchanged for a link": (link_folder, "缺失  catalog/index.html"),
    "a page added": (
        lambda site: (site / "phishing.html").write_text("x", encoding="utf-8"),
        "多出  phishing.html",
    ),
    "a hidden file added": (
        lambda site: (site / ".htaccess").write_text("x", encoding="utf-8"),
        "多出  .htaccess",
    ),
    "an empty folder added": (lambda site: (site / "upload").mkdir(), "多出  upload/"),
    "a page and the manifest": (forge, f"被改动  {MANIFEST}"),
    "a page deleted from the manifest too": (unlist, f"被改动  {MANIFEST}"),
    "a page added to the manifest too": (list_more, "多出  new.html"),
    "the manifest laid out anew": (
        change(MANIFEST, lambda d: json.dumps(json.loads(d)).encode()),
        f"被改动  {MANIFEST}",
    ),
    "the manifest deleted": (lambda site: (site / MANIFEST).unlink(), f"缺失  {MANIFEST}"),
}


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_a_manipulation_is_found_and_named(name: str, copy: Path, published: Path):
    manipulate, named = MANIPULATIONS[name]
    manipulate(copy)
    result = gongkai("verify", str(copy), "--manifest", str(published / MANIFEST))
    assert result.return_value == 1
    assert named in result.stdout.splitlines()


def test_an_untouched_copy_is_whole(copy: Path, published: Path):
    assert gongkai("verify", str(copy)).return_value == 0
    result = gongkai("verify", str(copy), "--manifest", str(published / MANIFEST))
    assert result.return_value == 0
    assert "被改动 0，缺失 0，多出 0" in result.stdout


def test_a_copy_on_a_web_server_is_compared(copy: Path, published: Path):
    with served(copy.parent) as top:
        address = f"{top}copy"
        assert verify_copy(Address(address)).whole
        forge(copy)
        (copy / FILE).unlink()
        (copy / "phishing.html").write_text("x", encoding="utf-8")
        verdict = verify_copy(Address(address), (published / MANIFEST).read_bytes())
        assert (verdict.tampered, verdict.missing, verdict.added) == ((PAGE, MANIFEST), (FILE,), None)
        assert gongkai("verify", f"{address}/index.html").return_value == 1
    with pytest.raises(CopyError, match="check the address and the network"):
        verify_copy(Address(address))


@pytest.mark.parametrize("address", ["ftp://example.gov.cn/", "file:///etc/", "javascript://x"])
def test_only_web_addresses_are_read(address: str):
    with pytest.raises(CopyError, match="is no address"):
        Address(address)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        '{"files": []}',
        '{"files": {"../../etc/passwd": "0"}}',
        '{"files": {"/etc/passwd": "0"}}',
        '{"files": {"a": 1}}',
    ],
)
def test_a_manifest_that_is_none_is_refused(copy: Path, manifest: str):
    (copy / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(CopyError, match="is no manifest"):
        verify_copy(Folder(copy))


def release(site: Path, count: int) -> None:
    """Write a chain of releases of which the last is this site."""
    previous = None
    (site / "releases").mkdir()
    for number in range(1, count + 1):
        manifest = sha256((site / MANIFEST).read_bytes()).hexdigest() if number == count else "0" * 64
        data = json.dumps(
            {"number": number, "date": f"2026-01-{number:02}", "previous": previous, "site": manifest}
        ).encode()
        (site / f"releases/{number:04}.json").write_bytes(data)
        previous = sha256(data).hexdigest()


def test_releases_are_a_chain(copy: Path):
    release(copy, 5)
    assert "清单属于第 5 次发布（2026-01-05）" in gongkai("verify", str(copy)).stdout
    record = copy / "releases/0002.json"
    record.write_bytes(record.read_bytes().replace(b"2026-01-02", b"2026-01-01"))
    result = gongkai("verify", str(copy))
    assert (
        result.return_value,
        "releases/0003.json 与前一次发布的记录接不上：其中一份被改动过" in result.stdout,
    ) == (1, True)
    record.write_text("{}", encoding="utf-8")
    assert read_chain(Folder(copy), "").faults[0].en == "releases/0002.json is no record of release 2"


def test_a_release_is_signed_with_an_ssh_key(copy: Path, tmp_path: Path):
    for name in ("office", "stranger"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(tmp_path / name)],
            check=True,
        )
    allowed = tmp_path / "signers"
    allowed.write_text(
        f"zwgk@example.gov.cn {(tmp_path / 'office.pub').read_text(encoding='utf-8')}", encoding="utf-8"
    )
    signature = sign(b"data", tmp_path / "office")
    assert signer(b"data", signature, allowed) == "zwgk@example.gov.cn"
    assert signer(b"other", signature, allowed) is None
    assert signer(b"data", sign(b"data", tmp_path / "stranger"), allowed) is None
    assert signer(b"data", b"nonsense", allowed) is None
    assert "没有发布记录" in gongkai("verify", str(copy), "--signers", str(allowed)).stdout
    release(copy, 2)
    newest = copy / "releases/0002.json"
    assert "第 2 次发布没有可信的签名" in gongkai("verify", str(copy), "--signers", str(allowed)).stdout
    newest.with_name("0002.json.sig").write_bytes(sign(newest.read_bytes(), tmp_path / "office"))
    assert gongkai("verify", str(copy), "--signers", str(allowed)).return_value == 0
    forge(copy)
    assert (
        "网站不是最近一次（第 2 次）发布的内容"
        in gongkai("verify", str(copy), "--signers", str(allowed)).stdout
    )


def test_a_release_is_signed_and_on_the_site_and_its_commit_builds_the_same(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": DOCUMENT})
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    (tmp_path / "signers").write_text(
        f"zwgk@example.gov.cn {(tmp_path / 'key.pub').read_text(encoding='utf-8')}", encoding="utf-8"
    )
    common = ("--root", str(root), "--today", str(TODAY), "--jobs", "1")
    assert gongkai("release", *common, "--sign", str(tmp_path / "key")).return_value == 0
    manifest = (root / "site" / MANIFEST).read_bytes()
    checked = gongkai("verify", str(root / "site"), "--signers", str(tmp_path / "signers"))
    assert (checked.return_value, "清单属于第 1 次发布（2026-11-22）" in checked.stdout) == (0, True)
    again = root / "again"
    assert gongkai("build", *common, "--out", str(again)).return_value == 0
    assert (again / MANIFEST).read_bytes() == manifest
    assert gongkai("verify", str(again), "--signers", str(tmp_path / "signers")).return_value == 0
    with pytest.raises(SignatureError, match="cannot sign with"):
        sign_release(root, 1, tmp_path / "nothing")


def test_an_old_site_is_told_by_the_records_and_what_was_not_signed_is_signed_later(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": DOCUMENT})
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    signers = tmp_path / "signers"
    signers.write_text(
        f"z@example.gov.cn {(tmp_path / 'key.pub').read_text(encoding='utf-8')}", encoding="utf-8"
    )
    common = ("--root", str(root), "--today", str(TODAY), "--jobs", "1")
    assert gongkai("release", *common).return_value == 0
    assert gongkai("release", *common, "--sign", str(tmp_path / "key")).return_value == 0
    whole = ("--signers", str(signers), "--root", str(root))
    assert gongkai("verify", str(root / "site"), *whole).return_value == 0
    shutil.copytree(root / "site", tmp_path / "old")
    second = DOCUMENT.replace("2026-00001", "2026-00002").replace("1号", "2号")
    (root / "content/documents/2.md").write_text(second, encoding="utf-8")
    assert gongkai("release", *common, "--sign", str(tmp_path / "key")).return_value == 0
    assert gongkai("verify", str(root / "site"), *whole).return_value == 0
    assert gongkai("verify", str(tmp_path / "old"), *whole[:2]).return_value == 0, "whole and signed, but old"
    told = gongkai("verify", str(tmp_path / "old"), *whole)
    assert told.return_value == 1
    assert all(
        words in told.stdout
        for words in ("第 2 次发布的记录，网站上没有", "最近一次（第 2 次）", "2026-00002")
    )
    (root / "content/data/releases/0002.json").unlink()
    assert "网站上有目录里没有的发布记录" in gongkai("verify", str(root / "site"), *whole).stdout


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.0 200 OK\r\n\r\n"])
def test_a_server_that_lets_its_bytes_drip_is_left(drip: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.tools.proof.copies.FILE_SECONDS", 0.6)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                one, _ = server.accept()
                with one:
                    one.sendall(drip or b"HTTP/1.0 200 OK\r\nX: ")
                    while True:
                        one.sendall(b"x")
                        time.sleep(0.05)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        started = time.monotonic()
        with pytest.raises(CopyError, match="too slow"):
            Address(f"http://127.0.0.1:{server.getsockname()[1]}/").read("manifest.json")
        assert time.monotonic() - started < 20
        thread.join(5)


def test_the_last_site_comes_back_and_goes_again(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": DOCUMENT})
    site = root / "site"
    with pytest.raises(OutputError, match="nothing to roll back to"):
        roll_back(site)
    build_site(root, site, today=TODAY)
    first = (site / MANIFEST).read_bytes()
    (root / "content/documents/1.md").write_text(
        document(text=TEXT.replace("预案", "方案")), encoding="utf-8"
    )
    build_site(root, site, today=TODAY)
    second = (site / MANIFEST).read_bytes()
    assert first != second
    assert gongkai("rollback", "--root", str(root)).return_value == 0
    assert (site / MANIFEST).read_bytes() == first and verify_copy(Folder(site)).whole
    roll_back(site)
    assert (site / MANIFEST).read_bytes() == second
    (root / ".site.old/index.html").unlink()
    with pytest.raises(OutputError, match="is not whole; nothing was changed"):
        roll_back(site)
    assert (site / MANIFEST).read_bytes() == second
    assert build_site(root, site, today=TODAY).pages


def test_a_site_that_would_show_again_what_was_taken_down_does_not_come_back(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": DOCUMENT, "2.md": document(2)})
    build_site(root, root / "site", today=TODAY)
    gone = "{kind: 误公开, date: 2026-11-22, reason: 内容有误}"
    (root / "content/documents/2.md").write_text(document(2, withdrawn=gone), encoding="utf-8")
    build_site(root, root / "site", today=TODAY)
    before = (root / "site" / MANIFEST).read_bytes()
    with pytest.raises(OutputError, match="still shows what has been taken down"):
        roll_back(root / "site")
    assert (root / "site" / MANIFEST).read_bytes() == before
    (root / "content/pages").mkdir()
    (root / "content/pages/about.md").write_text("# 关于\n", encoding="utf-8")
    build_site(root, root / "site", today=TODAY)
    assert roll_back(root / "site").whole


def test_sources_are_named_with_their_digest(published: Path):
    sources = json.loads((published / "sources.json").read_text(encoding="utf-8"))["sources"]
    digest = sha256(ATTACHED.encode()).hexdigest()
    assert sources == [
        {"path": "content/documents/1.md", "index_no": "11339926854601395E/2026-00001", "sha256": digest}
    ]


def test_a_citizen_checks_a_file_and_an_address(page: Page, address: str, site: Path, tmp_path: Path):
    page.goto(f"{address}verify/")
    genuine = next(site.glob("*/*/files/*"))
    forged = tmp_path / "决定.txt"
    forged.write_text("伪造的决定", encoding="utf-8")
    page.set_input_files("#verify-files", [genuine, forged])
    titles = page.locator("#verify-results li strong")
    files = ["“决定.txt”不是现在公布的文件", f"“{genuine.name}”与公布的一致"]
    expect(titles).to_have_text(files)
    expect(page.locator("#verify-results a")).to_have_attribute(
        "href",
        f"{address}{genuine.relative_to(site).as_posix()}".replace(
            genuine.name, page.evaluate("encodeURIComponent", genuine.name)
        ),
    )
    page.route("**/catalog.json", lambda route: page.wait_for_timeout(300) or route.continue_())
    asked = (
        (f"{address}11339926854601395E/2026-00005/", "网页与公布的一致"),
        ("https://www.qingxi.example/zwgk/catalog.json", "网页与公布的一致"),
        (f"{address}nothing/", "本网站没有公布这个地址"),
        ("https://evil.example/zwgk/", "不是本网站的地址"),
        ("https://[", "不是本网站的地址"),
    )
    for text, _ in asked:
        page.fill("#verify-address", text)
        page.press("#verify-address", "Enter")
    expect(titles).to_have_text([title for _, title in reversed(asked)] + files)


def test_a_citizen_sees_that_a_page_was_tampered_with(browser, published: Path, copy: Path):
    forge(copy)
    shutil.copyfile(published / MANIFEST, copy / MANIFEST)
    page = browser.new_page()
    with served(copy) as address:
        page.goto(f"{address}verify/")
        page.fill("#verify-address", f"/{PAGE}")
        page.press("#verify-address", "Enter")
        expect(page.locator("#verify-results li strong")).to_have_text("网页与清单不一致")
    page.close()


def test_opened_from_a_disk_the_reader_hands_over_the_manifest(browser, published: Path):
    page = browser.new_page()
    page.goto((published / "verify/index.html").as_uri())
    page.set_input_files("#verify-files", [published / FILE])
    expect(page.locator("#verify-state")).to_contain_text(
        "把网站文件夹里的 manifest.json 和要核对的文件一起选上"
    )
    page.set_input_files("#verify-files", [published / FILE, published / MANIFEST])
    expect(page.locator("#verify-results li strong")).to_have_text("“表.csv”与公布的一致")
    page.close()


class Endless(Folder):
    """A copy that answers every question for a release with one more."""

    def __init__(self, holds: bool) -> None:
        super().__init__(Path())
        self.holds = holds
        self.last: bytes | None = None

    def read(self, name: str) -> bytes | None:
        if name.endswith(".sig"):
            return None
        before = sha256(self.last).hexdigest() if self.last and self.holds else None
        record = {"number": int(Path(name).stem), "date": "2026-01-01", "previous": before}
        self.last = json.dumps(record).encode()
        return self.last


@pytest.mark.parametrize(("holds", "read"), [(True, MAX_RELEASES), (False, MAX_FAULTS + 1)])
def test_a_chain_without_end_is_left_with_a_fault(holds: bool, read: int):
    chain = read_chain(Endless(holds), "")
    assert len(chain.links) == read
    assert "was not read" in chain.faults[-1].en
