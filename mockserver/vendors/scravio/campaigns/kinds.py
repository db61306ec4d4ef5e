"""The 22 types of campaign as data: where they look, what they need, what they find. Source: "Create campaign".

Must not know what anything costs in a given campaign (`pricing`), nor who is found (`leads`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Platform(StrEnum):
    """A social platform; in lower case it is a lead's `platform`, in upper case a shorthand in the list's filter."""

    INSTAGRAM = "instagram"
    YOUTUBE = "youtube"
    LINKEDIN = "linkedin"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    X = "x"


class Target(StrEnum):
    """What a campaign's inputs name. The value is what a refusal calls a missing one."""

    HASHTAG = "Hashtag"
    USER = "Target user"
    POST = "Media URL"
    KEYWORD = "Keyword"
    PROFILES = "Profiles"


class Relation(StrEnum):
    """Which people around the target are looked at."""

    POSTERS = "posters"
    FOLLOWERS = "followers"
    FOLLOWING = "following"
    LIKERS = "likers"
    COMMENTERS = "commenters"
    RETWEETERS = "retweeters"
    MATCHES = "matches"
    THEMSELVES = "themselves"


class CampaignType(StrEnum):
    """Every type of the document, in its order."""

    INSTAGRAM_HASHTAG = "INSTAGRAM_HASHTAG"
    INSTAGRAM_USER_FOLLOWERS = "INSTAGRAM_USER_FOLLOWERS"
    INSTAGRAM_USER_FOLLOWING = "INSTAGRAM_USER_FOLLOWING"
    INSTAGRAM_POST_LIKERS = "INSTAGRAM_POST_LIKERS"
    INSTAGRAM_POST_COMMENTERS = "INSTAGRAM_POST_COMMENTERS"
    INSTAGRAM_PROFILE_LIST = "INSTAGRAM_PROFILE_LIST"
    INSTAGRAM_KEYWORD_SEARCH = "INSTAGRAM_KEYWORD_SEARCH"
    YOUTUBE_KEYWORD_SEARCH = "YOUTUBE_KEYWORD_SEARCH"
    YOUTUBE_CHANNEL_SEARCH = "YOUTUBE_CHANNEL_SEARCH"
    FACEBOOK_KEYWORD_SEARCH = "FACEBOOK_KEYWORD_SEARCH"
    LINKEDIN_KEYWORD_SEARCH = "LINKEDIN_KEYWORD_SEARCH"
    TWITTER_KEYWORD_SEARCH = "TWITTER_KEYWORD_SEARCH"
    TIKTOK_KEYWORD_SEARCH = "TIKTOK_KEYWORD_SEARCH"
    TIKTOK_SEARCH_USERS = "TIKTOK_SEARCH_USERS"
    TIKTOK_USER_FOLLOWERS = "TIKTOK_USER_FOLLOWERS"
    TIKTOK_USER_FOLLOWING = "TIKTOK_USER_FOLLOWING"
    TIKTOK_POST_COMMENTERS = "TIKTOK_POST_COMMENTERS"
    X_KEYWORD_SEARCH = "X_KEYWORD_SEARCH"
    X_FOLLOWERS = "X_FOLLOWERS"
    X_FOLLOWING = "X_FOLLOWING"
    X_RETWEETS = "X_RETWEETS"
    X_REPLIERS = "X_REPLIERS"


@dataclass(frozen=True, slots=True)
class CampaignKind:
    """What is the same for all campaigns of a type.

    `public` and `hidden` are how many of a thousand profiles have an email in sight, and how many of a thousand
    others a deep search finds one for. An email-only type lists nobody without an email.
    """

    type: CampaignType
    platform: Platform
    target: Target
    relation: Relation
    public: int
    hidden: int
    per_request: int
    """People whom one request to the platform lists."""
    takes_countries: bool = True

    @property
    def is_email_only(self) -> bool:
        """Whether it has no deep email search, since all it lists has an email."""
        return self.public == 1_000


