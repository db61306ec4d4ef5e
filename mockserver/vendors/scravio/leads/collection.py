"""Turning the people whom a campaign looks at into leads. Must not know what that costs, nor when it stops.

Source: "Create campaign", "List campaign leads".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import emails
from mockserver.vendors.scravio.campaigns.kinds import kind_of
from mockserver.vendors.scravio.leads import sources
from mockserver.vendors.scravio.leads.counts import Changes
from mockserver.vendors.scravio.leads.sources import Campaign, Found
from mockserver.vendors.scravio.leads.tables import MOST_RANKS, RANK_BITS, LeadRow, State

_LAST = Query(
    lambda: (
        select(col(LeadRow.id))
        .where(col(LeadRow.id) >= bindparam("first"), col(LeadRow.id) < bindparam("end"))
        .order_by(col(LeadRow.id).desc())
        .limit(1)
    ),
    int,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What reading some people gave: `scanned` = `initial` + `deep` + `without` + those whom a filter left out."""

    scanned: int
    initial: int
    """Leads whose email was in sight."""
    deep: int
    """Leads whose hidden email was found."""
    without: int
    """Leads without an email."""
    is_last: bool
    """Whether nobody is left to look at."""

    @property
    def emails(self) -> int:
        """Leads with an email."""
        return self.initial + self.deep

    @property
    def leads(self) -> int:
        """All of them."""
        return self.emails + self.without


def ids_of(campaign: int) -> range:
    """The ids that leads of a campaign have: its first rank to its last."""
    return range(campaign << RANK_BITS, campaign + 1 << RANK_BITS)


def rank_of(lead_id: int) -> int:
    """The place of a lead in its campaign, from 0."""
    return lead_id & MOST_RANKS - 1


def collect(
    workspace: Workspace, campaign: Campaign, start: int, count: int, *, most_emails: int | None = None
) -> Batch:
    """Look at `count` people from place `start` on and keep those who fit, in the caller's transaction.

    Stops behind the lead that brings the `most_emails`-th email.
    """
    assert campaign.number is not None
    stretch = sources.read(workspace, campaign, start, count)
    collector = _Collector(workspace, campaign, campaign.number, start)
    workspace.database.add_many(LeadRow, collector.rows(stretch.found, most_emails))
    collector.changes.write(workspace.database)
    scanned = stretch.scanned if collector.cut_at is None else collector.cut_at
    return Batch(
        scanned=scanned,
        initial=collector.counted[State.INITIAL_GOOD] + collector.counted[State.INITIAL_BAD],
        deep=collector.counted[State.DEEP_GOOD] + collector.counted[State.DEEP_BAD],
        without=collector.counted[State.NO_EMAIL],
        is_last=stretch.is_last and scanned == stretch.scanned,
    )


class _Collector:
    """Makes rows of the people found, counting as it goes."""

    def __init__(self, workspace: Workspace, campaign: Campaign, number: int, start: int) -> None:
        self._workspace = workspace
        self._kind = kind_of(campaign.type)
        self._is_deep = campaign.enable_deep_email_search
        self._number = number
        self._start = start
        self.changes = Changes(number)
        self.counted = [0] * len(State)
        self.cut_at: int | None = None
        """How many people were looked at when the last email wanted was found."""

    def rows(self, found: Iterable[Found], most_emails: int | None) -> Iterator[dict[str, object]]:
        """A row for each person, up to the one who brings the last email wanted."""
        ids = ids_of(self._number)
        last = self._workspace.database.first(_LAST, first=ids.start, end=ids.stop)
        lead_id = ids.start if last is None else last + 1
        now = self._workspace.now()
        emails_left = -1 if most_emails is None else most_emails
        for person in found if emails_left else ():
            if lead_id == ids.stop:
                return
            state = self._state(person)
            self.counted[state] += 1
            self.changes.count(rank_of(lead_id), person.followers, state)
            yield {
                "id": lead_id,
                "campaign": self._number,
                "number": person.number,
                "handle": person.handle,
                "keyword": person.keyword,
                "state": state.value,
                "followers": person.followers,
                "scraped_at": now,
            }
            lead_id += 1
            emails_left -= state is not State.NO_EMAIL
            if not emails_left:
                self.cut_at = person.place - self._start + 1
                return

    def _state(self, person: Found) -> State:
        """What is found of a person's email, and what a check of it will find."""
        draw, kind = person.draw, self._kind
        if draw % 1_000 < kind.public:
            return State.INITIAL_GOOD if self._is_good(person.email) else State.INITIAL_BAD
        if self._is_deep and draw // 1_000 % 1_000 < kind.hidden:
            return State.DEEP_GOOD if self._is_good(person.email) else State.DEEP_BAD
        return State.NO_EMAIL

    def _is_good(self, address: str) -> bool:
        try:
            return emails.verdict(self._workspace.entropy, emails.normalised(address)).is_valid
        except emails.Outage:
            return False
