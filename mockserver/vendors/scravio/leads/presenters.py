"""Leads as the API shows them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mockserver.core.times import iso_ms
from mockserver.vendors.scravio.campaigns.kinds import CampaignKind
from mockserver.vendors.scravio.leads import masks
from mockserver.vendors.scravio.leads.details import Details
from mockserver.vendors.scravio.leads.schemas import EmailSource, Lead, SourceType
from mockserver.vendors.scravio.leads.tables import RANK_BITS


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the account that looks may see: whether emails are masked for it, which it revealed, how many it may yet."""

    is_masked: bool
    revealed: frozenset[int] = frozenset()
    reveals_left: int = 0

    def hides(self, details: Details) -> bool:
        """Whether a lead's email is masked."""
        return self.is_masked and details.email is not None and details.row.id not in self.revealed


def masked(email: str) -> str:
    """An address with its name hidden: `a***@example.com`. Assumption: the first letter and the domain stay."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"


def lead_id(campaign_id: str, row_id: int) -> str:
    """A lead's id: the beginning of its campaign's, and its rank in it."""
    return f"{campaign_id[:18]}{row_id & (1 << RANK_BITS) - 1:06x}"


def source_type(kind: CampaignKind) -> SourceType:
    """How leads of such a campaign are found. Assumption: those of email-only keyword searches are `keyword` leads."""
    return SourceType.KEYWORD if kind.is_email_only else SourceType.PROFILE


def email_source(state: int) -> EmailSource:
    """How the email of a lead was discovered."""
    if masks.WITHOUT_EMAIL >> state & 1:
        return EmailSource.NONE
    return EmailSource.DEEP_SEARCH if masks.DEEP >> state & 1 else EmailSource.INITIAL


def lead(details: Details, campaign_id: str, kind: CampaignKind, viewer: Viewer, picture: Callable[[str], str]) -> Lead:
    """A lead as an account sees it; `picture` gives the address of a profile picture."""
    row, is_hidden = details.row, viewer.hides(details)
    assert row.id is not None
    shown: Lead = {
        "_id": lead_id(campaign_id, row.id),
        "campaignId": campaign_id,
        "platform": kind.platform,
        "sourceType": source_type(kind),
        "email": masked(details.email) if is_hidden and details.email else details.email,
        "emailMasked": is_hidden,
        "emailRevealed": row.id in viewer.revealed,
        "canRevealEmail": is_hidden and viewer.reveals_left > 0,
        "emailSource": email_source(row.state),
        "phoneNumber": details.phone,
        "username": details.handle,
        "fullName": details.full_name,
        "biography": details.biography,
        "followerCount": row.followers,
        "followingCount": details.following,
        "mediaCount": details.media,
        "externalUrl": details.website,
        "profilePicUrl": picture(details.picture),
        "isPrivate": details.is_private,
        "isVerified": details.is_verified,
        "isBusiness": details.is_business,
        "country": details.country,
        "accountCreatedDate": iso_ms(details.joined),
        "latitude": details.latitude,
        "longitude": details.longitude,
        "cityName": details.city,
        "addressStreet": details.street,
        "emailValidation": None
        if details.check is None
        else {
            "status": "valid" if details.check.is_valid else "invalid",
            "isValid": details.check.is_valid,
            "checkedAt": iso_ms(details.check.at),
        },
        "keyword": details.keyword,
        "scrapedAt": iso_ms(row.scraped_at),
    }
    shown.update(details.extra)  # type: ignore[typeddict-item]
    return shown
