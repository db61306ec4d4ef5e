"""The tables of media. Must not know the wire."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import JSON, Column, Field, SQLModel


class UploadRow(SQLModel, table=True):
    """What was uploaded for tweets; `source` is as `world.media.Media` has it."""

    __tablename__ = "xquik_media"

    id: str = Field(primary_key=True)
    kind: str
    source: str
    width: int
    height: int
    duration: int
    created_at: int


class GalleryRow(SQLModel, table=True):
    """A page of downloaded media; `key` says of which tweets, so that the same is not made twice."""

    __tablename__ = "xquik_galleries"
    __table_args__ = (Index("ix_xquik_galleries_time", "created_at", "slug"),)

    slug: str = Field(primary_key=True)
    key: str = Field(unique=True)
    tweet_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: int


TABLES = (UploadRow, GalleryRow)
