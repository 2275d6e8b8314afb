"""Signatures by SSH keys, with OpenSSH's own means (`ssh-keygen -Y`), as git uses them: no other program, no new kind of key."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.model.diagnostics import Text
from generator.model.faults import SignatureError

NAMESPACE = "gongkai-release"
"""What the signature is for; a signature made for a git commit does not pass as one."""


def sign(data: bytes, key: Path) -> bytes:
    """The signature of some bytes. `key` is a private key, or a public one whose private half the agent has. Raises SignatureError."""
    done = _run(["-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key)], data)
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip()
        raise SignatureError(Text(f"不能用 {key} 签名：{why}", f"cannot sign with {key}: {why}"))
    return done.stdout


def signer(data: bytes, signature: bytes, allowed: Path) -> str | None:
    """Who of those in an `allowed_signers` file signed these bytes; None when nobody did. Raises SignatureError without OpenSSH."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        found = _run(["-Y", "find-principals", "-s", str(file), "-f", str(allowed)], b"")
        for name in found.stdout.decode("utf-8", "replace").splitlines():
            if (
                _run(
                    ["-Y", "verify", "-q", "-n", NAMESPACE, "-I", name, "-s", str(file), "-f", str(allowed)],
                    data,
                ).returncode
                == 0
            ):
                return name
    return None


def _run(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["ssh-keygen", *arguments], input=data, capture_output=True, check=False)
    except OSError as error:
        raise SignatureError(
            Text(
                "没有 ssh-keygen：请安装 OpenSSH 8.1 或者更新的版本",
                "there is no ssh-keygen: install OpenSSH 8.1 or later",
            )
        ) from error
