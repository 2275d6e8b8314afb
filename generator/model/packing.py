"""Frozen objects ↔ bytes (MessagePack): for the cache and for other machines.

The bytes hold values and no code, and whoever unpacks them says what they must be.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

PackingError = msgspec.DecodeError
"""Bytes that are no value of the kind that was asked for."""


def pack(value: object) -> bytes:
    """A value as bytes."""
    return msgspec.msgpack.encode(value)


def unpack(packed: bytes, kind: type[T]) -> T:
    """A value of this kind that `pack` made. Raises PackingError when it is none."""
    value: T = _decoder(kind).decode(packed)  # type: ignore[arg-type]  # types can be hashed
    return value


@cache
def _decoder(kind: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)
