"""The form of Scrapely's section of a fixture. Times are durations: `ago` before the workspace's start, `in` after it.

Everything is optional but what has no default here. Must not know how anything is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mockserver.core.times import DAY, HOUR, Millis, parse_duration
from mockserver.gateway.validation import failed
from mockserver.vendors.scrapely.campaigns.schemas import WaitUnit

_INDEX = re.compile(r"\.(\d+)")


def _duration(value: object) -> Millis:
    return parse_duration(str(value))


Duration = Annotated[Millis, BeforeValidator(_duration)]
Sentiment = Literal["positive", "negative", "neutral"]


class _Entry(BaseModel):
    """A mapping of the fixture; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


class Credits(_Entry):
    """What the plan grants at the beginning."""

    lead: int = Field(100_000, ge=0)
    enrichment: int = Field(1_000, ge=0)


class LedgerLine(_Entry):
    """Credits that came (a positive amount) or went since."""

    ago: Duration
    kind: Literal["lead", "enrichment"]
    amount: int
    reason: str


class Tag(_Entry):
    """A tag of the user's own; conversations name it by `name`."""

    name: str
    color: str = Field("#6b7280", pattern=r"^#[0-9A-Fa-f]{6}$")


class Account(_Entry):
    """A connected account. `paused` is how long ago it was paused; a token that starts with `expired` has expired."""

    handle: str
    ago: Duration = 30 * DAY
    paused: Duration | None = None
    followups_paused: bool = False
    warmup_paused: bool = False
    ai_setter: bool = False
    tags: list[str] = []
    auth_token: str | None = None
    proxy: str = "http://proxy.example.com:8080"
    proxy_auth: str = "username:password"
    xchat_pin: str = "123456"


class Scrape(_Entry):
    """Whose lists are scraped; how many leads come is the person's number of followers in the world."""

    handle: str
    followers: bool = False
    following: bool = False


class Source(_Entry):
    """A lead source. One that began long enough ago is completed, a recent one is still at work."""

    name: str
    ago: Duration = 7 * DAY
    scrape: list[Scrape] = Field(min_length=1)
    filters: dict[str, Any] | None = None


class Crm(_Entry):
    """What the user noted on a conversation; `tag` is a base tag or the name of a custom one."""

    tag: str | None = None
    notes: str | None = None
    deal_value: float | None = Field(None, ge=0)
    deal_currency: str = Field("USD", pattern=r"^[A-Z]{3}$")
    unread: bool | None = None


class Line(_Entry):
    """A message `after` the one before it, from `us` or from `them`."""

    after: Duration = HOUR
    us: str | None = None
    them: str | None = None
    sentiment: Sentiment = "positive"

    @model_validator(mode="after")
    def _has_one_side(self) -> Line:
        if (self.us is None) == (self.them is None):
            raise ValueError("must have either us or them")
        return self


class Answer(Crm):
    """What a lead of a campaign answers, `after` the DM, and how the conversation goes on."""

    lead: str
    after: Duration = HOUR
    text: str
    sentiment: Sentiment = "positive"
    then: list[Line] = []

    @property
    def lines(self) -> list[Line]:
        """The answer and what follows it."""
        first = Line.model_construct(after=self.after, us=None, them=self.text, sentiment=self.sentiment)
        return [first, *self.then]


class Followup(_Entry):
    """A follow-up as POST /campaigns takes it."""

    wait_time: float
    wait_unit: WaitUnit
    message: str


class Variant(_Entry):
    """A message variant as POST /campaigns takes it."""

    message: str
    followups: list[Followup] = []


class Campaign(_Entry):
    """A campaign launched `ago`; its DMs went out since then, at the worker's pace.

    `sources` and `accounts` go by name and handle. Leads that are not among `answers` answer by chance.
    """

    name: str
    ago: Duration = DAY
    sources: list[str] = Field(min_length=1)
    accounts: list[str] | None = None
    message: str | None = None
    message_variants: list[Variant] | None = None
    followups: list[Followup] = []
    max_leads: int | None = None
    enable_follow: bool = False
    enable_like: bool = False
    enable_comment: bool = False
    comment_template: str | None = None
    answers: list[Answer] = []


class Conversation(Crm):
    """A conversation outside any campaign; its first message came `ago`."""

    account: str
    with_: str = Field(alias="with")
    ago: Duration = DAY
    messages: list[Line] = Field(min_length=1)


class CookieJob(_Entry):
    """A cookie extraction; how it ended follows from the magic values, as in the API."""

    username: str
    ago: Duration = HOUR
    password: str = "mypassword123"
    two_fa_key: str = "ABCD1234EFGH5678"
    proxy: str = "http://proxy.example.com:8080"
    proxy_auth: str = "username:password"
    xchat_pin: str = "1234"


class ScheduledTweet(_Entry):
    """A tweet that is to be posted `in` some time, or that was due `ago` and posted, or failed, then."""

    account: str
    text: str
    in_: Duration | None = Field(None, alias="in")
    ago: Duration | None = None

    @model_validator(mode="after")
    def _has_one_time(self) -> ScheduledTweet:
        if (self.in_ is None) == (self.ago is None):
            raise ValueError("must have either in or ago")
        return self


class Section(_Entry):
    """The whole section."""

    credits: Credits = Credits()
    ledger: list[LedgerLine] = []
    tags: list[Tag] = []
    accounts: list[Account] = []
    sources: list[Source] = []
    campaigns: list[Campaign] = []
    conversations: list[Conversation] = []
    cookie_jobs: list[CookieJob] = []
    scheduled_tweets: list[ScheduledTweet] = []


def read(section: Mapping[str, Any]) -> Section:
    """The section of a fixture; raises `ValueError` that names the entry at fault."""
    try:
        return Section.model_validate(section)
    except ValidationError as error:
        raise ValueError(wording(error)) from None


def wording(error: ValidationError) -> str:
    """The first thing that does not fit, in plain words: `campaigns[0].answers[2].after is required`."""
    first = failed(error, "fixture").errors[0]
    place = "" if first.param == "body" else _INDEX.sub(r"[\1]", first.param) + " "
    return place + first.message
