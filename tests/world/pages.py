"""Reading a paged list to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mockserver.world.paging import Page

T = TypeVar("T")


def whole(page: Callable[[str | None], Page[T]], most: int = 1_000) -> list[T]:
    """The items of all pages; fails when there are more pages than `most`."""
    items: list[T] = []
    position: str | None = None
    for _ in range(most):
        found = page(position)
        items += found.items
        if (position := found.next) is None:
            return items
    raise AssertionError(f"there are more than {most} pages")
