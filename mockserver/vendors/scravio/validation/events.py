"""What happens while a campaign's emails are validated, told on the workspace's event bus after the commit.

Must not know who listens. Source: "Start post-campaign email validation". Credits are thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.vendors.scravio.fields import Thousandths


@dataclass(frozen=True, slots=True)
class CampaignValidationStarted:
    """Validation has begun."""

    campaign_id: str
    job_id: str
    total: int
    credit_reserved: Thousandths


@dataclass(frozen=True, slots=True)
class CampaignValidationProgress:
    """Some more emails were checked; the counts are those since the start."""

    campaign_id: str
    job_id: str
    total: int
    validated: int
    valid: int
    invalid: int


@dataclass(frozen=True, slots=True)
class CampaignValidationCompleted:
    """All emails were checked, and unused credits came back."""

    campaign_id: str
    job_id: str
    total: int
    validated: int
    valid: int
    invalid: int
    credit_reserved: Thousandths
    credit_used: Thousandths
    credit_returned: Thousandths


@dataclass(frozen=True, slots=True)
class CampaignValidationFailed:
    """An error ended the validation; unused credits came back."""

    campaign_id: str
    job_id: str
    error: str
    total: int
    validated: int
    valid: int
    invalid: int
    credit_reserved: Thousandths
    credit_used: Thousandths
    credit_returned: Thousandths
