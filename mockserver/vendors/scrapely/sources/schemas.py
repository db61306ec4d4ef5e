"""What the scraping source endpoints take and give. Source: "Create Scraping Source" and "Check Scraping Status"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from mockserver.gateway.schemas import Int64, Offset, PageSize, QueryParams, RequestBody
from mockserver.vendors.scrapely.fields import Handle, Moment, Text, Uuid
from mockserver.workers.lead_filters import Logic
from mockserver.workers.scraping import Direction

MOST_TARGETS = 100
"""Assumption: a source has at most 100 handles."""

LogicWord = Annotated[Logic, Field(strict=False)]
Count = Annotated[Int64, Field(ge=0)]


class ScrapeStatus(StrEnum):
    """Where a job or a source stands."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class Target(RequestBody):
    """A handle and what to scrape of it."""

    handle: Handle = Field(description="Twitter handle to scrape")
    followers: bool = Field(False, description="Scrape those who follow the handle")
    following: bool = Field(False, description="Scrape those whom the handle follows")

    @model_validator(mode="after")
    def _has_direction(self) -> Self:
        if not (self.followers or self.following):
            raise ValueError("must set followers or following to true")
        return self

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The lists to scrape, one job each."""
        wanted = ((Direction.FOLLOWERS, self.followers), (Direction.FOLLOWING, self.following))
        return tuple(direction for direction, is_wanted in wanted if is_wanted)


class Range(RequestBody):
    """Counts that are kept, both ends included; null or absent leaves an end open."""

    min: Count | None = Field(None, description="Smallest count")
    max: Count | None = Field(None, description="Largest count")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("must have a min that is not greater than its max")
        return self


class Filters(RequestBody):
    """Which of the people found become leads; what is absent or null filters nothing."""

    include_keywords: list[list[str]] = Field(
        [], alias="includeKeywords", description="Groups of keywords that the bio must have"
    )
    exclude_keywords: list[list[str]] = Field(
        [], alias="excludeKeywords", description="Groups of keywords that the bio must not have"
    )
    include_within_logic: LogicWord = Field(
        Logic.AND, alias="includeWithinLogic", description="How keywords of an include group are joined"
    )
    include_between_logic: LogicWord = Field(
        Logic.OR, alias="includeBetweenLogic", description="How include groups are joined"
    )
    exclude_within_logic: LogicWord = Field(
        Logic.AND, alias="excludeWithinLogic", description="How keywords of an exclude group are joined"
    )
    exclude_between_logic: LogicWord = Field(
        Logic.OR, alias="excludeBetweenLogic", description="How exclude groups are joined"
    )
    location_exclude_keywords: list[str] = Field(
        [], alias="locationExcludeKeywords", description="Parts of locations to leave out, such as countries"
    )
    followers: Range | None = Field(None, description="How many followers a lead has")
    following: Range | None = Field(None, description="How many accounts a lead follows")
    has_website: bool | None = Field(
        None, alias="hasWebsite", description="True keeps leads with a website, false those without, null both"
    )


class CreateSourceRequest(RequestBody):
    """A lead source to be filled by scraping."""

    name: Text = Field(description="Name of the lead source", examples=["Tech Founders Q1"])
    sources: list[Target] = Field(
        min_length=1,
        max_length=MOST_TARGETS,
        description="Handles to scrape",
        examples=[[{"handle": "paulg", "followers": True}]],
    )
    filters: Filters | None = Field(None, description="Which of the people found become leads")


class ListSourcesQuery(QueryParams):
    """Which sources are asked for."""

    id: Uuid | None = Field(None, description="Id of one source, to get its status in detail")
    limit: PageSize = Field(20, description="Results per page, at most 100")
    offset: Offset = Field(0, description="Results to skip")


class LeadsQuery(QueryParams):
    """Which leads of a source are asked for; lists are comma separated."""

    limit: PageSize = Field(100, description="Results per page, at most 1000")
    cursor: str | None = Field(None, description="`next_cursor` of the page before")
    offset: Offset = Field(0, description="Results to skip after the cursor")
    min_followers: Offset = Field(0, description="Smallest number of followers")
    has_website: bool | None = Field(None, description="Only leads with a website, or only those without")
    bio_contains: str = Field("", description="Keywords of which the bio has at least one")
    exclude_keywords: str = Field("", description="Keywords of which the bio has none")


class CreatedJob(TypedDict):
    """A job that was just made."""

    id: Uuid
    type: Direction
    handle: str
    status: ScrapeStatus


class CreateSourceResponse(TypedDict):
    """The source was made and its jobs wait."""

    success: bool
    lead_source_id: Uuid
    name: str
    jobs_created: int
    message: str
    jobs: list[CreatedJob]


class JobProgress(TypedDict):
    """How far a job is."""

    status: ScrapeStatus
    leads_imported: int
    max_leads: int


class HandleProgress(TypedDict):
    """A handle of a source; null for a list that is not scraped."""

    handle: str
    followers: JobProgress | None
    following: JobProgress | None


class Source(TypedDict):
    """A source and how far it is, in percent of the people to look at."""

    id: Uuid
    name: str
    status: ScrapeStatus
    leads_imported: int
    total_leads: int
    progress: int
    handles: list[HandleProgress]
    created_at: Moment


class SourceDetail(TypedDict):
    """One source."""

    scraping_source: Source


class Page(TypedDict):
    """Where a page stands in the whole list."""

    limit: int
    offset: int
    count: int
    total: int


class SourceList(TypedDict):
    """A page of sources."""

    scraping_sources: list[Source]
    pagination: Page


class Lead(TypedDict):
    """A person who was found."""

    twitter_handle: str
    lead_source_id: Uuid
    name: str
    bio: str
    followers_count: int
    following_count: int
    location: str
    website: str | None
    is_blue_verified: bool


class LeadPage(TypedDict):
    """Where a page of leads stands; `next_cursor` is null on the last one."""

    next_cursor: str | None
    has_more: bool
    count: int


class LeadList(TypedDict):
    """A page of leads."""

    leads: list[Lead]
    pagination: LeadPage
