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

_ELLIPSIS = "…"
_PICTURE = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = rf"[\U0001f1e6-\U0001f1ff]{{2}}|[#*0-9]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*"
_UNUSUAL = re.compile(rf"(?P<link>{LINK})|(?P<emoji>{_EMOJI})|[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""What does not count 1 for each code point."""


def weighted_length(text: str) -> int:
    """How much of X's 280 a text takes."""
    plain = unicodedata.normalize("NFC", text)
    if plain.isascii() and "." not in plain:
        return len(plain)
    return len(plain) + sum(_weight(unit) - len(unit[0]) for unit in _UNUSUAL.finditer(plain))


def shortened(text: str) -> str:
    """The text itself when it fits a tweet, else its beginning and `…`, cut between words where there are any.

    Assumption: X's own place to cut is not documented; its short forms end like this.
    """
    if weighted_length(text) <= TWEET_LENGTH:
        return text
    end = _end(text, TWEET_LENGTH - 2)
    head = text[:end]
    is_between = text[end].isspace() or head[-1:].isspace() or not head.strip()
    words = head if is_between else head.rsplit(None, 1)[0]
    return (words if len(words) > end // 2 else head).rstrip() + _ELLIPSIS


def _end(text: str, left: int) -> int:
    """Where the longest beginning ends that weighs `left` at most; nothing that counts as one is cut."""
    end = 0
    for unit in _UNUSUAL.finditer(text):
        usual = unit.start() - end
        if usual + _weight(unit) > left:
            return end + min(usual, left)
        left -= usual + _weight(unit)
        end = unit.end()
    return end + min(left, len(text) - end)


def _weight(unit: re.Match[str]) -> int:
    return 23 if unit["link"] else 2
