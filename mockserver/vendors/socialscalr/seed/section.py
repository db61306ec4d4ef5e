"""The form of SocialScalr's section of a fixture. `ago` lies before the workspace's start, `in` after it.

Everything is optional but what has no default here. Must not know how anything is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mockserver.core.times import DAY, Millis, parse_duration
from mockserver.gateway.validation import failed

_INDEX = re.compile(r"\.(\d+)")


def _duration(value: object) -> Millis:
    return parse_duration(str(value))


Duration = Annotated[Millis, BeforeValidator(_duration)]


class _Entry(BaseModel):
    """A mapping of the fixture; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


class User(_Entry):
    """Whose tokens the workspace's are; who is not named is somebody of the world."""

    email: str | None = None
    full_name: str | None = None
    plan: str = "pro"
    team_role: str = "owner"


class Lead(_Entry):
    """A lead as POST /leads takes it, added `after` its campaign was made."""

    profile_url: str
    name: str | None = None
    title: str | None = None
    location: str | None = None
    after: Duration = 0


class Campaign(_Entry):
    """A campaign made `ago`, as POST /campaigns takes it; `paused` is how long ago it was paused."""

    name: str
    ago: Duration = DAY
    paused: Duration | None = None
    search_url: str | None = None
    targeting: dict[str, Any] | None = None
    templates: dict[str, Any] | None = None
    leads: list[Lead] = []


class _Timed(_Entry):
    in_: Duration | None = Field(None, alias="in")
    ago: Duration | None = None

    @model_validator(mode="after")
    def _has_one_time(self) -> _Timed:
        if (self.in_ is None) == (self.ago is None):
            raise ValueError("must have either in or ago")
        return self

    @property
    def after_start(self) -> Millis:
        """When it is due, counted from the workspace's start."""
        return self.in_ if self.in_ is not None else -(self.ago or 0)


class Post(_Timed):
    """A post that is to be published `in` some time, or that was due `ago` and published, or failed, then."""

    content: str
    link_url: str | None = None
    first_comment: str | None = None


class Comment(_Timed):
    """An approved comment that is to be posted `in` some time, or was posted `ago`."""

    content: str
    post_url: str


class Section(_Entry):
    """The whole section."""

    user: User = User()
    campaigns: list[Campaign] = []
    posts: list[Post] = []
    comments: list[Comment] = []


def read(section: Mapping[str, Any]) -> Section:
    """The section of a fixture; raises `ValueError` that names the entry at fault."""
    try:
        return Section.model_validate(section)
    except ValidationError as error:
        raise ValueError(wording(error)) from None


def wording(error: ValidationError) -> str:
    """The first thing that does not fit, in plain words: `campaigns[0].leads[2].profile_url is required`."""
    first = failed(error, "fixture").errors[0]
    place = "" if first.param == "body" else _INDEX.sub(r"[\1]", first.param) + " "
    return place + first.message
