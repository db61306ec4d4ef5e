"""The tables of media. Must not know the wire."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class UploadRow(Row):
    """What was uploaded for tweets; `source` is as `world.media.Media` has it."""

    __tablename__ = "xquik_media"

    id: str = column(primary_key=True)
    kind: str
    source: str
    width: int
    height: int
    duration: int
    created_at: int


class GalleryRow(Row):
    """A page of downloaded media; `key` says of which tweets, so that the same is not made twice."""

    __tablename__ = "xquik_galleries"
    __table_args__ = (Index("ix_xquik_galleries_time", "created_at", "slug"),)

    slug: str = column(primary_key=True)
    key: str = column(unique=True)
    tweet_ids: list[str]
    created_at: int


TABLES = (UploadRow, GalleryRow)
