"""The table of connected X accounts. Must not know the wire."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class XAccountRow(SQLModel, table=True):
    """A connected account; `key` is its username in lower case, `health` as the vendor names it."""

    __tablename__ = "xquik_x_accounts"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    health: str
    created_at: int
    updated_at: int
    cookies_at: int
    country: str | None = None


TABLES = (XAccountRow,)
