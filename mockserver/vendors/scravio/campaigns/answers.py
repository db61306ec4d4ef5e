"""What the campaign endpoints give. Source: the Responses of "Campaigns"."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.vendors.scravio.campaigns.kinds import CampaignType
from mockserver.vendors.scravio.campaigns.schemas import CampaignStatus
from mockserver.vendors.scravio.fields import Address, Id, Moment, Pagination

Status = Annotated[CampaignStatus, Field(strict=False, description="Campaign status")]
Type = Annotated[CampaignType, Field(strict=False, description="Campaign type")]


class CallCounters(TypedDict):
    """Billable API calls."""

    listRequests: int
    """Requests that list people"""
    profileScans: int
    """Profiles looked at"""
    hiddenEmailLookups: int
    """Deep searches for an email"""
    emailValidations: int
    """Emails validated"""


class CallRates(TypedDict):
    """Credits for one call of each counter."""

    listRequests: float
    profileScans: float
    hiddenEmailLookups: float
    emailValidations: float


class BudgetSummary(TypedDict):
    """Customer-facing budget summary."""

    maxCreditSpend: Annotated[float, Field(description="Credits the campaign spends at most")]
    estimatedProfilesToScan: Annotated[int, Field(description="Scan count")]
    estimatedHiddenEmailLookups: Annotated[int, Field(description="Hidden-email lookup estimate")]
    publicEmailRate: Annotated[float, Field(description="Share of profiles with a public email, 0 to 1")]


class FilterImpact(TypedDict):
    """What an active filter does to the estimate."""

    filter: Literal["countries"]
    values: list[str]
    selectivity: Annotated[float, Field(description="Share of profiles that the filter keeps, 0 to 1")]
    counter: Annotated[Literal["profileScans"], Field(description="The counter it raises")]
    countWithout: Annotated[int, Field(description="The counter without the filter")]
    countWith: Annotated[int, Field(description="The counter with the filter")]


class Assumptions(TypedDict):
    """What the estimate rests on."""

    maxItemsToProcess: int
    maxProfilesToScan: int
    publicEmailRate: float
    hiddenEmailRate: float
    deliverableRate: float
    filterSelectivity: float
    reserveMargin: float
    capBuffer: float


class Estimates(TypedDict):
    """What a preview says, and what a campaign remembers of it."""

    pricingVersion: Annotated[str, Field(description="Pricing model used for the reservation estimate")]
    reservationVersion: Annotated[str, Field(description="Reservation schema version used by the backend")]
    estimatedCredits: Annotated[float | None, Field(description="Recommended/default hard cap")]
    estimatedUsageCredits: Annotated[float | None, Field(description="Expected usage credits before the cap buffer")]
    reserveUsageCredits: Annotated[float | None, Field(description="Reserve-counter usage credits before the buffer")]
    recommendedMaxCreditCap: Annotated[float | None, Field(description="Conservative recommended hard cap")]
    summary: BudgetSummary | None
    targetMode: Annotated[Literal["email_leads"] | None, Field(description="Whether the preview targets email leads")]
    budgetMode: Annotated[
        Literal["recommended", "user_limited", "custom"] | None,
        Field(description="Whether the cap is recommended, user-limited, or custom"),
    ]
    filterImpacts: Annotated[list[FilterImpact] | None, Field(description="Active filter impacts")]
    estimatedCounters: CallCounters | None
    expectedCounters: CallCounters | None
    reserveCounters: CallCounters | None
    estimatedRates: CallRates | None
    rateRegistryChecksum: Annotated[str | None, Field(description="Checksum for the pricing rate registry")]
    assumptions: Assumptions | None
    warnings: Annotated[list[str], Field(description="Reserve-preview warnings shown before launch")]


class PreviewData(Estimates):
    """A reserve preview."""

    type: Type
    creditReserved: Annotated[float, Field(description="Credits to reserve on launch")]
    targetEmails: Annotated[int, Field(description="Requested unique email lead goal")]
    emailCollectionGoal: Annotated[int | None, Field(description="Raw-email goal when validation may reduce emails")]
    maxItemsToProcess: Annotated[int | None, Field(description="Internal processing cap derived by the backend")]
    maxProfilesToScan: Annotated[int | None, Field(description="Internal profile scan cap derived by the backend")]
    maxCreditCap: Annotated[float | None, Field(description="Configured hard stop cap for billable requests")]


class PreviewAnswer(TypedDict):
    """The answer of POST /campaigns/reserve-preview."""

    success: bool
    requestId: Annotated[str, Field(description="Preview request identifier")]
    data: PreviewData


class Breakdown(TypedDict):
    """Per-category usage of a settled campaign."""

    initialEmails: Annotated[int, Field(description="Profiles with an initial email")]
    deepSearchEmails: Annotated[int, Field(description="Profiles with a hidden email found; an audit counter, no fee")]
    noEmails: Annotated[int, Field(description="Profiles scanned with no email")]
    validations: Annotated[int, Field(description="Emails run through validation")]
    settlementVersion: Annotated[int, Field(description="Internal settlement schema version")]


class CreditSettlement(Estimates):
    """Credit accounting."""

    isSettled: Annotated[bool, Field(description="Whether credits have been settled")]
    settledAt: Annotated[Moment | None, Field(description="When settlement completed")]
    creditReserved: Annotated[float, Field(description="Credits reserved upfront")]
    creditUsed: Annotated[float, Field(description="Credits consumed")]
    creditReturned: Annotated[float, Field(description="Credits refunded")]
    creditCharged: Annotated[float, Field(description="Net credits charged")]
    maxCreditCap: Annotated[float | None, Field(description="Configured hard stop cap for billable requests")]
    breakdown: NotRequired[Breakdown]
    settlementVersion: NotRequired[Annotated[int, Field(description="Internal settlement schema version")]]


class PhaseError(TypedDict):
    """What went wrong."""

    message: str
    at: Moment


PhaseStatus = Literal["not_applicable", "pending", "running", "complete", "failed"]
SettlementStatus = Literal["not_ready", "ready", "in_progress", "done", "failed_retrying", "failed_terminal"]


class Phase(TypedDict):
    """One phase of the work."""

    status: Annotated[PhaseStatus, Field(description="Phase status")]
    startedAt: Annotated[Moment | None, Field(description="When phase started")]
    completedAt: Annotated[Moment | None, Field(description="When phase completed")]
    finalCounts: Annotated[dict[str, int] | None, Field(description="Sealed counts on completion")]
    lastError: Annotated[PhaseError | None, Field(description="Most recent error (if any)")]


class SettlementPhase(TypedDict):
    """Credit settlement lifecycle."""

    status: Annotated[SettlementStatus, Field(description="Settlement status")]
    attempts: Annotated[int, Field(description="Number of settlement attempts")]
    lastAttemptAt: Annotated[Moment | None, Field(description="Most recent settlement attempt")]
    nextAttemptAt: Annotated[Moment | None, Field(description="Next scheduled retry (if failed_retrying)")]
    settledAt: Annotated[Moment | None, Field(description="When settlement completed")]
    lastError: Annotated[PhaseError | None, Field(description="Most recent settlement error")]


class PhaseState(TypedDict):
    """Authoritative per-phase state."""

    scraping: Phase
    deepsearch: Phase
    validation: Phase
    settlement: SettlementPhase


class PostValidation(TypedDict):
    """Post-campaign validation."""

    status: Literal["idle", "validating", "completed", "failed"]
    total: Annotated[int, Field(description="Total emails to validate")]
    validated: Annotated[int, Field(description="Emails validated so far")]
    valid: Annotated[int, Field(description="Valid emails")]
    invalid: Annotated[int, Field(description="Invalid emails")]
    creditReserved: Annotated[float, Field(description="Credits reserved for validation")]
    creditUsed: Annotated[float, Field(description="Credits used for validation")]
    creditReturned: Annotated[float, Field(description="Credits refunded after validation")]
    startedAt: Annotated[Moment | None, Field(description="When validation started")]
    completedAt: Annotated[Moment | None, Field(description="When validation completed")]
    error: Annotated[str | None, Field(description="Error message if validation failed")]


class Campaign(TypedDict):
    """A campaign, in the list and when created."""

    _id: Id
    createdBy: Annotated[Id, Field(description="User ID of creator")]
    title: Annotated[str, Field(description="Campaign name")]
    type: Type
    status: Status
    inputs: Annotated[dict[str, object], Field(description="Campaign inputs")]
    targetEmails: Annotated[int, Field(description="User-facing unique email lead goal")]
    limits: Annotated[dict[str, int], Field(description="Backend-derived internal caps and legacy fields")]
    enableDeepEmailSearch: Annotated[bool, Field(description="Whether automatic deep email search was applied")]
    enableEmailValidation: Annotated[bool, Field(description="Whether email validation is enabled")]
    emailScanCount: Annotated[int, Field(description="Emails found so far")]
    profileScannedCount: Annotated[int, Field(description="Profiles scanned so far")]
    progressPercentage: Annotated[float, Field(description="Progress 0-100")]
    creditSettlement: CreditSettlement
    phaseState: PhaseState
    postValidation: PostValidation | None
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]
    updatedAt: Annotated[Moment, Field(description="Last update timestamp")]
    finishedAt: Annotated[Moment | None, Field(description="Completion timestamp")]


class NormalizedCounts(TypedDict):
    """Computed totals."""

    profiles: int
    emails: int


class TargetMetadata(TypedDict, total=False):
    """Who or what the campaign is pointed at, as far as it is known."""

    platformUserId: Annotated[str, Field(description="Platform-specific user ID of the target")]
    fullName: Annotated[str, Field(description="Full name of the target user")]
    profilePicUrl: Annotated[Address, Field(description="Profile picture URL of the target user")]
    bio: Annotated[str, Field(description="Biography of the target user")]
    followerCount: Annotated[int, Field(description="Follower count of the target user")]
    followingCount: Annotated[int, Field(description="Following count of the target user")]
    mediaCount: Annotated[int, Field(description="Media/post count of the target user")]
    isVerified: Annotated[bool, Field(description="Whether target user is verified on the platform")]
    isBusiness: Annotated[bool, Field(description="Whether target user has a business account")]
    hashtagMediaCount: Annotated[int, Field(description="Total media count for the hashtag")]
    targetPostAuthorUsername: Annotated[str, Field(description="Username of the post author")]
    targetPostAuthorName: Annotated[str, Field(description="Display name of the post author")]
    targetPostAuthorProfilePicUrl: Annotated[Address, Field(description="Profile picture of the post author")]
    targetPostLikeCount: Annotated[int, Field(description="Like count on the target post")]
    targetPostCommentCount: Annotated[int, Field(description="Comment count on the target post")]
    targetPostId: Annotated[str, Field(description="Platform-specific post ID")]
    targetPostCaptionText: Annotated[str, Field(description="Caption text of the target post")]
    authorUsername: Annotated[str, Field(description="Author username (X/Twitter campaigns)")]
    authorName: Annotated[str, Field(description="Author display name (X/Twitter campaigns)")]
    commentCount: Annotated[int, Field(description="Comment count")]
    likeCount: Annotated[int, Field(description="Like count")]
    captionText: Annotated[str, Field(description="Caption or post text")]
    targetFollowerCount: Annotated[int, Field(description="Target user follower count")]
    mediaPostCount: Annotated[int, Field(description="Target user media post count")]


class CampaignDetail(Campaign, TargetMetadata):
    """Full details of a campaign."""

    maxItemsToProcess: Annotated[int, Field(description="Internal processing limit")]
    normalizedCounts: NormalizedCounts


class CampaignCreated(TypedDict):
    """The answer of POST /campaigns."""

    campaign: Campaign


class CampaignList(TypedDict):
    """A page of campaigns."""

    items: list[Campaign]
    pagination: Pagination


class CampaignStopped(TypedDict):
    """The answer of POST /campaigns/{id}/stop."""

    campaignId: Id
    stopRequested: Annotated[bool, Field(description="Whether stop was requested")]
    status: Status
    stoppedBy: Annotated[str, Field(description="Who stopped the campaign")]
    stoppedReason: Annotated[str | None, Field(description="Reason for stopping")]
