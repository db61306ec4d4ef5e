"""The browser extension: reads a page of a search's results and adds whom the campaign targets.

Must not know what becomes of a lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow
from mockserver.vendors.socialscalr.leads import presenters, service
from mockserver.vendors.socialscalr.leads.schemas import LeadSource
from mockserver.workers.lead_filters import contains_any, normalised
from mockserver.world.person import Person
from mockserver.world.population import POPULATION

SCRAPED = "leads.scraped"

PAGE = 10
"""How many leads a page gives."""

_AT_ONCE = 50
_LOOKED_THROUGH = 2_000
"""How many results are read for a page before the extension gives up."""


@dataclass(frozen=True, slots=True)
class Page:
    """What reading a page gave: how many leads were added, and whether it was full."""

    inserted: int
    is_full: bool


def read_page(workspace: Workspace, campaign: CampaignRow, size: int = PAGE) -> Page:
    """Read on from where the last page ended, add the people found, and tell who wants to know.

    Equal searches of a workspace find the same people in the same order.
    """
    found, offset = _look(workspace, campaign, size)
    workspace.database.change(
        CampaignRow, {"id": campaign.id}, search_offset=offset, pages_read=campaign.pages_read + 1
    )
    added = service.add(workspace, campaign, map(service.scraped, found), LeadSource.EXTENSION)
    if added.rows:
        facts = {
            "campaign": {"id": campaign.id, "name": campaign.name},
            "inserted": len(added.rows),
            "skipped": added.skipped,
            "leads": [presenters.lead(row) for row in added.rows],
        }
        workspace.webhooks.emit("socialscalr", SCRAPED, facts)
    return Page(len(added.rows), len(found) == size)


def keywords(campaign: CampaignRow) -> tuple[str, ...]:
    """What a title must have one of, in folded case; empty where every title will do.

    Assumption: without titleKeywords, the keywords parameter of search_url takes their place.
    """
    wanted = normalised(campaign.targeting.get("titleKeywords") or ())
    if wanted or campaign.search_url is None:
        return wanted
    return normalised(parse_qs(urlsplit(campaign.search_url).query).get("keywords", ()))


def _look(workspace: Workspace, campaign: CampaignRow, size: int) -> tuple[list[Person], int]:
    """The next people whose titles fit, and how far was read."""
    results = workspace.entropy.permutation(POPULATION, "socialscalr.search", campaign.search_url or "")
    wanted = keywords(campaign)
    found: list[Person] = []
    offset = campaign.search_offset
    end = min(offset + _LOOKED_THROUGH, POPULATION)
    while len(found) < size and offset < end:
        numbers = [results.at(place) for place in range(offset, min(offset + _AT_ONCE, end))]
        for person in workspace.world.people.numbered(numbers):
            offset += 1
            if not wanted or contains_any(person.job_title, wanted):
                found.append(person)
                if len(found) == size:
                    break
    return found, offset
