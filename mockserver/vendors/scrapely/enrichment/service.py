"""Looking up profiles and emails in the world, remembered for 24 hours. Must not know the wire."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from mockserver.core.errors import ApiError
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely import magic
from mockserver.vendors.scrapely.enrichment.schemas import EmailResult, EmailValidity, NoMatchReason
from mockserver.vendors.scrapely.enrichment.tables import EnrichmentRow
from mockserver.vendors.scrapely.errors import TITLES, bad_request
from mockserver.vendors.scrapely.sources import credits as ledger
from mockserver.vendors.scrapely.sources.credits import CreditKind
from mockserver.world.person import Person, PersonStatus, handle_key

CACHE_MS = DAY

_TWITTER, _EMAIL = "twitter", "email"
_HANDLE_LETTERS, _HANDLE_DIGITS = 11, 4
_TITLES = ("Founder", "CEO", "Head of Growth", "Product Lead", "Engineering Manager", "Marketing Director")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")

_CACHED = Query(
    lambda: select(EnrichmentRow).where(
        col(EnrichmentRow.kind) == bindparam("kind"), col(EnrichmentRow.subject) == bindparam("subject")
    ),
    EnrichmentRow,
)


@dataclass(frozen=True, slots=True)
class ProfileLookup:
    """What a lookup gave: a person's handle, or the reason why there is none."""

    handle: str | None
    confidence: float
    reason: NoMatchReason | None
    cached: bool


# Profiles


def find_profile(workspace: Workspace, *, first_name: str, last_name: str, company_name: str) -> ProfileLookup:
    """Look a person up by name and company; it costs nothing.

    The world gets that person, so that the other vendors and the email lookup agree.
    """
    if not (first_name and last_name and company_name):
        return ProfileLookup(None, 0.0, NoMatchReason.INVALID_INPUT, cached=False)
    subject = "\x1f".join(part.casefold() for part in (first_name, last_name, company_name))
    result, cached = _remembered(
        workspace, _TWITTER, subject, lambda: _search(workspace, first_name, last_name, company_name)
    )
    handle, confidence, reason = result["handle"], result["confidence"], result["reason"]
    assert isinstance(confidence, float)
    return ProfileLookup(
        None if handle is None else str(handle),
        confidence,
        None if reason is None else NoMatchReason(str(reason)),
        cached,
    )


def _search(workspace: Workspace, first_name: str, last_name: str, company_name: str) -> dict[str, object]:
    letters = _ascii(first_name) + _ascii(last_name)
    if magic.NO_MATCH.matches(company_name) or not letters:
        return {"handle": None, "confidence": 0.0, "reason": NoMatchReason.NO_RESULTS}
    names = (first_name.casefold(), last_name.casefold(), company_name.casefold())
    chance = workspace.entropy.stream("scrapely.enrichment", "profile", *names)
    if magic.UNSURE_MATCH.matches(company_name):
        return {"handle": None, "confidence": chance.between(10, 45) / 100, "reason": NoMatchReason.LOW_CONFIDENCE}
    # Assumption: everybody who is asked for by name and company exists; digits of the handle come from all three.
    handle = letters[:_HANDLE_LETTERS] + chance.text("0123456789", _HANDLE_DIGITS)
    workspace.world.people.put(
        handle,
        name=f"{first_name} {last_name}",
        first_name=first_name,
        last_name=last_name,
        company=company_name,
        bio=f"{chance.pick(_TITLES)} @ {company_name}",
        website=f"https://{_ascii(company_name) or 'company'}.example.com",
    )
    return {"handle": handle, "confidence": chance.between(78, 98) / 100, "reason": None}


# Emails


def find_email(workspace: Workspace, handle: str) -> EmailResult:
    """Look up the email of a handle's owner: a credit for each email found, none for what is remembered.

    400 for text that is no handle, 403 without credits, 422 when the profile cannot be seen.
    """
    key = handle_key(handle.strip())
    if key is None:
        raise bad_request("handle must be a Twitter handle: 1 to 15 letters, digits or underscores")
    result, _ = _remembered(workspace, _EMAIL, key, lambda: _paid_email(workspace, key))
    return cast(EmailResult, result)


def credits_left(workspace: Workspace) -> tuple[int, int]:
    """Enrichment credits that are left, and those that were used."""
    return ledger.balance(workspace, CreditKind.ENRICHMENT), ledger.used(workspace, CreditKind.ENRICHMENT)


def _paid_email(workspace: Workspace, key: str) -> dict[str, object]:
    # Assumption: without credits a lookup is refused before it starts, with 403.
    if ledger.balance(workspace, CreditKind.ENRICHMENT) < 1:
        raise ApiError(403, TITLES[403], "Not enough enrichment credits")
    person = workspace.world.people.get(key)
    if person is None or person.status is PersonStatus.SUSPENDED:
        raise ApiError(422, "Enrichment failed", "Twitter profile not found", extra={"handle": key, "name": None})
    found = _email_of(workspace, person)
    if found["email"] is not None:
        ledger.spend(workspace, CreditKind.ENRICHMENT, 1, "email found", key)
    return dict(found)


def _email_of(workspace: Workspace, person: Person) -> EmailResult:
    """What can be found out about a person.

    Assumption: the email is found of whoever names a website, since the company's domain is taken from it.
    """
    site = None if person.website is None else urlsplit(person.website).hostname
    if magic.WITHOUT_EMAIL.matches(person.handle):
        site = None
    elif site is None and magic.WITH_EMAIL.matches(person.handle):
        site = person.email.partition("@")[2]
    domain = None if site is None else site.removeprefix("www.")
    validity = None
    if domain is not None:
        chance = workspace.entropy.stream("scrapely.enrichment", "validity", person.key)
        validity = chance.weighted(((EmailValidity.VALID, 85), (EmailValidity.CATCHALL, 15)))
    return {
        "handle": person.handle,
        "name": person.name,
        "firstName": person.first_name,
        "lastName": person.last_name or None,
        "fullName": person.name,
        "bio": person.bio,
        "website": person.website,
        "followers": person.followers_count,
        "domain": domain,
        "companyHandle": None if domain is None else _ascii(person.company)[:15] or None,
        "companyName": None if domain is None else person.company,
        "email": None if domain is None else person.email,
        "emailValidity": validity,
    }


# Inside


def _remembered(
    workspace: Workspace, kind: str, subject: str, look_up: Callable[[], Mapping[str, object]]
) -> tuple[Mapping[str, object], bool]:
    """The result of a lookup of the last 24 hours, or a new one; and whether it was remembered."""
    now = workspace.now()
    row = workspace.database.first(_CACHED, kind=kind, subject=subject)
    if row is not None and now - row.created_at < CACHE_MS:
        return row.result, True
    result = dict(look_up())
    workspace.database.remove(EnrichmentRow, kind=kind, subject=subject)
    workspace.database.insert(EnrichmentRow, kind=kind, subject=subject, result=result, created_at=now)
    return result, False


def _ascii(text: str) -> str:
    """Letters and digits of a text as a handle could have them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_ALPHANUMERIC.sub("", plain)
