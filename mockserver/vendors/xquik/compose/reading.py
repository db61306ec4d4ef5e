"""What stands in a text, as far as advice depends on it. Must not know what is advised."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mockserver.world.entities import parse
from mockserver.world.length import weighted_length

_WORD = re.compile(r"[^\W_][\w'\u2019-]*")
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_SIGNS = re.compile(r"[!?]{2,}|\.{4,}|…{2,}|!(?:[^!]*!){2,}", re.DOTALL)
_DASHES = re.compile(r"[\u2013\u2014]|(?<!-)--(?!-)")
_EMOJI = re.compile("[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
_INVITATION = re.compile(
    r"\b(?:reply|replies|comment|tell me|let me know|share|what do you think|agree|disagree|thoughts|your turn)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, looked at once. `length` is what X counts, `opening` its first line or sentence."""

    text: str
    length: int
    words: int
    links: tuple[str, ...]
    hashtags: tuple[str, ...]
    capitals: tuple[str, ...]
    asks: bool
    invites: bool
    has_number: bool
    emojis: int
    dashes: int
    excited: int
    opening: str
    lines: int


def read(text: str) -> Reading:
    """Look at a text."""
    entities = parse(text)
    bare = text
    for link in entities.links:
        bare = bare.replace(link.url, " ")
    return Reading(
        text=text,
        length=weighted_length(text),
        words=len(_WORD.findall(bare)),
        links=tuple(link.url for link in entities.links),
        hashtags=tuple(tag.text for tag in entities.hashtags),
        capitals=tuple(_CAPITALS.findall(bare)),
        asks="?" in bare or "\uff1f" in bare,
        invites=_INVITATION.search(bare) is not None,
        has_number=any(letter.isdigit() for letter in bare),
        emojis=len(_EMOJI.findall(bare)),
        dashes=len(_DASHES.findall(bare)),
        excited=len(_SIGNS.findall(bare)),
        opening=re.split(r"[\n.!?]", text.strip(), maxsplit=1)[0].strip(),
        lines=len([line for line in text.splitlines() if line.strip()]),
    )
