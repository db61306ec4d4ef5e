"""How long X finds a text, and how it cuts a long one. Must not know who may write how much.

The weights are those of X's counting rules (twitter-text, configuration 3): a link counts 23, an emoji 2 however
many code points it is made of, Latin and the like 1, everything else 2.
"""

from __future__ import annotations

import re
import unicodedata

from mockserver.world.entities import LINK

TWEET_LENGTH = 280
"""The weight that a tweet may have without being a note."""

_LINK_WEIGHT = 23
_ELLIPSIS = "…"
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_PICTURE = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
_UNIT = re.compile(
    rf"(?P<link>{LINK})|(?P<emoji>[\U0001f1e6-\U0001f1ff]{{2}}|[#*0-9]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*)|.",
    re.DOTALL,
)


def weighted_length(text: str) -> int:
    """How much of X's 280 a text takes."""
    plain = unicodedata.normalize("NFC", text)
    return len(plain) if plain.isascii() and "." not in plain else sum(map(_weight, _UNIT.finditer(plain)))


def shortened(text: str) -> str:
    """The text itself when it fits a tweet, else its beginning and `…`, cut between words where there are any.

    Assumption: X's own place to cut is not documented; its short forms end like this.
    """
    if weighted_length(text) <= TWEET_LENGTH:
        return text
    left, end = TWEET_LENGTH - 2, 0
    for unit in _UNIT.finditer(text):
        left -= _weight(unit)
        if left < 0:
            break
        end = unit.end()
    head = text[:end]
    words = head.rsplit(None, 1)[0] if not text[end].isspace() else head
    return (words if len(words) > end // 2 else head).rstrip() + _ELLIPSIS


def _weight(unit: re.Match[str]) -> int:
    if unit["link"]:
        return _LINK_WEIGHT
    if unit["emoji"]:
        return 2
    point = ord(unit[0])
    return 1 if any(low <= point <= high for low, high in _LIGHT) else 2
