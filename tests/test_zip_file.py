"""Packages that the program writes itself are read by a library as they were meant."""

from __future__ import annotations

import zipfile
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from generator.machine.files import ZIP_EPOCH
from generator.machine.zip_file import QUICK, THOROUGH, member, zip_file

_NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z_.]{1,8})?", fullmatch=True)
_TEXTS = st.one_of(st.text(max_size=80), st.text("公开目录<w:t/>", min_size=200, max_size=3_000))


@given(st.dictionaries(_NAMES, st.tuples(_TEXTS, st.sampled_from([0, QUICK, THOROUGH])), max_size=9))
def test_a_package_is_read_as_it_was_written(parts: dict[str, tuple[str, int]]) -> None:
    data = zip_file(member(name, text, level) for name, (text, level) in parts.items())
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        assert package.namelist() == list(parts)
        assert all(package.read(name).decode() == text for name, (text, _) in parts.items())
        assert {entry.date_time for entry in package.infolist()} <= {ZIP_EPOCH}
