"""The table of connected X accounts. Must not know the wire."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class XAccountRow(Row):
    """A connected account; `key` is its username in lower case, `health` as the vendor names it."""

    __tablename__ = "xquik_x_accounts"

    id: int | None = column(default=None, primary_key=True)
    key: str = column(unique=True)
    health: str
    created_at: int
    updated_at: int
    cookies_at: int
    country: str | None = None


TABLES = (XAccountRow,)
