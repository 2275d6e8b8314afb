"""The maps of old addresses in real servers: nginx, Apache and Caddy are started with the settings of docs/deploy and are asked.

python benchmarks/redirect_servers.py [ADDRESSES]

A server that is not installed is named; all requests go to this machine. 1 when an answer is not the one that is wanted.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from helpers.roots import make_root  # noqa: E402

from generator.build import build_site  # noqa: E402
from generator.tools.importing.oldaddress import old_path  # noqa: E402

EACH = 100
"""Old addresses of a document."""
NUMBER = "11339926854601395E/2020-00001"
OLD = {
    "https://old.example/art/2024/1/5/art_17_203.html": (
        "/art/2024/1/5/art_17_203.html",
        "/ART/2024/1/5/Art_17_203.HTML",
        "/art/2024/1/5/art_17_203.html?from=timeline",
    ),
    "https://old.example/zwgk/show.aspx?ID=12&t=a": (
        "/zwgk/show.aspx?ID=12&t=a",
        "/zwgk/Show.aspx?id=12&T=A",
    ),
    "https://old.example/zwgk/文件/关于防汛的通知.html": (
        "/zwgk/%E6%96%87%E4%BB%B6/%E5%85%B3%E4%BA%8E%E9%98%B2%E6%B1%9B%E7%9A%84%E9%80%9A%E7%9F%A5.html",
        "/zwgk/%e6%96%87%e4%bb%b6/%e5%85%b3%e4%ba%8e%e9%98%b2%e6%b1%9b%e7%9a%84%e9%80%9a%e7%9f%a5.html",
        "/zwgk/文件/关于防汛的通知.html",
    ),
    "https://old.example/zwgk/%CE%C4.html": ("/zwgk/%CE%C4.html", "/zwgk/%ce%c4.html"),
    "https://old.example/zwgk/tz/": ("/zwgk/tz/", "/zwgk/tz", "/zwgk/tz/index.html"),
    "https://old.example/zwgk/gg/index.html": ("/zwgk/gg/index.html", "/zwgk/gg/", "/zwgk/gg"),
    "https://old.example/zwgk/Default.aspx": ("/zwgk/default.aspx", "/zwgk/Default.aspx", "/zwgk/"),
    "https://old.example/module/down.jsp?name=文号(1).doc": (
        "/module/down.jsp?name=%E6%96%87%E5%8F%B7(1).doc",
        "/module/down.jsp?name=%E6%96%87%E5%8F%B7%281%29.doc",
        "/module/down.jsp?name=文号(1).doc",
    ),
    "https://old.example/zwgk/content_12,34(1)@a+b.html": (
        "/zwgk/content_12,34(1)@a+b.html",
        "/zwgk/content_12%2C34%281%29%40a%2Bb.html",
    ),
    "https://old.example/a/" + "长" * 80 + "/1.html": ("/a/" + "%E9%95%BF" * 80 + "/1.html",),
}
"""Old addresses, and how they are asked for."""
NOT_OLD = (
    "/",
    "/zwgk/show.aspx?ID=13&t=a",
    "/zwgk/show.aspx",
    "/art/2024/1/5/art_17_2030.html",
    "/art/2024/1/5/art_17_203xhtml",
    "/zwgk/tz/other.html",
)
"""What must not be led on."""


def main() -> int:
    """Build a site with old addresses, ask every server for each."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        base = _site(place, count)
        place.chmod(0o755)
        target = f"{base}{NUMBER}/"
        for name, start in SERVERS.items():
            program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
            if program is None:
                print(f"{name}: not installed")
                continue
            with _running(start(program, place)) as port:
                wrong += _ask(name, _version(program), port, target, count)
    return int(wrong > 0)


