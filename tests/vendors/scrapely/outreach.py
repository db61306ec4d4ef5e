"""Leads whose behaviour is known, and campaigns that write to them.

Handles choose what people do: `replies_` answer well, `angry_` badly, `silent_` never, `closed_` take no messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.vendors.scrapely.lab import Lab, changed

SOURCE = "leadsource"

NOBODY = "00000000-0000-4000-8000-000000000000"


def people(prefix: str, count: int) -> list[str]:
    """Handles that behave alike."""
    return [f"{prefix}_{number}" for number in range(count)]


def source_of(lab: Lab, handles: Sequence[str], *, scraped: str = SOURCE) -> str:
    """A lead source whose leads are these people, in this order; returns its id."""
    world = lab.workspace.world

    def befriend() -> None:
        target = world.people.put(scraped, followers_count=0)
        for handle in reversed(handles):  # the newest follower is listed first
            world.graph.follow(world.people.remember(handle), target)

    lab.write(befriend)
    answer = lab.post("/scraping-sources", {"name": scraped, "sources": [{"handle": scraped, "followers": True}]})
    assert answer.status_code == 200, answer.text
    lab.advance("2m")
    source_id = str(answer.json()["lead_source_id"])
    status = lab.get("/scraping-sources", id=source_id).json()["scraping_source"]
    assert status["leads_imported"] == len(handles), status
    return source_id


def campaign_body(source_id: str, **changes: object) -> dict[str, object]:
    """A body of POST /campaigns that is accepted, with some fields changed; a field of `...` is left out."""
    body: dict[str, object] = {
        "name": "Outreach",
        "message": "Hey {{firstName}}, quick question!",
        "lead_source_ids": [source_id],
    }
    return changed(body, changes)


def launch(lab: Lab, handles: Sequence[str], **changes: object) -> dict[str, Any]:
    """Launch a campaign over these people; returns the answer."""
    answer = lab.post("/campaigns", campaign_body(source_of(lab, handles), **changes))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def counts(lab: Lab, place: int = 0) -> dict[str, Any]:
    """The newest campaign as it is listed, or the one at another place."""
    found: dict[str, Any] = lab.get("/campaigns").json()["campaigns"][place]
    return found


def conversations(lab: Lab, **query: object) -> list[dict[str, Any]]:
    """The conversations as listed."""
    found: list[dict[str, Any]] = lab.get("/conversations", **{"limit": 100, **query}).json()["conversations"]
    return found


def conversation_with(lab: Lab, handle: str) -> dict[str, Any]:
    """The one conversation with a person, in full."""
    (item,) = conversations(lab, handle=handle)
    found: dict[str, Any] = lab.get("/conversations", conversation_id=item["conversation_id"]).json()["conversation"]
    return found


def talk(lab: Lab, handle: str = "silent_lead", account: str = "myhandle") -> dict[str, str]:
    """A conversation that an account began; returns its conversation_id and account_id."""
    account_id = lab.account(account)
    launch(lab, [handle], account_ids=[account_id])
    lab.advance("10m")
    (item,) = conversations(lab, account_id=account_id)
    return {"conversation_id": item["conversation_id"], "account_id": account_id}


def texts(conversation: dict[str, Any]) -> list[tuple[bool, str]]:
    """Who said what: (whether we did, text)."""
    return [(message["isSent"], message["text"]) for message in conversation["messages"]]
