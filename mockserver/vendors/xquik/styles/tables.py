"""Cached styles. Source: "Tweet Style Cache"."""

from __future__ import annotations

from typing import NamedTuple

from mockserver.core.tables import Index, Row, column


class StyleRow(Row):
    """The style of an account, or a custom one; `key` is its name in lower case.

    `tweets` are `{id, text, authorUsername, createdAt}` each, as they were when they were fetched.
    """

    __tablename__ = "xquik_styles"
    __table_args__ = (Index("xquik_styles_by_time", "fetched_at", "key"),)

    key: str = column(primary_key=True)
    is_custom: bool
    fetched_at: int
    tweet_count: int
    tweets: list[dict[str, object]]


class StyleHead(NamedTuple):
    """A style without its tweets, which may be long."""

    key: str
    is_custom: bool
    fetched_at: int
    tweet_count: int


TABLES = (StyleRow,)