def _site(place: Path, count: int) -> str:
    """Build the site; `count` more addresses lead to further documents. The address of the site."""
    golden = ROOT / "tests/golden/documents"
    texts = {name: (golden / name).read_text(encoding="utf-8") for name in ("a.md", "b.md")}
    for number in range(1, 1 + count // EACH):
        further = (
            texts["b.md"].replace("2020-00001", f"2020-{number + 1:05}").replace("8号", f"{number + 8}号")
        )
        further = further.replace("公文管理", f"第{number}类公文管理")
        many = [f"art/{number}/art_{n}.html" for n in range(EACH)]
        texts[f"b{number}.md"] = _moved(further, many)
    texts["b.md"] = _moved(texts["b.md"], [old_path(address) or "" for address in OLD])
    catalog = (ROOT / "tests/rules/catalog.yml").read_text(encoding="utf-8")
    root = make_root(place / "root", texts, catalog)
    shutil.copytree(golden / "a.files", root / "content/documents/a.files")
    done = build_site(root, out=place / "site", today=date(2026, 4, 1), jobs=1)
    if done.pages is None:
        raise SystemExit("\n".join(d.message.en for d in done.checked.diagnostics[:9]))
    url = next(line.split()[1] for line in catalog.split("\n") if line.strip().startswith("url:"))
    return url.rstrip("/") + "/"


def _moved(text: str, addresses: Sequence[str]) -> str:
    entries = "".join(f'  - {{address: "{address}", date: 2026-01-05}}\n' for address in addresses)
    return text.replace("\n---\n", f"\nmoved_from:\n{entries}---\n", 1)


def _settings(place: Path, name: str) -> str:
    text = (ROOT / "docs/deploy" / name).read_text(encoding="utf-8")
    return text.replace("/var/www/zwgk", str(place / "site"))


def _nginx(program: str, place: Path) -> tuple[list[str], int]:
    port = _free()
    maps = _settings(place, "redirects-nginx.conf")
    (place / "nginx.conf").write_text(
        f"daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log; events {{}}\nhttp {{ access_log off;\n{maps}\n"
        f"server {{ listen 127.0.0.1:{port}; large_client_header_buffers 4 32k;"
        " if ($gongkai_moved) { return 301 $gongkai_moved; } return 404; } }\n",
        encoding="utf-8",
    )
    return [program, "-c", str(place / "nginx.conf")], port


def _apache(program: str, place: Path) -> tuple[list[str], int]:
    port = _free()
    modules = next(
        (p for p in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules") if Path(p).is_dir()), "modules"
    )
    loaded = "".join(
        f"LoadModule {m}_module {modules}/mod_{m}.so\n" for m in ("mpm_event", "authz_core", "rewrite")
    )
    (place / "apache.conf").write_text(
        f"{loaded}Listen 127.0.0.1:{port}\nServerName localhost\nPidFile {place}/apache.pid\nErrorLog {place}/apache.log\n"
        f"DocumentRoot {place}/root\n<VirtualHost *:{port}>\n{_settings(place, 'redirects-apache.conf')}</VirtualHost>\n",
        encoding="utf-8",
    )
    return [program, "-f", str(place / "apache.conf"), "-DFOREGROUND"], port


def _caddy(program: str, place: Path) -> tuple[list[str], int]:
    port = _free()
    (place / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n{_settings(place, 'redirects-Caddyfile')}\n\trespond 404\n}}\n",
        encoding="utf-8",
    )
    return [program, "run", "--config", str(place / "Caddyfile"), "--adapter", "caddyfile"], port


SERVERS = {"nginx": _nginx, "apache2": _apache, "caddy": _caddy}


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(started: tuple[list[str], int]) -> Iterator[int]:
    command, port = started
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for _ in range(150):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            if server.poll() is not None:
                raise SystemExit(
                    f"{command[0]} ended:\n{(server.stdout.read() if server.stdout else b'').decode()[:2000]}"
                )
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _version(program: str) -> str:
    asked = [program, "version"] if program.endswith("caddy") else [program, "-v"]
    told = subprocess.run(asked, capture_output=True, check=False, text=True)
    return (told.stdout or told.stderr).split("\n")[0].strip()


def _ask(name: str, version: str, port: int, target: str, count: int) -> int:
    wrong = 0
    wanted = [(path, target) for asked in OLD.values() for path in asked]
    wanted += [
        (f"/art/{n}/art_7.html", target.replace("2020-00001", f"2020-{n + 1:05}"))
        for n in range(1, 1 + count // EACH)
    ]
    wanted += [(path, "") for path in NOT_OLD]
    began = time.monotonic()
    for path, leads_to in wanted:
        status, location = _answer(port, path)
        if (status == 301, location) != (bool(leads_to), leads_to):
            wrong += 1
            print(f"  {name}: {path[:90]} → {status} {location[:90]}")
    seconds = time.monotonic() - began
    print(
        f"{name} ({version}): {len(wanted)} requests, {wrong} wrong, {seconds / len(wanted) * 1000:.1f} ms each"
    )
    return wrong


def _answer(port: int, path: str) -> tuple[int, str]:
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head and (more := line.recv(65536)):
            head += more
    lines = head.decode("latin-1").split("\r\n")
    location = next((li.split(":", 1)[1].strip() for li in lines if li.lower().startswith("location:")), "")
    return int(lines[0].split()[1]), location


if __name__ == "__main__":
    raise SystemExit(main())
