"""Loads the section by living through it: each entry does at its time what a user would have done.

In between the workers run as they always do, so what a fixture leaves behind is what the product itself makes.
Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import ValidationError

from mockserver.core.errors import ApiError
from mockserver.core.times import DAY, SECOND, Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.account import service as account
from mockserver.vendors.socialscalr.campaigns import service as campaigns
from mockserver.vendors.socialscalr.campaigns.schemas import CreateCampaignRequest
from mockserver.vendors.socialscalr.comments import service as comments
from mockserver.vendors.socialscalr.leads import service as leads
from mockserver.vendors.socialscalr.leads.schemas import LeadSource, NewLead
from mockserver.vendors.socialscalr.posts import service as posts
from mockserver.vendors.socialscalr.posts.schemas import SchedulePostRequest
from mockserver.vendors.socialscalr.seed.section import Campaign, Comment, Lead, Post, Section, read, wording


def load(workspace: Workspace, section: Mapping[str, Any]) -> None:
    """Write the section in the caller's transaction; raises `ValueError` that names the entry at fault.

    The past goes by the clock, whatever moves jobs on in the workspace afterwards.
    """
    settings = workspace.settings
    workspace.settings = replace(settings, progression={})
    try:
        _Loader(workspace, read(section)).load()
    finally:
        workspace.settings = settings
    if settings.progression:
        workspace.jobs.repace()


class _Loader:
    def __init__(self, workspace: Workspace, section: Section) -> None:
        self._workspace = workspace
        self._section = section
        self._start = workspace.now()
        self._deeds: list[tuple[Instant, str, Callable[[], None]]] = []
        self._campaigns: dict[int, str] = {}

    def load(self) -> None:
        """Plan every entry at its time, then let time pass until now."""
        with _named("user"):
            account.enrol(self._workspace, **self._section.user.model_dump())
        for number, campaign in enumerate(self._section.campaigns):
            place, made = f"campaigns[{number}]", self._start - campaign.ago
            self._plan(place, made, partial(self._campaign, number, campaign))
            for index, lead in enumerate(campaign.leads):
                self._plan(f"{place}.leads[{index}]", made + lead.after, partial(self._lead, number, lead))
            if campaign.paused is not None:
                self._plan(f"{place}.paused", self._start - campaign.paused, partial(self._pause, number))
        for number, post in enumerate(self._section.posts):
            self._plan(f"posts[{number}]", self._start + min(0, post.after_start) - DAY, partial(self._post, post))
        for number, comment in enumerate(self._section.comments):
            approved = self._start + min(0, comment.after_start) - SECOND
            self._plan(f"comments[{number}]", approved, partial(self._comment, comment))
        self._live()

    def _plan(self, place: str, at: Instant, do: Callable[[], None]) -> None:
        with _named(place):
            if at > self._start:
                raise ValueError("lies after the workspace's start")
        self._deeds.append((at, place, do))

    def _live(self) -> None:
        """Do everything in the order of its time, with the timers that fall due in between."""
        clock, scheduler = self._workspace.clock, self._workspace.scheduler
        for at, place, do in sorted(self._deeds, key=lambda deed: deed[0]):
            while scheduler.catch_up(at):
                pass
            with _named(place), clock.pinned(at):
                do()
        while scheduler.catch_up(self._start):
            pass

    # One entry each, at its time

    def _campaign(self, number: int, campaign: Campaign) -> None:
        body = campaign.model_dump(include={"name", "search_url", "targeting", "templates"})
        row = campaigns.create(self._workspace, CreateCampaignRequest.model_validate(body))
        self._campaigns[number] = row.id

    def _lead(self, number: int, lead: Lead) -> None:
        campaign = leads.require_campaign(self._workspace, self._campaigns[number])
        body = lead.model_dump(exclude={"after", "profile_url"}) | {"profileUrl": lead.profile_url}
        new = NewLead.model_validate(body)
        leads.add(self._workspace, campaign, [leads.named(self._workspace, new)], LeadSource.API)

    def _pause(self, number: int) -> None:
        campaigns.pause(self._workspace, self._campaigns[number])

    def _post(self, post: Post) -> None:
        fields = post.model_dump(include={"content", "link_url", "first_comment"})
        request = SchedulePostRequest.model_validate({**fields, "scheduled_for": "2030-01-01T00:00:00Z"})
        posts.schedule(
            self._workspace,
            content=request.content,
            at=self._start + post.after_start,
            link_url=request.link_url,
            first_comment=request.first_comment,
        )

    def _comment(self, comment: Comment) -> None:
        delay = self._start + comment.after_start - self._workspace.now()
        comments.approve(self._workspace, comment.content, comment.post_url, delay_ms=delay)


@contextmanager
def _named(place: str) -> Iterator[None]:
    """Say in which entry of the fixture something went wrong."""
    try:
        yield
    except ValidationError as error:
        raise ValueError(f"{place}: {wording(error)}") from None
    except (ApiError, LookupError, ValueError) as error:
        raise ValueError(f"{place}: {error}") from error
