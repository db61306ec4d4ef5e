"""What is known of X's ranking, as data: the weights that its published source gives to readers' actions.

Source: the heavy ranker of X's published source code, which the vendor names as its own. Must not know any text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockserver.vendors.xquik.drafts.schemas import Goal


@dataclass(frozen=True, slots=True)
class Signal:
    """An action of a reader and what it adds to (or takes from) a tweet's score."""

    name: str
    action: str
    weight: float
    context: str


LIKE = Signal("like", "Like", 0.5, "The weakest sign of interest; everything else is measured against it")
REPLY = Signal("reply", "Reply", 13.5, "Readers who answer count for much more than readers who like")
AUTHOR_REPLY = Signal(
    "reply_engaged_by_author", "Reply that you answer", 75.0, "The strongest sign: answer those who answer you"
)
RETWEET = Signal("retweet", "Retweet", 1.0, "Shows the tweet to others, and counts little by itself")
PROFILE_CLICK = Signal(
    "good_profile_click", "Profile visit with a like or reply", 12.0, "Readers who want to know who wrote this"
)
CLICK = Signal("good_click", "Opened conversation with a like or reply", 11.0, "Readers who open the conversation")
DWELL = Signal("good_click_v2", "Conversation read for 2 minutes", 10.0, "Readers who stay")
VIDEO = Signal("video_playback50", "Video watched to its half", 0.005, "Watching alone hardly counts")
NEGATIVE = Signal("negative_feedback_v2", "Show less, mute or block", -74.0, "One undoes the work of many likes")
REPORT = Signal("report", "Report", -369.0, "One undoes the work of hundreds of likes")

SIGNALS: Sequence[Signal] = (
    AUTHOR_REPLY, REPLY, PROFILE_CLICK, CLICK, DWELL, RETWEET, LIKE, VIDEO, NEGATIVE, REPORT,
)  # fmt: skip

FIRST: Mapping[Goal, Sequence[Signal]] = {
    Goal.ENGAGEMENT: (REPLY, AUTHOR_REPLY, RETWEET, LIKE),
    Goal.FOLLOWERS: (PROFILE_CLICK, RETWEET, REPLY),
    Goal.AUTHORITY: (DWELL, CLICK, PROFILE_CLICK),
    Goal.CONVERSATION: (AUTHOR_REPLY, REPLY, CLICK),
}
"""The signals that a goal lives on, the first one most."""

INSIGHTS: Sequence[tuple[str, bool, str]] = (
    ("Conversation", True, "Replies, and answers to them, weigh more than anything else"),
    ("Dwell time", True, "Readers who stop and read on raise the score"),
    ("Media", True, "A photo or video makes readers stop"),
    ("Links", False, "A link in the text leads readers away, and the tweet is shown less"),
    ("Hashtags", False, "Hashtags look like advertising and are not needed to be found"),
    ("Negative feedback", False, "Mutes, blocks and reports weigh more than all praise"),
)
"""Name, whether the algorithm likes it, and why."""

VELOCITY = (
    "The first 30 minutes decide: a tweet's score halves about every 6 hours, so answer the first replies at once."
)
SOURCE = "Weights of the heavy ranker in X's published source; what runs today may differ."


def by_goal(goal: Goal) -> list[Signal]:
    """All signals, those of the goal first."""
    first = FIRST[goal]
    return [*first, *(signal for signal in SIGNALS if signal not in first)]


def multiplier(signal: Signal) -> str:
    """How a signal compares with a like: `27x a like`."""
    return f"{signal.weight / LIKE.weight:g}x a like"
