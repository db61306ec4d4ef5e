"""What the campaign endpoints take and give. Source: "GET /api/v1/campaigns" and "POST /api/v1/campaigns"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.socialscalr.fields import Address, Moment, Text, Url, Uuid, storable

LONGEST_NOTE = 300
LONGEST_MESSAGE = 8_000
NOTE = "note"


class CampaignStatus(StrEnum):
    """Whether a campaign goes on. Assumption: a new campaign is active, and a paused one writes to nobody."""

    ACTIVE = "active"
    PAUSED = "paused"


def _templates(templates: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    note = templates.get(NOTE, "")
    # Assumption: a note has at most 300 characters and a message at most 8,000, as on LinkedIn.
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise ValueError(f"must have a note that is a text of at most {LONGEST_NOTE} characters")
    for name, template in templates.items():
        for text in [template] if isinstance(template, str) else template:
            if not text.strip() or len(text) > LONGEST_MESSAGE:
                raise ValueError(f"must not have an empty text, nor one of more than {LONGEST_MESSAGE} ({name})")
    return templates


Templates = Annotated[dict[str, str | list[str]], Field(max_length=50), AfterValidator(_templates)]


class Targeting(RequestBody):
    """Whom the extension adds. Only titleKeywords is documented; what else is sent is kept and given back."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    title_keywords: list[Text] | None = Field(
        None,
        alias="titleKeywords",
        max_length=100,
        description="A lead's title has one of these, whatever the case of letters",
        examples=[["founder", "ceo"]],
    )


class CreateCampaignRequest(RequestBody):
    """A new campaign. Assumption: only name is required."""

    name: Text = Field(max_length=200, description="The campaign's name", examples=["Q4 founders"])
    search_url: Address | None = Field(
        None, description="A LinkedIn search", examples=["https://www.linkedin.com/search/results/people/"]
    )
    targeting: Annotated[Targeting, AfterValidator(lambda sent: storable(sent.model_dump()) and sent)] | None = Field(
        None, description="Whom to add"
    )
    templates: Templates | None = Field(
        None,
        description="Texts with placeholders such as {{first_name}}: the invitation's note, and follow-up messages",
        examples=[{"note": "Hi {{first_name}}, ..."}],
    )


class Campaign(TypedDict):
    """A campaign as stored."""

    id: Uuid
    name: str
    status: CampaignStatus
    search_url: Url | None
    targeting: dict[str, object]
    templates: dict[str, str | list[str]]
    leads_count: int
    invited_count: int
    accepted_count: int
    messaged_count: int
    created_at: Moment
    updated_at: Moment


class CampaignList(TypedDict):
    """The newest campaigns."""

    campaigns: list[Campaign]


class CampaignCreated(TypedDict):
    """The new campaign."""

    campaign: Campaign
