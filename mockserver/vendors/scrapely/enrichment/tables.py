"""Enrichment lookups that were made; each is remembered for 24 hours. Source: the vendor's OpenAPI document."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class EnrichmentRow(Row):
    """The result of a lookup by its kind and normalised input."""

    __tablename__ = "scrapely_enrichments"

    kind: str = column(primary_key=True)
    subject: str = column(primary_key=True)
    result: dict[str, object]
    created_at: int
