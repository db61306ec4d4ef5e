"""What composing takes and gives. Source: "Compose"; the inner keys are those of the vendor's own package."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.drafts.schemas import LONGEST_TEXT, Goal
from mockserver.vendors.xquik.fields import Address

Words = Annotated[str, Field(max_length=LONGEST_TEXT)]
"""Assumption: no text that composing takes is longer than a long post, 25,000 characters."""


class Step(StrEnum):
    """The three steps, in their order."""

    COMPOSE = "compose"
    REFINE = "refine"
    SCORE = "score"


class MediaType(StrEnum):
    """What will be attached."""

    PHOTO = "photo"
    VIDEO = "video"
    NONE = "none"


class ComposeRequest(RequestBody):
    """A step and what it looks at; which fields a step needs is told by `service`."""

    step: Step = Field(strict=False, description="compose, refine or score")
    topic: Words | None = Field(None, description="What the tweet is about (compose, refine)")
    goal: Goal | None = Field(None, strict=False, description="engagement, followers, authority or conversation")
    styleUsername: Words | None = Field(None, description="A cached style to match (compose)")  # noqa: N815
    tone: Words | None = Field(None, description="How it should sound (refine)")
    additionalContext: Words | None = Field(None, description="More context, or URLs (refine)")  # noqa: N815
    callToAction: Words | None = Field(None, description="What readers should do (refine)")  # noqa: N815
    mediaType: MediaType | None = Field(None, strict=False, description="photo, video or none (refine)")  # noqa: N815
    draft: Words | None = Field(None, description="The text to look at (score)")
    hasLink: bool | None = Field(None, description="A link is attached (score)")  # noqa: N815
    hasMedia: bool | None = Field(None, description="Media are attached (score)")  # noqa: N815


class Rule(TypedDict):
    """A rule for the text."""

    rule: str
    description: str


class Weight(TypedDict):
    """What an action of a reader adds to a tweet's score."""

    signal: str
    weight: float
    context: str


class Multiplier(TypedDict):
    """The same, compared with a like."""

    action: str
    multiplier: str
    source: str


class Insight(TypedDict):
    """Something that the algorithm likes, or does not."""

    name: str
    polarity: Literal["positive", "negative"]
    description: str


class RadarRecommendation(TypedDict):
    """Where news about the topic are to be found; observed only."""

    source: str
    endpoint: str
    useFor: str
    guidance: str


class SavedStyle(TypedDict):
    """A style that could be matched; observed only."""

    username: str
    tweetCount: int


class Preparation(TypedDict):
    """What to know before writing."""

    contentRules: list[Rule]
    scorerWeights: list[Weight]
    followUpQuestions: list[str]
    algorithmInsights: list[Insight]
    engagementMultipliers: list[Multiplier]
    topPenalties: list[str]
    engagementVelocity: str
    radarRecommendations: list[RadarRecommendation]
    intentUrl: Address
    nextStep: str
    source: str
    savedStyles: NotRequired[list[SavedStyle]]
    styleNote: NotRequired[str]
    styleTweets: NotRequired[list[str]]


class Pattern(TypedDict):
    """A form that such tweets have."""

    pattern: str
    description: str


class Refinement(TypedDict):
    """How to write it."""

    compositionGuidance: list[str]
    examplePatterns: list[Pattern]
    intentUrl: Address
    nextStep: str


class Check(TypedDict):
    """A check; one that failed says what to do."""

    factor: str
    passed: bool
    suggestion: NotRequired[str]


class Assessment(TypedDict):
    """Whether it will do. `score` (0 to 100), `feedback` and `suggestions` are observed only."""

    totalChecks: int
    passedCount: int
    passed: bool
    topSuggestion: str
    checklist: list[Check]
    score: int
    feedback: str
    suggestions: list[str]
    nextStep: str
    intentUrl: NotRequired[Address]


Composition = Preparation | Refinement | Assessment
"""The answer, by step."""
