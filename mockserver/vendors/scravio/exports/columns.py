"""The columns of an exported file. Pure.

Assumption: no source shows a file; it has a lead's documented fields under their own names, but for the ids and what
only says how the account sees the lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockserver.vendors.scravio.leads.schemas import Lead
from mockserver.vendors.scravio.spreadsheets import Cell


def _plain(name: str) -> Callable[[Mapping[str, object]], object]:
    return lambda lead: lead.get(name)


def _validation(name: str) -> Callable[[Mapping[str, object]], object]:
    def read(lead: Mapping[str, object]) -> object:
        found = lead["emailValidation"]
        return found[name] if isinstance(found, dict) else None

    return read


_COLUMNS: Mapping[str, Callable[[Mapping[str, object]], object]] = {
    "email": _plain("email"),
    "emailStatus": _validation("status"),
    "emailCheckedAt": _validation("checkedAt"),
    **{
        name: _plain(name)
        for name in (
            "emailSource",
            "fullName",
            "username",
            "platform",
            "sourceType",
            "phoneNumber",
            "biography",
            "followerCount",
            "followingCount",
            "mediaCount",
            "externalUrl",
            "isPrivate",
            "isVerified",
            "isBusiness",
            "country",
            "cityName",
            "addressStreet",
            "latitude",
            "longitude",
            "accountCreatedDate",
            "keyword",
            "xPostText",
            "linkedinHeadline",
            "tiktokVideoUrl",
            "facebookCategory",
            "scrapedAt",
        )
    },
}

HEADER: tuple[str, ...] = tuple(_COLUMNS)


def row(lead: Lead) -> list[Cell]:
    """A lead as a row of the file."""
    shown: Mapping[str, object] = lead
    return [read(shown) for read in _COLUMNS.values()]  # type: ignore[misc]
