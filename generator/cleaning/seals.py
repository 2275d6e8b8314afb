"""Whether a file bears an electronic signature or seal that holds together, so that it is published as it was sealed.

A file or folder with the right name is no seal: the signature must be reached from the file's own index, name the parts
it stands for, and their digests must agree. Whose it is, is for the reader's program to say. A sealed PDF that runs
something, or keeps an earlier state with other words, is not published as it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

from generator.reading.attachments.package import BROKEN, Budget, Element, Package, attribute, local
from generator.reading.attachments.parts import relations

_DIGESTS = {
    "sha1": "sha1",
    "sha256": "sha256",
    "sha384": "sha384",
    "sha512": "sha512",
    "1.2.156.10197.1.401": "sm3",
    "sm3": "sm3",
    "md5": "md5",
}
_DER = (b"\x30\x80", b"\x30\x81", b"\x30\x82", b"\x30\x83", b"\x30\x84")


def is_sealed_package(data: bytes, kind: str) -> bool:
    """A sealed Office document or OFD; an archive of files has no seal of its own."""
    try:
        package = Package(data, Budget())
        if kind == "ofd":
            return any(_holds_ofd(package, name) for name in _ofd_signatures(package))
        return kind in ("docx", "xlsx", "pptx") and any(
            _holds_office(package, name) for name in _office_signatures(package)
        )
    except BROKEN:
        return False


def _office_signatures(package: Package) -> Iterator[str]:
    for kind, origin in relations(package, "").values():
        if kind == "origin" and origin:
            yield from (name for k, name in relations(package, origin).values() if k == "signature" and name)


def _holds_office(package: Package, name: str) -> bool:
    """Whether every part that the signature names is there with the digest it gives, the main part among them."""
    tree = package.xml(name)
    if local(tree) != "Signature" or not any(
        local(e) == "SignatureValue" and (e.text or "").strip() for e in tree.iter()
    ):
        return False
    main = next((part for kind, part in relations(package, "").values() if kind == "officeDocument"), "")
    signed: set[str] = set()
    for reference in (e for e in tree.iter() if local(e) == "Reference"):
        uri = reference.get("URI", "").partition("?")[0]
        if not uri.startswith("/"):
            continue
        part = package.resolve("", uri)
        if not part:
            return False
        if any(local(e) == "Transform" for e in reference.iter()):
            continue  # relations are put in order before they are digested
        if _digest(package.read(part), _method(reference)) != _value(reference):
            return False
        signed.add(part)
    return bool(main) and main in signed


def _ofd_signatures(package: Package) -> Iterator[str]:
    for element in package.xml("OFD.xml").iter():
        if local(element) == "Signatures" and (index := package.resolve("", (element.text or "").strip())):
            for signature in package.xml(index).iter():
                if local(signature) == "Signature":
                    name = package.resolve(index.rpartition("/")[0], signature.get("BaseLoc", ""))
                    if name:
                        yield name


def _holds_ofd(package: Package, name: str) -> bool:
    """Whether the signature's value is there, and every file it names has the digest it gives, pages among them."""
    tree = package.xml(name)
    value = next(((e.text or "").strip() for e in tree.iter() if local(e) == "SignedValue"), "")
    signed = package.resolve(name.rpartition("/")[0], value)
    if not signed or not package.head(signed).startswith(_DER):
        return False
    references = [e for e in tree.iter() if local(e) == "Reference"]
    method = next((attribute(e, "CheckMethod") for e in tree.iter() if local(e) == "References"), "")
    files = [package.resolve("", e.get("FileRef", "")) for e in references]
    if not references or not all(files):
        return False
    if any(
        _digest(package.read(file), method) not in (None, _value(e))
        for file, e in zip(files, references, strict=True)
    ):
        return False
    return any(re.search(rb"<(?:\w+:)?Page[\s>]", package.head(file)) for file in files)


def _method(reference: Element) -> str:
    found = next((e.get("Algorithm", "") for e in reference.iter() if local(e) == "DigestMethod"), "")
    return re.split(r"[#/]", found)[-1]


def _value(reference: Element) -> bytes:
    text = next(((e.text or "") for e in reference.iter() if local(e) in ("DigestValue", "CheckValue")), "")
    try:
        return base64.b64decode("".join(text.split()))
    except ValueError:
        return b""


def _digest(data: bytes, method: str) -> bytes | None:
    """The digest; None where this machine does not know the method (SM3 is not in every build of OpenSSL)."""
    name = _DIGESTS.get(method.lower(), "")
    if not name:
        return b"unknown"
    try:
        return hashlib.new(name, data).digest()
    except ValueError:
        return None
