"""Endpoints of enrichment. Thin: what they do stands in `service`. Source: the vendor's OpenAPI document."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.messages import Response
from mockserver.vendors.scrapely.enrichment import presenters, service
from mockserver.vendors.scrapely.enrichment.schemas import (
    CreditBalance,
    EmailResult,
    EnrichEmailRequest,
    EnrichmentFailed,
    EnrichTwitterRequest,
    NoMatchReason,
    TwitterMatch,
    TwitterNoMatch,
)

router = vendor_router("Enrichment")


@router.post(
    "/enrich/twitter",
    operation_id="enrichTwitter",
    summary="Find a Twitter profile",
    response_model=TwitterMatch | TwitterNoMatch,
    responses={400: {"model": TwitterNoMatch, "description": "The question is incomplete"}},
    openapi_extra={"x-source": "observed"},
)
async def enrich_twitter(ctx: Ctx, body: EnrichTwitterRequest) -> TwitterMatch | TwitterNoMatch | Response:
    """Find somebody's Twitter profile by first name, last name and company.

    Results are remembered for 24 hours and then come with `cached: true`. 400 with `matched: false` and the
    reason `invalid_input` when one of the three is missing. Source: the vendor's OpenAPI document.
    """
    found = service.find_profile(
        ctx.workspace, first_name=body.first_name, last_name=body.last_name, company_name=body.company_name
    )
    person = None if found.handle is None else ctx.workspace.world.people.get(found.handle)
    if person is not None:
        image_url = ctx.picture("avatar", person.handle)
        return presenters.match(person, image_url, confidence=found.confidence, cached=found.cached)
    reason = found.reason or NoMatchReason.NO_RESULTS
    answer = presenters.no_match(reason, confidence=found.confidence, cached=found.cached)
    return Response.json(400, answer) if reason is NoMatchReason.INVALID_INPUT else answer


@router.post(
    "/enrich/email",
    operation_id="enrichEmail",
    summary="Find the email of a Twitter handle",
    response_model=EmailResult,
    responses={422: {"model": EnrichmentFailed, "description": "The profile cannot be seen"}},
    openapi_extra={"x-source": "observed"},
)
async def enrich_email(ctx: Ctx, body: EnrichEmailRequest) -> EmailResult:
    """Find the email of a handle's owner; a credit for each email found, none for what was found within 24 hours.

    Without an email its fields are null. 400 for text that is no handle, 403 without credits, 422 with `handle`
    and `name` when the profile is missing or suspended. Source: the vendor's OpenAPI document.
    """
    return service.find_email(ctx.workspace, body.handle)


@router.get(
    "/enrichment/credits",
    operation_id="getEnrichmentCredits",
    summary="Get enrichment credits",
    response_model=CreditBalance,
    openapi_extra={"x-source": "observed"},
)
async def enrichment_credits(ctx: Ctx) -> CreditBalance:
    """Tell how many enrichment credits are left and how many were used.

    Source: the vendor's OpenAPI document.
    """
    left, used = service.credits_left(ctx.workspace)
    return {"enrichment_credits": left, "enrichment_credits_used": used}
