"""The form of Scravio's section of a fixture. Times are durations: `ago` lies before the workspace's start.

Everything is optional but what has no default here. Must not know how anything is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mockserver.core.times import DAY, HOUR, Millis, parse_duration
from mockserver.gateway.validation import failed
from mockserver.vendors.scravio.account.plans import DEFAULT, PLANS
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.exports.schemas import FileFormat

_INDEX = re.compile(r"\.(\d+)")


def _duration(value: object) -> Millis:
    return parse_duration(str(value))


Duration = Annotated[Millis, BeforeValidator(_duration)]


class _Entry(BaseModel):
    """A mapping of the fixture; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Account(_Entry):
    """Who the keys belong to. `credits` are what the plan grants at the beginning, if not what it usually does."""

    plan: str = DEFAULT
    name: str = "Alex Morgan"
    email: str = "alex@example.com"
    verified: bool = True
    credits: float | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _has_plan(self) -> Account:
        if self.plan not in PLANS:
            raise ValueError(f"plan must be one of {', '.join(PLANS)}")
        return self


class LedgerLine(_Entry):
    """Credits that came (a positive amount) or went besides campaigns and validations, which pay by themselves."""

    ago: Duration
    type: TransactionType
    amount: float
    description: str
    payment_id: str | None = None
    gateway: str | None = None


class Export(_Entry):
    """A file made of the campaign's leads."""

    ago: Duration
    format: FileFormat = FileFormat.CSV
    email_only: bool = False
    only_valid: bool = False


class Campaign(_Entry):
    """A campaign launched `ago`, worked on since then; `validated` is when its emails were sent to validation.

    `inputs` are as POST /campaigns takes them, `reveals` the places (from 1) of leads with an email that a free
    account has revealed.
    """

    ago: Duration = DAY
    title: str | None = None
    type: str
    inputs: dict[str, Any]
    target_emails: int
    max_credit_cap: float | None = None
    validate_emails: bool = False
    deep_search: bool | None = None
    stopped: Duration | None = None
    validated: Duration | None = None
    exports: list[Export] = []
    reveals: list[Annotated[int, Field(ge=1)]] = []


class ValidationJob(_Entry):
    """A list of addresses sent to validation."""

    ago: Duration = HOUR
    emails: list[str] = Field(min_length=1)


class Section(_Entry):
    """The whole section."""

    account: Account = Account()
    ledger: list[LedgerLine] = []
    campaigns: list[Campaign] = []
    validation_jobs: list[ValidationJob] = []


def read(section: Mapping[str, Any]) -> Section:
    """The section of a fixture; raises `ValueError` that names the entry at fault."""
    try:
        return Section.model_validate(section)
    except ValidationError as error:
        raise ValueError(wording(error)) from None


def wording(error: ValidationError) -> str:
    """The first thing that does not fit, in plain words: `campaigns[0].target_emails is required`."""
    first = failed(error, "fixture").errors[0]
    place = "" if first.param == "body" else _INDEX.sub(r"[\1]", first.param) + " "
    return place + first.message
