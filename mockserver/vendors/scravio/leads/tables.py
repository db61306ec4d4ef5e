"""Leads as thin rows: who, and what lists filter and sort by. All else follows from the seed when it is read.

A lead's id is its campaign's number and its rank in it, so leads of a campaign lie together in the order of scraping.
Source: "List campaign leads".
"""

from __future__ import annotations

from enum import IntEnum

from mockserver.core.tables import Index, Row, column

RANK_BITS = 24
"""A campaign has at most 16,777,216 leads: as many as six hexadecimal digits of a shown id can count."""

MOST_RANKS = 1 << RANK_BITS


class State(IntEnum):
    """Where a lead's email comes from and what is known of it.

    A pending email is good or bad already, so that the check which comes later need not look at it again.
    """

    NO_EMAIL = 0
    INITIAL_GOOD = 1
    INITIAL_BAD = 2
    INITIAL_VALID = 3
    INITIAL_INVALID = 4
    DEEP_GOOD = 5
    DEEP_BAD = 6
    DEEP_VALID = 7
    DEEP_INVALID = 8

    @property
    def mask(self) -> int:
        """The state as a bit, so that several states make one number."""
        return 1 << self.value


CHECKED = 2
"""What a check adds to a pending state."""


class LeadRow(Row):
    """A lead. `id` is its campaign's number and its rank; the person is `number` or, for one named by hand, `handle`.

    The index holds all that a page sorted by followers needs in order to find its place.
    """

    __tablename__ = "scravio_leads"
    __table_args__ = (Index("scravio_leads_by_followers", "campaign", "followers", "id", "state"),)

    id: int | None = column(default=None, primary_key=True)
    campaign: int
    number: int | None
    """On X a number of the world's population, elsewhere one of `profiles`."""
    handle: str | None
    keyword: int
    """Which of the campaign's keywords or hashtags matched."""
    state: int
    followers: int
    """As they were when the lead was scraped."""
    scraped_at: int


class LeadCountRow(Row):
    """How many leads of each state a stretch of a campaign's leads has, by rank or by followers.

    With these a page is found without counting the leads before it.
    """

    __tablename__ = "scravio_lead_counts"

    campaign: int = column(primary_key=True)
    ordering: int = column(primary_key=True)
    """An `Ordering` of `counts`."""
    bucket: int = column(primary_key=True)
    s0: int = 0
    s1: int = 0
    s2: int = 0
    s3: int = 0
    s4: int = 0
    s5: int = 0
    s6: int = 0
    s7: int = 0
    s8: int = 0


class LeadCheckRow(Row):
    """Emails of a campaign up to a rank were checked at that time, those of an earlier row aside."""

    __tablename__ = "scravio_lead_checks"

    campaign: int = column(primary_key=True)
    up_to: int = column(primary_key=True)
    at: int


class RevealRow(Row):
    """A lead whose email a free account has revealed."""

    __tablename__ = "scravio_reveals"

    lead_id: int = column(primary_key=True)
    at: int
