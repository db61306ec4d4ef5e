"""What each event tells its clients. Source: "Get campaign details", "Start post-campaign email validation".

Assumption: the document names the events and says that campaignUpdate invalidates what was fetched; what else their
data holds is what a screen needs to show the change at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from typing_extensions import TypedDict


class CampaignUpdate(TypedDict):
    """A campaign changed: treat as invalidation and refetch."""

    campaignId: str
    status: str
    phase: str
    phaseStatus: str
    progressPercentage: float
    emailScanCount: int
    profileScannedCount: int


class ValidationStarted(TypedDict):
    """Validation has begun."""

    campaignId: str
    jobId: str
    total: int
    creditReserved: float


class ValidationProgress(TypedDict):
    """Periodic update with validated, valid and invalid counts."""

    campaignId: str
    jobId: str
    total: int
    validated: int
    valid: int
    invalid: int


class ValidationCompleted(ValidationProgress):
    """All emails validated, with the final credit breakdown."""

    creditReserved: float
    creditUsed: float
    creditReturned: float


class ValidationFailed(ValidationCompleted):
    """An unrecoverable error occurred."""

    error: str


class CampaignUpdateFrame(TypedDict):
    """`campaignUpdate` on the plain websocket."""

    event: Literal["campaignUpdate"]
    data: CampaignUpdate


class ValidationStartedFrame(TypedDict):
    """`campaignValidationStarted` on the plain websocket."""

    event: Literal["campaignValidationStarted"]
    data: ValidationStarted


class ValidationProgressFrame(TypedDict):
    """`campaignValidationProgress` on the plain websocket."""

    event: Literal["campaignValidationProgress"]
    data: ValidationProgress


class ValidationCompletedFrame(TypedDict):
    """`campaignValidationCompleted` on the plain websocket."""

    event: Literal["campaignValidationCompleted"]
    data: ValidationCompleted


class ValidationFailedFrame(TypedDict):
    """`campaignValidationFailed` on the plain websocket."""

    event: Literal["campaignValidationFailed"]
    data: ValidationFailed


FRAMES: Mapping[str, type] = {
    "campaignUpdate": CampaignUpdateFrame,
    "campaignValidationStarted": ValidationStartedFrame,
    "campaignValidationProgress": ValidationProgressFrame,
    "campaignValidationCompleted": ValidationCompletedFrame,
    "campaignValidationFailed": ValidationFailedFrame,
}
"""The messages of the plain websocket by their event."""
