"""What a fixture's section gives a workspace, and how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mockserver.core.errors import ConfigurationError
from mockserver.core.times import DAY, HOUR, iso_ms
from tests.vendors.xquik.lab import Lab


def begin(lab: Lab, folder: Path, section: object) -> None:
    """Go on in a workspace of a fixture with this section."""
    path = folder / "fixture.yaml"
    path.write_text(yaml.safe_dump({"xquik": section}), encoding="utf-8")
    lab.enter("seeded", fixture=str(path))


def test_without_a_section_there_is_a_plan_with_credits_and_nothing_else(lab: Lab) -> None:
    account = lab.get("/account").json()
    assert (account["plan"], account["creditInfo"]["balance"]) == ("active", "140000")
    assert lab.get("/drafts").json() == {"drafts": [], "hasMore": False}
    assert lab.get("/support/tickets").json() == {"tickets": [], "hasMore": False}
    assert lab.post("/credits/quick-topup", {"dollars": 10}).json()["outcome"] == "charged"


def test_the_demo_is_at_work(lab: Lab) -> None:
    lab.enter("demo", fixture="demo")
    account = lab.get("/account").json()
    assert account["xUsername"] == "growthlab"
    credit = account["creditInfo"]
    assert int(credit["balance"]) == int(credit["lifetimePurchased"]) - int(credit["lifetimeUsed"]) > 0
    assert len(lab.get("/drafts").json()["drafts"]) >= 4
    tickets = {row["subject"]: row for row in lab.get("/support/tickets").json()["tickets"]}
    assert {row["status"] for row in tickets.values()} == {"resolved", "in_progress", "open"}
    assert len(lab.rows("xquik_ledger")) > 9
    accounts = {row["username"]: row["health"] for row in lab.get("/x/accounts").json()["accounts"]}
    assert accounts == {"growthlab": "healthy", "mayachen": "healthy", "denizsells": "needsReauth"}
    assert lab.post("/x/tweets", {"account": "mayachen", "text": "Morning"}).status_code == 200
    assert lab.get("/x/timeline").json()["tweets"]


def test_the_past_was_lived_at_its_times(lab: Lab, tmp_path: Path) -> None:
    begin(
        lab,
        tmp_path,
        {
            "account": {"tier": "pro", "ago": "70d", "locale": "tr", "x_username": "@ElonMusk"},
            "ledger": [{"ago": "1d", "amount": -5, "reason": "searchTweets"}],
            "x_accounts": [{"username": "@Acme", "ago": "3d"}, {"username": "locked_joe", "ago": "1d"}],
            "drafts": [{"text": "older", "ago": "2h"}, {"text": "newer", "goal": "followers", "ago": "1h"}],
            "tickets": [{"subject": "Hello", "body": "Help", "ago": "10d", "then": [{"text": "More"}]}],
        },
    )
    granted = [row for row in lab.rows("xquik_ledger") if row["reason"] == "subscription"]
    assert [row["created_at"] for row in granted] == [lab.now - days * DAY for days in (70, 40, 10)]
    assert lab.balance == 3 * 770_000 - 5
    assert lab.get("/account").json()["xUsername"] == "elonmusk"
    drafts = lab.get("/drafts").json()["drafts"]
    assert [(row["text"], row["createdAt"]) for row in drafts] == [
        ("newer", iso_ms(lab.now - HOUR)),
        ("older", iso_ms(lab.now - 2 * HOUR)),
    ]
    assert [
        (row["username"].lower(), row["createdAt"], row["health"]) for row in lab.get("/x/accounts").json()["accounts"]
    ] == [("acme", iso_ms(lab.now - 3 * DAY), "healthy"), ("locked_joe", iso_ms(lab.now - DAY), "locked")]
    [ticket] = lab.get("/support/tickets").json()["tickets"]
    assert (ticket["status"], ticket["messageCount"]) == ("in_progress", 4)
    lab.advance("20d")
    assert lab.balance == 4 * 770_000 - 5


@pytest.mark.parametrize(
    ("account", "plan", "balance"),
    [
        ({"subscription": "none"}, "inactive", None),
        ({"subscription": "none", "credits": 500}, "inactive", "500"),
        ({"subscription": "past_due"}, "inactive", "140000"),
        ({"credits": 0}, "active", None),
        ({"tier": "business"}, "active", "1670000"),
    ],
)
def test_an_account_may_stand_anywhere(
    lab: Lab, tmp_path: Path, account: dict[str, object], plan: str, balance: str | None
) -> None:
    begin(lab, tmp_path, {"account": account})
    told = lab.get("/account").json()
    assert told["plan"] == plan
    assert told.get("creditInfo", {}).get("balance") == balance


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ({"nothing": []}, "unknown keys nothing; known are account, ledger"),
        ({"account": {"tier": "gold"}}, "account.tier must be one of"),
        ({"account": {"colour": "red"}}, "account.colour is not a known field"),
        ({"drafts": [{"text": "x"}, {"topic": "y"}]}, r"drafts\[1\].text is required"),
        ({"drafts": [{"text": "x", "ago": "soon"}]}, r"drafts\[0\].ago"),
        ({"x_accounts": [{"username": "no name"}]}, r"x_accounts\[0\]"),
        ({"x_accounts": [{"username": "a", "health": "ill"}]}, r"x_accounts\[0\].health must be one of"),
        ({"x_accounts": [{"username": "a"}, {"username": "A"}]}, r"x_accounts\[1\]: .*already connected"),
        ({"ledger": [{"ago": "1d", "amount": -(10**9), "reason": "x"}]}, r"ledger\[0\]: 1000000000 credits"),
        ({"tickets": [{"subject": "x", "body": "y", "ago": "1h", "then": [{"text": "z"}]}]}, "after the workspace"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(lab: Lab, tmp_path: Path, section: object, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        begin(lab, tmp_path, section)


def test_the_same_seed_gives_the_same_bytes(lab: Lab) -> None:
    lab.enter("one", fixture="demo")
    first = {name: rows for name, rows in lab.tables().items() if name.startswith("xquik_")}
    lab.enter("two", fixture="demo")
    assert {name: rows for name, rows in lab.tables().items() if name.startswith("xquik_")} == first
