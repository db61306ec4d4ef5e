"""Turns what happened into what clients are told; the forms stand in `schemas`. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from typing_extensions import TypedDict

from mockserver.core.events import EventBus
from mockserver.vendors.scravio.campaigns.events import CampaignChanged
from mockserver.vendors.scravio.events.schemas import (
    CampaignUpdate,
    ValidationCompleted,
    ValidationFailed,
    ValidationProgress,
    ValidationStarted,
)
from mockserver.vendors.scravio.fields import in_credits
from mockserver.vendors.scravio.validation.events import (
    CampaignValidationCompleted,
    CampaignValidationFailed,
    CampaignValidationProgress,
    CampaignValidationStarted,
)

Data = CampaignUpdate | ValidationStarted | ValidationProgress | ValidationCompleted | ValidationFailed


class Told(NamedTuple):
    """An event as clients get it."""

    event: str
    data: Data


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
    return Told("campaignValidationCompleted", {**_counts(event), **_credits(event)})


def validation_failed(event: CampaignValidationFailed) -> Told:
    """An unrecoverable error occurred."""
    return Told("campaignValidationFailed", {**_counts(event), **_credits(event), "error": event.error})


class _Credits(TypedDict):
    creditReserved: float
    creditUsed: float
    creditReturned: float


def _counts(
    event: CampaignValidationProgress | CampaignValidationCompleted | CampaignValidationFailed,
) -> ValidationProgress:
    return {
        "campaignId": event.campaign_id,
        "jobId": event.job_id,
        "total": event.total,
        "validated": event.validated,
        "valid": event.valid,
        "invalid": event.invalid,
    }


def _credits(event: CampaignValidationCompleted | CampaignValidationFailed) -> _Credits:
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
