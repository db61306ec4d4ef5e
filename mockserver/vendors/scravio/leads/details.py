"""A lead with all that follows from its row: who the person is, as the platform shows it now.

Must not know the wire, nor who may see an email.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.campaigns.kinds import Platform, Target, kind_of
from mockserver.vendors.scravio.leads import masks, profiles, sources
from mockserver.vendors.scravio.leads.checks import CheckTimes
from mockserver.vendors.scravio.leads.collection import rank_of
from mockserver.vendors.scravio.leads.sources import Campaign
from mockserver.vendors.scravio.leads.tables import LeadRow
from mockserver.world.person import Person, PersonStatus

_FIRST_VIDEO = 10**18

_NO_WORD = re.compile(r"\W")

_POSTS = (
    "Everybody asks me about {word}. Here is what I learned.",
    "Hot take: {word} is still underrated.",
    "Three years of {word} in one thread.",
    "Looking for people who are into {word}, say hi!",
    "Our notes on {word} are finally public.",
)


class Check(NamedTuple):
    """What became of an email's check."""

    is_valid: bool
    at: Instant


@dataclass(frozen=True, slots=True)
class Details:
    """Everything a lead shows besides its row. `picture` names the profile picture; None stands for unknown."""

    row: LeadRow
    handle: str
    full_name: str
    biography: str
    email: str | None
    check: Check | None
    """None until the email was checked."""
    phone: str | None
    following: int
    media: int
    website: str | None
    picture: str
    is_private: bool
    is_verified: bool
    is_business: bool
    country: str | None
    joined: Instant
    latitude: float | None
    longitude: float | None
    city: str | None
    street: str | None
    keyword: str | None
    extra: Mapping[str, str] = field(default_factory=dict)
    """Fields that only leads of some platforms have."""

    @property
    def rank(self) -> int:
        """Its place in the campaign, from 0."""
        assert self.row.id is not None
        return rank_of(self.row.id)


def of(workspace: Workspace, campaign: Campaign, rows: Sequence[LeadRow]) -> Iterator[Details]:
    """The rows of one campaign with all that follows from them."""
    if rows:
        yield from _Reader(workspace, campaign).read(rows)


class _Reader:
    def __init__(self, workspace: Workspace, campaign: Campaign) -> None:
        assert campaign.number is not None
        self._workspace = workspace
        self._campaign = campaign
        self._kind = kind_of(campaign.type)
        self._words = sources.words_of(campaign)
        self._checks = CheckTimes(workspace, campaign.number)

    def read(self, rows: Sequence[LeadRow]) -> Iterator[Details]:
        """The rows in their order."""
        if self._kind.platform is not Platform.X:
            for row in rows:
                yield self._of_platform(row)
            return
        people = self._workspace.world.people
        numbered = iter(people.numbered(row.number for row in rows if row.number is not None))
        named = iter(people.many(row.handle.lower() for row in rows if row.handle is not None))
        for row in rows:
            yield self._of_world(row, next(named if row.number is None else numbered))

    def _of_world(self, row: LeadRow, person: Person) -> Details:
        return Details(
            row=row,
            handle=person.handle,
            full_name=person.name,
            biography=person.bio,
            email=person.email if row.state else None,
            check=self._check(row),
            phone=None,
            following=person.following_count,
            media=person.tweets_count,
            website=person.website,
            picture=person.key,
            is_private=person.status is PersonStatus.PROTECTED,
            is_verified=person.is_verified or person.is_blue_verified,
            is_business=False,
            country=person.country_code or None,
            joined=person.created_at,
            latitude=None,
            longitude=None,
            city=None,
            street=None,
            keyword=self._keyword(row),
            extra=self._extra(row, person.handle, None),
        )

    def _of_platform(self, row: LeadRow) -> Details:
        platform = self._kind.platform
        handle = row.handle if row.number is None else profiles.handle_of(platform, row.number)
        assert handle is not None, "a lead is somebody"
        person = profiles.profile(self._workspace.entropy, platform, handle)
        return Details(
            row=row,
            handle=handle,
            full_name=person.full_name,
            biography=person.bio,
            email=person.email if row.state else None,
            check=self._check(row),
            phone=person.phone,
            following=person.following,
            media=person.media,
            website=person.website,
            picture=_NO_WORD.sub("_", f"{platform}_{handle}")[:64],
            is_private=person.is_private,
            is_verified=person.is_verified,
            is_business=person.is_business,
            country=person.country,
            joined=person.joined,
            latitude=None if person.city is None else person.city.latitude,
            longitude=None if person.city is None else person.city.longitude,
            city=None if person.city is None else person.city.name,
            street=person.street,
            keyword=self._keyword(row),
            extra=self._extra(row, handle, person),
        )

    def _check(self, row: LeadRow) -> Check | None:
        assert row.id is not None
        if not (masks.VALID | masks.INVALID) >> row.state & 1:
            return None
        return Check(bool(masks.VALID >> row.state & 1), self._checks.at(rank_of(row.id)))

    def _keyword(self, row: LeadRow) -> str | None:
        return self._words[row.keyword] if self._kind.target is Target.KEYWORD else None

    def _extra(self, row: LeadRow, handle: str, person: profiles.Profile | None) -> dict[str, str]:
        """What the platform adds.

        Assumption: the four platform-specific fields that the document names are the only ones. A post or video is
        there for leads found by one.
        """
        kind, entropy = self._kind, self._workspace.entropy
        match kind.platform:
            case Platform.X if kind.target is Target.KEYWORD:
                text = entropy.stream("scravio.post", handle).pick(_POSTS)
                return {"xPostText": text.format(word=self._words[row.keyword])}
            case Platform.LINKEDIN if person is not None:
                return {"linkedinHeadline": f"{person.title} at {person.company}"}
            case Platform.FACEBOOK if person is not None:
                return {"facebookCategory": person.industry}
            case Platform.TIKTOK if kind.target is Target.POST:
                return {"tiktokVideoUrl": str(self._campaign.inputs["mediaUrl"])}
            case Platform.TIKTOK if kind.is_email_only:
                video = _FIRST_VIDEO + entropy.number("scravio.video", handle) % _FIRST_VIDEO
                return {"tiktokVideoUrl": f"https://www.tiktok.com/@{handle}/video/{video}"}
        return {}
