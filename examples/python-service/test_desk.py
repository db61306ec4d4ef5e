"""The desk against the vendors' contracts. `workspace` comes with social-mockserver: a universe for each test."""

from __future__ import annotations

import httpx
import pytest
from desk import Desk, Vendor, accept

from mockserver.testing import Receiver, Workspace

pytestmark = pytest.mark.mockserver(fixture="demo")


@pytest.fixture
def slept() -> list[float]:
    """How long the desk has waited, without waiting."""
    return []


@pytest.fixture
def desk(workspace: Workspace, slept: list[float]) -> Desk:
    vendors = {name: Vendor(each.base_url, each.headers) for name, each in workspace.vendors.items()}
    return Desk(vendors, sleep=slept.append)


def test_the_briefing_asks_all_five(desk: Desk, workspace: Workspace) -> None:
    briefing = desk.briefing("nasa")
    assert "growthlab" in briefing.senders
    assert briefing.lists
    assert briefing.leads > 0
    assert briefing.followers > 0
    assert "mayachen" in briefing.watched
    for vendor in workspace.vendors:
        workspace.requests.verify(vendor=vendor, status=200, count=1)
    assert workspace.findings() == []


def test_it_waits_as_long_as_it_is_told(desk: Desk, workspace: Workspace, slept: list[float]) -> None:
    workspace.faults.add(vendor="xquik", times=2, status=503, headers={"Retry-After": "7"})
    desk.briefing("nasa")
    assert slept == [7.0, 7.0]
    workspace.requests.verify(vendor="xquik", path="**/users/*", count=3)


def test_it_gives_up_at_last(desk: Desk, workspace: Workspace) -> None:
    workspace.faults.add(vendor="scrapely", status=503)
    with pytest.raises(httpx.HTTPStatusError, match="503"):
        desk.briefing("nasa")
    workspace.requests.verify(vendor="scrapely", status=503, count=4)


def test_only_genuine_webhooks_are_accepted(workspace: Workspace) -> None:
    with Receiver() as receiver:
        receiver.register(workspace, "socialscalr")
        workspace.trigger("socialscalr", "lead.messaged")
        [delivery] = workspace.webhooks.wait("lead.messaged")
        workspace.deliveries.redeliver(delivery["id"], as_="tampered")
        genuine, forged = receiver.wait(2)
    secret = receiver.secrets["socialscalr"]
    event = accept(secret, genuine.headers, genuine.body)
    assert event is not None
    assert event["event"] == "lead.messaged"
    assert accept(secret, forged.headers, forged.body) is None


def test_tweets_arrive(desk: Desk, workspace: Workspace) -> None:
    with desk.tweets() as tweets:
        made = workspace.tweet("mayachen", "We are hiring")
        assert next(tweets)["id"] == made["id"]
    [connection] = workspace.streams.list()
    assert (connection["vendor"], connection["sent"]) == ("scrapest", 1)