_T, _P, _G, _R = CampaignType, Platform, Target, Relation

# Assumption: keyword searches (YouTube channel and TikTok user search aside) are the email-only types.
KINDS: Mapping[CampaignType, CampaignKind] = {
    kind.type: kind
    for kind in (
        CampaignKind(_T.INSTAGRAM_HASHTAG, _P.INSTAGRAM, _G.HASHTAG, _R.POSTERS, 350, 300, 30),
        CampaignKind(_T.INSTAGRAM_USER_FOLLOWERS, _P.INSTAGRAM, _G.USER, _R.FOLLOWERS, 300, 300, 50),
        CampaignKind(_T.INSTAGRAM_USER_FOLLOWING, _P.INSTAGRAM, _G.USER, _R.FOLLOWING, 400, 300, 50),
        CampaignKind(_T.INSTAGRAM_POST_LIKERS, _P.INSTAGRAM, _G.POST, _R.LIKERS, 300, 300, 50),
        CampaignKind(_T.INSTAGRAM_POST_COMMENTERS, _P.INSTAGRAM, _G.POST, _R.COMMENTERS, 320, 300, 30),
        CampaignKind(_T.INSTAGRAM_PROFILE_LIST, _P.INSTAGRAM, _G.PROFILES, _R.THEMSELVES, 350, 300, 1),
        CampaignKind(_T.INSTAGRAM_KEYWORD_SEARCH, _P.INSTAGRAM, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.YOUTUBE_KEYWORD_SEARCH, _P.YOUTUBE, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.YOUTUBE_CHANNEL_SEARCH, _P.YOUTUBE, _G.KEYWORD, _R.MATCHES, 450, 350, 20),
        CampaignKind(_T.FACEBOOK_KEYWORD_SEARCH, _P.FACEBOOK, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.LINKEDIN_KEYWORD_SEARCH, _P.LINKEDIN, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.TWITTER_KEYWORD_SEARCH, _P.X, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.TIKTOK_KEYWORD_SEARCH, _P.TIKTOK, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.TIKTOK_SEARCH_USERS, _P.TIKTOK, _G.KEYWORD, _R.MATCHES, 350, 300, 20),
        CampaignKind(_T.TIKTOK_USER_FOLLOWERS, _P.TIKTOK, _G.USER, _R.FOLLOWERS, 250, 300, 50, takes_countries=False),
        CampaignKind(_T.TIKTOK_USER_FOLLOWING, _P.TIKTOK, _G.USER, _R.FOLLOWING, 350, 300, 50, takes_countries=False),
        CampaignKind(_T.TIKTOK_POST_COMMENTERS, _P.TIKTOK, _G.POST, _R.COMMENTERS, 250, 300, 30, takes_countries=False),
        CampaignKind(_T.X_KEYWORD_SEARCH, _P.X, _G.KEYWORD, _R.MATCHES, 1_000, 0, 10),
        CampaignKind(_T.X_FOLLOWERS, _P.X, _G.USER, _R.FOLLOWERS, 250, 350, 50),
        CampaignKind(_T.X_FOLLOWING, _P.X, _G.USER, _R.FOLLOWING, 350, 350, 50),
        CampaignKind(_T.X_RETWEETS, _P.X, _G.POST, _R.RETWEETERS, 280, 350, 50),
        CampaignKind(_T.X_REPLIERS, _P.X, _G.POST, _R.COMMENTERS, 280, 350, 30),
    )
}


def kind_of(campaign_type: str) -> CampaignKind:
    """The kind of a type that was accepted."""
    return KINDS[CampaignType(campaign_type)]


def types_of(word: str) -> list[CampaignType]:
    """The types that a type or a platform's shorthand names; none for an unknown word. Letters' case is ignored."""
    upper = word.upper()
    return [kind.type for kind in KINDS.values() if upper in (kind.type.value, kind.platform.name)]
