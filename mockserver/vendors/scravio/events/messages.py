"""What each event tells its clients. Pure. Source: "Get campaign details", "Start post-campaign email validation".

Assumption: the document names the events and says that campaignUpdate invalidates what was fetched; what else their
data holds is what a screen needs to show the change at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mockserver.core.events import EventBus
from mockserver.vendors.scravio.campaigns.events import CampaignChanged
from mockserver.vendors.scravio.fields import in_credits
from mockserver.vendors.scravio.validation.events import (
    CampaignValidationCompleted,
    CampaignValidationFailed,
    CampaignValidationProgress,
    CampaignValidationStarted,
)


class Told(NamedTuple):
    """An event as clients get it."""

    event: str
    data: Mapping[str, object]


def campaign_update(event: CampaignChanged) -> Told:
    """A campaign changed: treat as invalidation and refetch."""
    return Told(
        "campaignUpdate",
        {
            "campaignId": event.campaign_id,
            "status": event.status,
            "phase": event.phase,
            "phaseStatus": event.phase_status,
            "progressPercentage": event.progress,
            "emailScanCount": event.emails,
            "profileScannedCount": event.profiles,
        },
    )


def validation_started(event: CampaignValidationStarted) -> Told:
    """Validation has begun."""
    return Told(
        "campaignValidationStarted",
        {
            "campaignId": event.campaign_id,
            "jobId": event.job_id,
            "total": event.total,
            "creditReserved": in_credits(event.credit_reserved),
        },
    )


def validation_progress(event: CampaignValidationProgress) -> Told:
    """Periodic update with validated, valid and invalid counts."""
    return Told("campaignValidationProgress", _counts(event))


def validation_completed(event: CampaignValidationCompleted) -> Told:
    """All emails validated, with the final credit breakdown."""
    return Told("campaignValidationCompleted", _counts(event) | _credits(event))


def validation_failed(event: CampaignValidationFailed) -> Told:
    """An unrecoverable error occurred."""
    return Told("campaignValidationFailed", _counts(event) | _credits(event) | {"error": event.error})


def _counts(
    event: CampaignValidationProgress | CampaignValidationCompleted | CampaignValidationFailed,
) -> dict[str, object]:
    return {
        "campaignId": event.campaign_id,
        "jobId": event.job_id,
        "total": event.total,
        "validated": event.validated,
        "valid": event.valid,
        "invalid": event.invalid,
    }


def _credits(event: CampaignValidationCompleted | CampaignValidationFailed) -> dict[str, object]:
    return {
        "creditReserved": in_credits(event.credit_reserved),
        "creditUsed": in_credits(event.credit_used),
        "creditReturned": in_credits(event.credit_returned),
    }


def listen(bus: EventBus, tell: Callable[[Told], None]) -> None:
    """Have `tell` called with every event that clients get."""
    bus.subscribe(CampaignChanged, lambda event: tell(campaign_update(event)))
    bus.subscribe(CampaignValidationStarted, lambda event: tell(validation_started(event)))
    bus.subscribe(CampaignValidationProgress, lambda event: tell(validation_progress(event)))
    bus.subscribe(CampaignValidationCompleted, lambda event: tell(validation_completed(event)))
    bus.subscribe(CampaignValidationFailed, lambda event: tell(validation_failed(event)))
