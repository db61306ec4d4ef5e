"""Lead sources, the scraping jobs that fill them, the leads, and the credits they cost.

Source: "Create Scraping Source" and "Check Scraping Status".
"""

from __future__ import annotations

from mockserver.core.tables import Index, Row, Unique, column


class SourceRow(Row):
    """A named list of leads."""

    __tablename__ = "scrapely_sources"
    __table_args__ = (Index("scrapely_sources_by_time", "created_at", "id"),)

    id: str = column(primary_key=True)
    name: str
    filters: dict[str, object] | None = None
    created_at: int


class ScrapeJobRow(Row):
    """One handle and direction of a source; `scanned` counts people looked at, filters or not."""

    __tablename__ = "scrapely_scrape_jobs"
    __table_args__ = (Index("scrapely_scrape_jobs_by_source", "source_id", "number"),)

    id: str = column(primary_key=True)
    source_id: str
    number: int
    type: str
    """`followers` or `following`."""
    handle: str
    status: str
    scanned: int = 0
    leads_imported: int = 0
    max_leads: int = 0
    error: str | None = None


class LeadRow(Row):
    """A person as found when scraped; a person is in a source once."""

    __tablename__ = "scrapely_leads"
    __table_args__ = (Unique("source_id", "user_id"), Index("scrapely_leads_by_source", "source_id", "id"))

    id: int | None = column(default=None, primary_key=True)
    source_id: str
    user_id: str
    handle: str
    name: str
    bio: str
    location: str
    website: str | None
    followers_count: int
    following_count: int
    is_blue_verified: bool
    created_at: int


class CreditRow(Row):
    """A line of the ledger: `balance_after` = the line before's + `amount`; `kind` is lead or enrichment."""

    __tablename__ = "scrapely_credits"
    __table_args__ = (Index("scrapely_credits_by_kind", "kind", "id"),)

    id: int | None = column(default=None, primary_key=True)
    kind: str
    amount: int
    balance_after: int
    reason: str
    subject: str
    created_at: int
