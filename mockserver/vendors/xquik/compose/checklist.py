"""The checks of a draft, in the order in which they matter. Source: the eleven factors of the vendor's site.

Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mockserver.vendors.xquik.compose.reading import Reading
from mockserver.world.length import TWEET_LENGTH

SHORTEST = 50
FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft and what will be attached to it."""

    draft: Reading
    has_link: bool
    has_media: bool


@dataclass(frozen=True, slots=True)
class Factor:
    """A check: None from `fault` where it is passed, else what to do about it."""

    name: str
    fault: Callable[[Looked], str | None]


def judge(looked: Looked) -> list[tuple[Factor, str | None]]:
    """Every factor with what is wrong, if anything."""
    return [(factor, factor.fault(looked)) for factor in FACTORS]


def _links(looked: Looked) -> str | None:
    links = looked.draft.links
    return f"Take {_list(links)} out of the text; a link costs reach" if links else None


def _length(looked: Looked) -> str | None:
    length = looked.draft.length
    if length > TWEET_LENGTH:
        return f"Cut {length - TWEET_LENGTH} characters: X counts {length} of {TWEET_LENGTH}"
    if length < SHORTEST:
        return f"Write at least {SHORTEST} characters; there are {length}"
    return None


def _call(looked: Looked) -> str | None:
    if looked.draft.asks or looked.draft.invites:
        return None
    return "End with a question that readers can answer in one line; replies weigh 27 times a like"


def _hashtags(looked: Looked) -> str | None:
    tags = looked.draft.hashtags
    return f"Remove {_list(['#' + tag for tag in tags])}; words are found without a sign" if tags else None


def _media(looked: Looked) -> str | None:
    return None if looked.has_media else "Attach a photo or a video; it makes readers stop"


def _link_in_reply(looked: Looked) -> str | None:
    return "Post the attached link as the first reply instead" if looked.has_link else None


def _substance(looked: Looked) -> str | None:
    words = looked.draft.words
    if words < FEWEST_WORDS:
        return f"Say more: {words} words are not enough to make a point"
    return None


def _capitals(looked: Looked) -> str | None:
    shouted = looked.draft.capitals
    return f"Write {_list(shouted)} in small letters" if len(shouted) > 1 else None


def _signs(looked: Looked) -> str | None:
    return "Use one mark at the end of a sentence, and calm ones" if looked.draft.excited else None


def _emojis(looked: Looked) -> str | None:
    count = looked.draft.emojis
    return f"Remove the {'emoji' if count == 1 else f'{count} emojis'}" if count else None


def _dashes(looked: Looked) -> str | None:
    return "Replace dashes by commas or full stops" if looked.draft.dashes else None


def _list(items: Sequence[str]) -> str:
    """At most three of them."""
    shown = list(dict.fromkeys(items))
    return ", ".join(shown[:3]) + (" and others" if len(shown) > 3 else "")


FACTORS: Sequence[Factor] = (
    Factor("Length 50-280 characters", _length),
    Factor("No links in body", _links),
    Factor("Conversation call to action", _call),
    Factor("Sufficient substance", _substance),
    Factor("Media attached", _media),
    Factor("Link in reply", _link_in_reply),
    Factor("No hashtags", _hashtags),
    Factor("No excessive capitals", _capitals),
    Factor("No excessive punctuation", _signs),
    Factor("No emojis", _emojis),
    Factor("No em or double dashes", _dashes),
)
