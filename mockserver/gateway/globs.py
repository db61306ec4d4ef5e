"""Paths with wildcards: `*` stands for one segment or a part of it, `**` for any. Must not know what they match."""

from __future__ import annotations

import re

_WILD = re.compile(r"(\*\*|\*)")


class Glob:
    """A path with wildcards. Matching takes steps in proportion to path times pattern, whatever the pattern."""

    __slots__ = ("_parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = [part for part in _WILD.split(_plain(text)) if part]

    def takes(self, vendor: str, path: str) -> bool:
        """Whether it means the path, as the vendor has it or with the vendor's name in front."""
        plain = _plain(path)
        return self._matches(plain) or self._matches(f"/{vendor}{plain}")

    def _matches(self, path: str) -> bool:
        places = {0}
        for part in self._parts:
            if part == "**":
                places = set(range(min(places), len(path) + 1))
            elif part == "*":
                places = _within_segments(path, places)
            else:
                places = {at + len(part) for at in places if path.startswith(part, at)}
            if not places:
                return False
        return len(path) in places


def _within_segments(path: str, places: set[int]) -> set[int]:
    """The places that can be reached from these without crossing a slash."""
    reached: set[int] = set()
    for start in sorted(places):
        if start not in reached:
            end = path.find("/", start)
            reached.update(range(start, (len(path) if end < 0 else end) + 1))
    return reached


def _plain(path: str) -> str:
    """A slash at the end does not count."""
    return path.rstrip("/") or "/"
