"""Lookups as the API shows them."""

from __future__ import annotations

from mockserver.vendors.scrapely.enrichment.schemas import NoMatchReason, TwitterMatch, TwitterNoMatch
from mockserver.world.person import Person


def match(person: Person, image_url: str, *, confidence: float, cached: bool) -> TwitterMatch:
    """Somebody was found."""
    return {
        "matched": True,
        "confidence": confidence,
        "cached": cached,
        "twitter": {
            "handle": person.handle,
            "user_id": person.user_id,
            "name": person.name,
            "bio": person.bio,
            "profile_url": f"https://x.com/{person.handle}",
            "profile_image_url": image_url,
            "followers_count": person.followers_count,
            "following_count": person.following_count,
            "verified": person.is_blue_verified,
            "location": person.location,
        },
    }


def no_match(reason: NoMatchReason, *, confidence: float, cached: bool) -> TwitterNoMatch:
    """Nobody was found."""
    return {"matched": False, "confidence": confidence, "cached": cached, "reason": reason}
