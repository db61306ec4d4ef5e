"""What operations cost, by operation id. Sources: the costs in the document's texts, and the vendor's price list.

Data only; `metering` takes the credits. What is not listed is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """Credits for each unit: a call, or a result that is returned."""

    credits: int
    unit: str = "call"
    subscribers_only: bool = False
    """Credits alone do not do: the subscription must be active."""


_RESULT = Price(1, "result")
_WRITE = Price(10)

PRICES: Mapping[str, Price] = {
    # Lookups
    "lookupTweet": Price(1),
    "getUser": Price(1),
    "getBookmarkFolders": Price(1),
    "getArticle": Price(5),
    "checkFollow": Price(5),
    "searchTweets": _RESULT,
    "getUserTweets": _RESULT,
    "getUserLikes": _RESULT,
    "getUserMedia": _RESULT,
    "getTweetFavoriters": _RESULT,
    "getFollowersYouKnow": _RESULT,
    "getBookmarks": _RESULT,
    "getNotifications": _RESULT,
    "getTimeline": _RESULT,
    "getDmHistory": _RESULT,
    "getBatchTweets": _RESULT,
    "getBatchUsers": _RESULT,
    "searchUsers": _RESULT,
    "getTweetQuotes": _RESULT,
    "getTweetReplies": _RESULT,
    "getTweetRetweeters": _RESULT,
    "getTweetThread": _RESULT,
    "getUserFollowers": _RESULT,
    "getUserFollowing": _RESULT,
    "getUserMentions": _RESULT,
    "getUserVerifiedFollowers": _RESULT,
    "getCommunityInfo": Price(1),
    "getCommunityMembers": _RESULT,
    "getCommunityModerators": _RESULT,
    "getCommunityTweets": _RESULT,
    "searchCommunities": _RESULT,
    "getAllCommunityTweets": _RESULT,
    "getListFollowers": _RESULT,
    "getListMembers": _RESULT,
    "getListTweets": _RESULT,
    "getTrends": Price(3, subscribers_only=True),
    "getXTrends": Price(3),
    "downloadMedia": Price(1, "media item"),
    # Writes
    "createTweet": _WRITE,
    "deleteTweet": _WRITE,
    "likeTweet": _WRITE,
    "unlikeTweet": _WRITE,
    "retweet": _WRITE,
    "unretweet": _WRITE,
    "followUser": _WRITE,
    "unfollowUser": _WRITE,
    "removeFollower": _WRITE,
    "sendDm": _WRITE,
    "updateProfile": _WRITE,
    "updateAvatar": _WRITE,
    "updateBanner": _WRITE,
    "uploadMedia": _WRITE,
    "createCommunity": _WRITE,
    "deleteCommunity": _WRITE,
    "joinCommunity": _WRITE,
    "leaveCommunity": _WRITE,
    # Automation
    "createMonitor": Price(1),
    "createKeywordMonitor": Price(1),
    "createDraw": Price(1, "entry"),
    "createExtraction": Price(1, "result"),
    "analyzeStyle": Price(1, "tweet"),
    "getStylePerformance": Price(1, "tweet"),
}

MONITOR_HOUR = "monitorHour"
"""An hour of an active monitor, charged by no request."""

ARTICLE_RESULT = "articleResult"
"""A result of an extraction by `article_extractor`, which costs more than others."""

BESIDES: Mapping[str, Price] = {MONITOR_HOUR: Price(21, "hour"), ARTICLE_RESULT: Price(5, "result")}
"""What is charged by no operation's own price."""

CREDITS_PER_MONITOR_DAY = 500
"""The vendor's estimate for an active monitor; the hours make 504."""


def price_of(charged: str) -> Price:
    """The price of an operation or of what `BESIDES` lists."""
    return PRICES.get(charged) or BESIDES[charged]
