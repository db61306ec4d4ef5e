"""What `inputs` may hold, and what each type of campaign needs of it. Source: "Create campaign", Request Body.

Every failure is found in one pass: those of the fields, and those of the fields' fitting the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, ValidatorFunctionWrapHandler
from pydantic_core import InitErrorDetails, PydanticCustomError

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.scravio.campaigns.countries import CODES
from mockserver.vendors.scravio.campaigns.kinds import KINDS, CampaignKind, CampaignType, Target

MOST_PROFILES = 10_000

_USERNAME = re.compile(r"@?[A-Za-z0-9._-]+")


class Goal(StrEnum):
    """What an older client says a campaign is for."""

    SELL_PRODUCTS = "sell_products"
    FIND_INFLUENCERS = "find_influencers"
    REMARKETING = "remarketing"
    AGENCY_LEADS = "agency_leads"
    RECRUITING = "recruiting"
    OTHER = "other"


def _hashtag(text: str) -> str:
    tag = text.strip().removeprefix("#")
    if re.search(r"[\s#]", tag):
        raise ValueError("must be one hashtag, without spaces")
    return tag


def _username(text: str) -> str:
    name = text.strip()
    if name and not _USERNAME.fullmatch(name):
        raise ValueError("must be a username: letters, digits, dots, hyphens and underscores")
    return name.removeprefix("@")


def _https(text: str) -> str:
    address = text.strip()
    if address:
        try:
            parts = urlsplit(address)
            is_https = parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", address)
        except ValueError:
            is_https = False
        if not is_https:
            raise ValueError("must be a valid HTTPS URL")
    return address


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in CODES:
        raise ValueError("must be a 2-letter ISO 3166-1 alpha-2 country code")
    return code


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


Hashtag = Annotated[str, Field(max_length=100), AfterValidator(_hashtag)]
Keyword = Annotated[str, Field(max_length=200), AfterValidator(str.strip)]
Username = Annotated[str, Field(max_length=100), AfterValidator(_username)]
Country = Annotated[str, AfterValidator(_country)]


class Inputs(RequestBody):
    """Type-specific inputs; what a type does not need is kept and not used."""

    hashtag: Hashtag | None = Field(
        None, description="Single hashtag for INSTAGRAM_HASHTAG campaigns. No # prefix needed.", examples=["fitness"]
    )
    hashtags: list[Annotated[Hashtag, AfterValidator(_filled)]] | None = Field(
        None, max_length=20, description="Array of hashtags for INSTAGRAM_HASHTAG campaigns, instead of hashtag"
    )
    target_user: Username | None = Field(
        None, alias="targetUser", description="Username for follower/following campaigns. No @ prefix needed."
    )
    media_url: Annotated[str, Field(max_length=2_048), AfterValidator(_https)] | None = Field(
        None,
        alias="mediaUrl",
        description="Full post URL for liker/commenter/retweet/replier campaigns. Must be a valid HTTPS URL.",
        json_schema_extra={"format": "uri"},
    )
    keyword: Keyword | None = Field(None, description="Single search keyword for keyword search campaigns")
    keywords: list[Annotated[Keyword, AfterValidator(_filled)]] | None = Field(
        None, max_length=20, description="Array of search keywords, instead of keyword"
    )
    # Assumption: no source says how INSTAGRAM_PROFILE_LIST takes its list: `profiles`, up to 10,000 usernames.
    profiles: list[Annotated[Username, AfterValidator(_filled)]] | None = Field(
        None, max_length=MOST_PROFILES, description="Usernames for INSTAGRAM_PROFILE_LIST campaigns"
    )
    countries: list[Country] | None = Field(
        None, max_length=10, description="2-letter ISO 3166-1 alpha-2 country codes. Omit for global search."
    )
    country: str | None = Field(None, description="A single country code, as older clients send it (`observed`)")
    goal: Annotated[Goal, Field(strict=False)] | None = Field(None, description="Optional legacy campaign goal")
    goal_other: Annotated[str, Field(max_length=200)] | None = Field(
        None, alias="goalOther", description='Legacy free-text goal detail, required when goal is "other"'
    )

    def names(self, target: Target) -> list[str]:
        """What the inputs name of a target, without blanks and without what is named twice.

        Assumption: where both the single and the array form are sent, they are taken together.
        """
        named: dict[Target, list[str | None]] = {
            Target.HASHTAG: [self.hashtag, *(self.hashtags or ())],
            Target.USER: [self.target_user],
            Target.POST: [self.media_url],
            Target.KEYWORD: [self.keyword, *(self.keywords or ())],
            Target.PROFILES: list(self.profiles or ()),
        }
        return list({name.casefold(): name for name in reversed(named[target]) if name}.values())[::-1]

    def stored(self) -> dict[str, object]:
        """As kept and shown: what was sent, and nothing else."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


def fitting(value: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Inputs:
    """Read `inputs` and hold them against the `type` that was read before; one error lists all that is wrong."""
    problems: list[InitErrorDetails] = []
    faulty: frozenset[str] = frozenset()
    try:
        inputs: Inputs = handler(value)
    except ValidationError as error:
        if not isinstance(value, dict):
            raise
        problems += [_again(each) for each in error.errors(include_url=False)]
        faulty = frozenset(str(each["loc"][0]) for each in error.errors(include_url=False))
        inputs = handler({name: each for name, each in value.items() if name not in faulty})
    campaign_type = info.data.get("type")
    if campaign_type is not None:
        problems += _misfits(inputs, KINDS[CampaignType(campaign_type)], faulty)
    if problems:
        raise ValidationError.from_exception_data("inputs", problems)
    return inputs


_FORMS: Mapping[Target, tuple[str, ...]] = {
    Target.HASHTAG: ("hashtag", "hashtags"),
    Target.USER: ("targetUser",),
    Target.POST: ("mediaUrl",),
    Target.KEYWORD: ("keyword", "keywords"),
    Target.PROFILES: ("profiles",),
}
"""The fields that name a target; a refusal names the first."""


def _misfits(inputs: Inputs, kind: CampaignKind, faulty: AbstractSet[str]) -> Iterator[InitErrorDetails]:
    """What does not fit the type, leaving out what depends on a field that is refused already."""
    forms = _FORMS[kind.target]
    if not inputs.names(kind.target) and faulty.isdisjoint(forms):
        yield _problem(forms[0], f"{kind.target.value} is required for {kind.type} campaigns")
    if inputs.countries and not kind.takes_countries:
        yield _problem("countries", f"Countries are not supported for {kind.type} campaigns")
    if inputs.goal is Goal.OTHER and not (inputs.goal_other or "").strip() and "goalOther" not in faulty:
        yield _problem("goalOther", 'Goal detail is required when goal is "other"')


def _problem(field: str, sentence: str) -> InitErrorDetails:
    said = PydanticCustomError("campaign_input", "{sentence}", {"sentence": sentence})
    return InitErrorDetails(type=said, loc=(field,), input=None)


def _again(error: object) -> InitErrorDetails:
    """A failure that was found, as it is raised again."""
    assert isinstance(error, dict)
    raised: object = error["type"]
    if raised in ("value_error", "assertion_error"):
        raised = PydanticCustomError("campaign_input", "{words}", {"words": error["msg"].removeprefix("Value error, ")})
    return InitErrorDetails(type=raised, loc=error["loc"], input=error["input"], ctx=error.get("ctx", {}))  # type: ignore[typeddict-item]
