"""What the filters of a list ask for, as a mask of lead states. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.vendors.scravio.campaigns.kinds import CampaignKind
from mockserver.vendors.scravio.leads import masks, presenters
from mockserver.vendors.scravio.leads.schemas import EmailSource, LeadsQuery, ValidationStatus

_OF_SOURCE: Mapping[EmailSource, int] = {
    EmailSource.INITIAL: masks.INITIAL,
    EmailSource.DEEP_SEARCH: masks.DEEP,
    EmailSource.NONE: masks.WITHOUT_EMAIL,
}

# Assumption: an email that was not checked yet is `pending`, whether or not a validation runs.
_OF_VALIDATION: Mapping[ValidationStatus, int] = {
    ValidationStatus.VALID: masks.VALID,
    ValidationStatus.INVALID: masks.INVALID,
    ValidationStatus.PENDING: masks.PENDING,
}


def mask(query: LeadsQuery, kind: CampaignKind) -> int:
    """The states that fit all filters of a query; none where the campaign's platform or source does not fit."""
    if query.platform not in (None, kind.platform):
        return 0
    if query.source_type not in (None, presenters.source_type(kind)):
        return 0
    wanted = masks.ALL
    if query.has_email is not None:
        wanted &= masks.WITH_EMAIL if query.has_email else masks.WITHOUT_EMAIL
    if query.email_source is not None:
        wanted &= _OF_SOURCE[query.email_source]
    if query.validation_status is not None:
        wanted &= _OF_VALIDATION[query.validation_status]
    return wanted
