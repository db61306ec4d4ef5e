"""An article: what a tweet can hold besides its text, with a title and blocks as X keeps them.

Must not know how any reader shows one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from mockserver.core.entropy import Entropy
from mockserver.world.media import Media, MediaKind, drawn, from_stored, to_stored
from mockserver.world.person import Person
from mockserver.world.sayings import ARTICLE_HEADINGS, ARTICLE_PARAGRAPHS, ARTICLE_POINTS, ARTICLE_TITLES

_PREVIEW = 200


class BlockKind(StrEnum):
    """What a block is, in X's words."""

    TEXT = "unstyled"
    HEADING = "header-two"
    POINT = "unordered-list-item"
    QUOTE = "blockquote"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, one point of a list, or a picture, whose `text` stands under it."""

    kind: BlockKind
    text: str
    image: Media | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `cover` is its picture."""

    title: str
    blocks: tuple[Block, ...]
    cover: Media | None = None

    @property
    def preview(self) -> str:
        """The beginning of its first paragraph."""
        first = next((block.text for block in self.blocks if block.kind is BlockKind.TEXT), "")
        return first if len(first) <= _PREVIEW else first[:_PREVIEW].rsplit(None, 1)[0] + "…"


def derived_article(entropy: Entropy, author: Person, tweet_id: str) -> Article:
    """The article that the world made up under a tweet of its own."""
    draws = entropy.stream("article", tweet_id)
    topic = draws.pick(author.topics) if author.topics else "life"

    def said(sentences: Sequence[str]) -> str:
        return draws.pick(sentences).format(topic=topic, company=author.company, count=draws.between(3, 12))

    title = said(ARTICLE_TITLES)
    blocks = [Block(BlockKind.TEXT, said(ARTICLE_PARAGRAPHS))]
    for _ in range(draws.between(2, 4)):
        blocks.append(Block(BlockKind.HEADING, said(ARTICLE_HEADINGS)))
        blocks.extend(Block(BlockKind.TEXT, said(ARTICLE_PARAGRAPHS)) for _ in range(draws.between(1, 2)))
        if draws.chance(0.5):
            blocks.extend(Block(BlockKind.POINT, said(ARTICLE_POINTS)) for _ in range(3))
    if draws.chance(0.6):
        blocks.insert(1, Block(BlockKind.IMAGE, "", drawn(MediaKind.PHOTO, f"{tweet_id}-inline")))
    return Article(title, tuple(blocks), drawn(MediaKind.PHOTO, f"{tweet_id}-cover"))


def to_json(article: Article) -> dict[str, object]:
    """As a row keeps it."""
    return {
        "title": article.title,
        "blocks": [
            [block.kind.value, block.text, *([] if block.image is None else to_stored([block.image]))]
            for block in article.blocks
        ],
        "cover": [] if article.cover is None else to_stored([article.cover]),
    }


def from_json(stored: Mapping[str, object]) -> Article:
    """What `to_json` gave."""
    blocks = cast(Sequence[Sequence[object]], stored["blocks"])
    cover = from_stored(cast(Sequence[object], stored["cover"]))
    return Article(str(stored["title"]), tuple(_block(*each) for each in blocks), cover[0] if cover else None)


def _block(kind: object, text: object, *image: object) -> Block:
    return Block(BlockKind(str(kind)), str(text), *from_stored(image))
