"""What happens to campaigns, told on the workspace's event bus after the commit. Must not know who listens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CampaignChanged:
    """A campaign's status or one of its phases changed: whoever shows it should fetch it again."""

    campaign_id: str
    phase: str
    """`scraping`, `deepsearch`, `validation` or `settlement`."""
    phase_status: str
    status: str
    """The campaign's."""
    progress: int
    emails: int
    profiles: int
