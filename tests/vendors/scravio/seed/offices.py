"""Workspaces made from fixtures."""

from __future__ import annotations

from pathlib import Path

from mockserver.core.clock import ClockMode
from mockserver.core.settings import RateLimits, Settings
from tests.vendors.scravio.lab import VENDOR, Lab


def enter(
    lab: Lab, fixture: str | Path, seed: int = 42, settings: Settings | None = None, name: str = "office"
) -> None:
    """Go on in a workspace made from a fixture."""
    runtime = lab.app.workspaces.create(
        name,
        fixture=str(fixture),
        seed=seed,
        mode=ClockMode.FROZEN,
        settings=settings or Settings(rate_limits=RateLimits.OFF),
    )
    lab.workspace = runtime.workspace
    lab.key = next(row.key for row in runtime.keys.list() if row.vendor == VENDOR)


def check_books(lab: Lab) -> None:
    """Each line of the ledger begins where the one before it ended, and each campaign's lines add up to its charge."""
    lines = lab.read("/credit-transactions", perPage=100, order="asc")["transactions"]
    assert len(lines) == len(lab.rows("scravio_transactions"))
    balance = 0
    for line in lines:
        assert line["balanceBefore"] == balance
        balance = round(balance + line["amount"], 3)
        assert line["balanceAfter"] == balance
    assert lab.read("/auth/me")["credits"] == balance
    for campaign in lab.read("/campaigns", perPage=100)["items"]:
        own = [line for line in lines if line["campaignId"] == campaign["_id"]]
        spent = sum(line["amount"] for line in own if line["type"].startswith("CAMPAIGN"))
        settlement = campaign["creditSettlement"]
        expected = settlement["creditCharged"] if settlement["isSettled"] else settlement["creditReserved"]
        assert round(-spent, 3) == expected
