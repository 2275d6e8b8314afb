"""A value that is worked out only if it is asked for, by this process or for another that is handed it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

A = TypeVar("A")


class Later(Generic[A]):
    """What `make` gives. It is called once, here: whoever is handed this in another process has the value alone."""

    def __init__(self, make: Callable[[], A]) -> None:
        self._make = make

    @cached_property
    def value(self) -> A:
        """The value."""
        return self._make()

    def __reduce__(self) -> tuple[Any, ...]:
        return _known, (self.value,)


def _known(value: A) -> Later[A]:
    """A value that was worked out elsewhere."""
    found = Later[A](lambda: value)
    return found
