"""A copy of a site, in a folder or on a web server → its files and their SHA-256."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from generator.machine.site_folder import file_digest
from generator.model.diagnostics import Text
from generator.model.faults import CopyError

CONNECTIONS = 8

SECONDS = 30
"""Seconds without a byte from the server after which a file is given up."""

FILE_SECONDS = 600
"""Seconds that one file may take, however slowly its bytes come."""

RATE = 50_000
"""Bytes a second: what a whole copy may take beyond `FILE_SECONDS` grows with what it holds."""

MAX_BYTES = 200_000_000
"""The largest file that is fetched whole; attachments are at most 50 MB."""

Done = Callable[[int, int], object]


class Copy(Protocol):
    """What can be asked of a copy."""

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None when it is not there. Raises CopyError when nobody can tell."""

    def digests(self, names: Iterable[str], done: Done) -> Mapping[str, str | None]:
        """The SHA-256 of each of these files; None for one that is not there or is a link."""

    def others(self, names: Iterable[str]) -> list[str] | None:
        """The files besides these; None where they cannot be listed."""


class Folder:
    """A copy in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """A file's bytes."""
        try:
            return (self._folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def digests(self, names: Iterable[str], done: Done) -> Mapping[str, str | None]:
        """The SHA-256 of each file; the folders between are no links either."""
        found = set(self._files())
        wanted = list(names)
        digests: dict[str, str | None] = {}
        for count, name in enumerate(wanted, 1):
            digests[name] = file_digest(self._folder / name) if name in found else None
            done(count, len(wanted))
        return digests

    def others(self, names: Iterable[str]) -> list[str] | None:
        """Whatever else lies in the folder, links and empty folders included."""
        return sorted(set(self._files(everything=True)) - set(names))

    def _files(self, everything: bool = False) -> Iterator[str]:
        """The regular files, and on demand all that is neither file nor folder, and folders that hold nothing."""
        for top, folders, files in os.walk(self._folder):
            place = Path(top)
            for name in files + [f for f in folders if (place / f).is_symlink()]:
                path = place / name
                if everything or (path.is_file() and not path.is_symlink()):
                    yield path.relative_to(self._folder).as_posix()
            if everything and not files and not folders and place != self._folder:
                yield f"{place.relative_to(self._folder).as_posix()}/"


class Address:
    """A copy on a web server. What is there besides the listed files cannot be seen from outside."""

    def __init__(self, address: str) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise CopyError(
                Text(
                    f"“{address}”不是网址，写成 https://… 的形式",
                    f"“{address}” is no address; write https://…",
                )
            )
        self._address = address.removesuffix("index.html").rstrip("/") + "/"
        self._open = threading.local()
        """The sockets that the file being read in a thread has opened."""
        self._opener = build_opener(
            _SameHost(urlsplit(address).netloc), _Plain(self._open), _Secure(self._open)
        )
        self._since, self._fetched = time.monotonic(), 0

    def read(self, name: str) -> bytes | None:
        """A file's bytes, fetched past any cache."""
        url = self._address + quote(name)
        sockets: list[socket.socket] = []
        self._open.sockets = sockets
        late = threading.Event()
        timer = threading.Timer(FILE_SECONDS, _cut, (sockets, late))
        timer.daemon = True
        timer.start()
        try:
            with self._opener.open(url, timeout=SECONDS) as answer:
                data: bytes = answer.read(MAX_BYTES)
        except HTTPError as error:
            if error.code in (403, 404, 410):
                return None
            raise _unreachable(url, str(error)) from error
        except (URLError, HTTPException, OSError) as error:
            raise _unreachable(url, "too slow" if late.is_set() else str(error)) from error
        finally:
            timer.cancel()
        self._fetched += RATE // 10 + len(data)  # a small file takes its time, too
        if late.is_set() or time.monotonic() - self._since > FILE_SECONDS + self._fetched / RATE:
            raise _unreachable(url, "too slow")
        return data

    def digests(self, names: Iterable[str], done: Done) -> Mapping[str, str | None]:
        """The SHA-256 of what the server sends for each name."""
        wanted = list(names)
        digests: dict[str, str | None] = {}
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for count, (name, digest) in enumerate(
                zip(wanted, pool.map(self._digest, wanted), strict=True), 1
            ):
                digests[name] = digest
                done(count, len(wanted))
        return digests

    def others(self, names: Iterable[str]) -> list[str] | None:
        """Not to be known."""
        return None

    def _digest(self, name: str) -> str | None:
        data = self.read(name)
        return None if data is None else sha256(data).hexdigest()


def _cut(sockets: list[socket.socket], late: threading.Event) -> None:
    """End what is being read from these sockets."""
    late.set()
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPHandler):
    """Notes the sockets that it opens."""

    def __init__(self, kept: threading.local) -> None:
        super().__init__()
        self._kept = kept

    def http_open(self, req: Request) -> HTTPResponse:
        """Open a connection and note its socket, so that it can be shut from outside."""
        return self.do_open(_noting(HTTPConnection, self._kept), req)


class _Secure(HTTPSHandler):
    """Notes the sockets of https that it opens."""

    def __init__(self, kept: threading.local) -> None:
        super().__init__()
        self._kept = kept

    def https_open(self, req: Request) -> HTTPResponse:
        """Open a connection and note its socket, so that it can be shut from outside."""
        return self.do_open(_noting(HTTPSConnection, self._kept), req)


def _noting(connection: type[HTTPConnection], kept: threading.local) -> Any:
    """A kind of connection that notes its socket."""

    class Noting(connection):  # type: ignore[valid-type, misc]
        def connect(self) -> None:
            super().connect()
            kept.sockets.append(self.sock)

    return Noting


class _SameHost(HTTPRedirectHandler):
    """Follows a redirection only within the host that was asked."""

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(  # type: ignore[override]
        self, req: object, fp: object, code: int, msg: str, headers: object, newurl: str
    ) -> object:
        """The request for the new address, or a failure."""
        if urlsplit(newurl).netloc != self._host:
            raise URLError(f"redirected to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _unreachable(url: str, why: str) -> CopyError:
    return CopyError(
        Text(
            f"无法读取 {url}：{why}；请检查网址和网络后重试",
            f"cannot read {url}: {why}; check the address and the network",
        )
    )
