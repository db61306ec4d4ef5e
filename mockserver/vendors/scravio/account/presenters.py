"""The account as the API shows it."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.vendors.scravio.account.plans import ScrapingSpeed
from mockserver.vendors.scravio.account.schemas import AccountProfile
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.fields import Thousandths, in_credits


def profile(account: AccountRow, balance: Thousandths) -> AccountProfile:
    """The answer of GET /auth/me."""
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "avatar": account.avatar,
        "isVerified": account.is_verified,
        "shouldMaskEmail": account.should_mask_email,
        "credits": in_credits(balance),
        "concurrentCampaignLimit": account.concurrent_campaign_limit,
        "scrapingSpeed": ScrapingSpeed(account.scraping_speed),
        "createdAt": iso_ms(account.created_at),
    }
