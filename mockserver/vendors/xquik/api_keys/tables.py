"""What the vendor knows of its API keys beside the key itself. Source: "API Keys"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class ApiKeyRow(Row):
    """A key that was made or used; a revoked one stays here, and is gone from the keys that work."""

    __tablename__ = "xquik_api_keys"
    __table_args__ = (
        Index("xquik_api_keys_by_key", "key_id"),
        Index("xquik_api_keys_by_time", "created_at", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    key_id: str
    name: str
    prefix: str
    created_at: int
    last_used_at: int | None = None


TABLES = (ApiKeyRow,)
