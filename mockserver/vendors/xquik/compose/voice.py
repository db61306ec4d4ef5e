"""How somebody writes, from the tweets of a style. Must not know where those are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mockserver.vendors.xquik.compose.reading import read

_BEGINNING = 1_000
"""How much of a text is looked at."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Averages over some tweets; shares are from 0 to 1."""

    length: int
    asking: float
    with_emoji: float
    with_link: float
    in_lines: float

    def habits(self) -> list[str]:
        """What to do to sound like this."""
        told = [f"write about {self.length} characters"]
        told.append("ask questions often" if self.asking > 0.3 else "state rather than ask")
        told.append("use an emoji now and then" if self.with_emoji > 0.3 else "leave emojis out")
        if self.in_lines > 0.5:
            told.append("break the text into lines")
        if self.with_link > 0.5:
            told.append("a link is usual here, but put it into a reply")
        return told


def voice_of(texts: Sequence[str]) -> Voice | None:
    """The voice of some tweets; None of nothing."""
    readings = [read(text[:_BEGINNING]) for text in texts]
    count = len(readings)
    if count == 0:
        return None
    return Voice(
        length=sum(each.length for each in readings) // count,
        asking=sum(each.asks for each in readings) / count,
        with_emoji=sum(each.emojis > 0 for each in readings) / count,
        with_link=sum(bool(each.links) for each in readings) / count,
        in_lines=sum(each.lines > 1 for each in readings) / count,
    )
