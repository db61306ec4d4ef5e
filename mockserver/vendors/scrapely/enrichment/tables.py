"""Enrichment lookups that were made; each is remembered for 24 hours. Source: the vendor's OpenAPI document."""

from __future__ import annotations

from sqlalchemy import Column
from sqlmodel import JSON, Field, SQLModel


class EnrichmentRow(SQLModel, table=True):
    """The result of a lookup by its kind and normalised input."""

    __tablename__ = "scrapely_enrichments"

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    result: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    created_at: int
