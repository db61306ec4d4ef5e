"""Campaigns as they go out. Pure: rows in, wire shapes out."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.vendors.scrapely.campaigns.schemas import CampaignList, LaunchCampaignResponse
from mockserver.vendors.scrapely.campaigns.service import Counts, Launched
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow


def launched(launch: Launched) -> LaunchCampaignResponse:
    """A campaign that was launched just now."""
    jobs = sum(count for _, count in launch.shares)
    return {
        "success": True,
        "campaign_name": launch.campaign.name,
        "jobs_created": jobs,
        "leads_targeted": jobs,
        "message_variants": len(launch.campaign.variants),
        "accounts_used": len(launch.shares),
        "distribution": [
            {"account_id": account.id, "handle": account.handle, "jobs": count} for account, count in launch.shares
        ],
    }


def page(campaigns: Sequence[tuple[CampaignRow, Counts]], limit: int, offset: int, total: int) -> CampaignList:
    """A page of the list."""
    return {
        "campaigns": [
            {
                "name": campaign.name,
                "total": counts.total,
                "completed": counts.completed,
                "pending": counts.pending,
                "failed": counts.failed,
                "progress": counts.progress,
            }
            for campaign, counts in campaigns
        ],
        "pagination": {"limit": limit, "offset": offset, "count": len(campaigns), "total": total},
    }
