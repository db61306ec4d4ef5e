"""Whatever is done, and in whatever order: the ledger chains, adds up to the balance, and never falls below zero."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.vendors.scravio.campaigns.pricing import EMAIL_VALIDATION
from tests.vendors.scravio.lab import Lab

ADDRESSES = (*(f"person{number}@example.com" for number in range(9)), "no address", "a@bounce.test", "a@outage.test")

titles = st.sampled_from(["plain", "[fail] x", "[settlement-retry] x", "[settlement-fail] x"])
wanted = st.sampled_from([
    {"type": "INSTAGRAM_HASHTAG", "inputs": {"hashtag": "gym"}},
    {"type": "X_FOLLOWERS", "inputs": {"targetUser": "nasa", "countries": ["US"]}},
    {"type": "X_KEYWORD_SEARCH", "inputs": {"keyword": "cto", "countries": ["IS"]}},
    {"type": "X_FOLLOWERS", "inputs": {"targetUser": "missing_one"}},
    {"type": "LINKEDIN_KEYWORD_SEARCH", "inputs": {"keyword": "cto"}},
])  # fmt: skip
launches = st.fixed_dictionaries({
    "title": titles,
    "targetEmails": st.integers(1, 300),
    "enableEmailValidation": st.booleans(),
    "maxCreditCap": st.none() | st.sampled_from([0.5, 20, 10_000]),
})  # fmt: skip
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("launch"), st.tuples(wanted, launches)),
        st.tuples(st.just("stop"), st.integers(0, 3)),
        st.tuples(st.just("validate"), st.integers(0, 3)),
        st.tuples(st.just("check"), st.lists(st.sampled_from(ADDRESSES), min_size=1)),
        st.tuples(st.just("wait"), st.sampled_from(["1s", "7s", "20s", "5m"])),
        st.tuples(st.just("grant"), st.integers(-200, 200)),
    ),
    max_size=14,
)


def check_ledger(lab: Lab) -> None:
    rows = sorted(lab.rows("scravio_transactions"), key=lambda row: int(str(row["number"])))
    amounts = [int(str(row["amount"])) for row in rows]
    after = [int(str(row["balance_after"])) for row in rows]
    for earlier, later in pairwise(rows):
        assert later["balance_before"] == earlier["balance_after"]
    assert all(row["balance_after"] == int(str(row["balance_before"])) + int(str(row["amount"])) for row in rows)
    assert min(after) >= 0
    assert lab.balance == sum(amounts) == after[-1]
    assert round(lab.read("/auth/me")["credits"] * 1_000) == lab.balance


def check_campaigns(lab: Lab) -> None:
    lines: dict[object, int] = {}
    for row in lab.rows("scravio_transactions"):
        if str(row["type"]).startswith("CAMPAIGN_"):
            lines[row["campaign_id"]] = lines.get(row["campaign_id"], 0) + int(str(row["amount"]))
    for row in lab.rows("scravio_campaigns"):
        reserved, used = int(str(row["credit_reserved"])), int(str(row["credit_used"]))
        returned, charged = int(str(row["credit_returned"])), int(str(row["credit_charged"]))
        if row["settled_at"] is None:
            assert lines[row["id"]] == -reserved
            continue
        assert reserved + max(0, used - reserved) == used + returned
        assert charged == used <= int(str(row["max_credit_cap"]))
        assert lines[row["id"]] == -charged


def check_validations(lab: Lab) -> None:
    lines: dict[object, int] = {}
    for row in lab.rows("scravio_transactions"):
        if str(row["type"]).startswith("EMAIL_VALIDATION_"):
            lines[row["correlation_id"]] = lines.get(row["correlation_id"], 0) + int(str(row["amount"]))
    for row in (*lab.rows("scravio_validation_jobs"), *lab.rows("scravio_campaign_validations")):
        is_over = row.get("status") in ("completed", "failed") or row.get("is_running") == 0
        checked = int(str(row["valid"])) + int(str(row["invalid"])) - int(str(row.get("malformed", 0)))
        taken = EMAIL_VALIDATION * checked if is_over else int(str(row["credit_reserved"]))
        assert lines[row["id"]] == -taken
        assert taken <= int(str(row["credit_reserved"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds)
def test_the_books_balance(sequence: list[tuple[str, object]]) -> None:
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        try:
            lab.grant(-24_000)
            ids = [lab.completed(targetEmails=30)]
            for deed, detail in sequence:
                _do(lab, deed, detail, ids)
                check_ledger(lab)
                check_campaigns(lab)
                check_validations(lab)
            lab.advance("1d")
            check_ledger(lab)
            check_campaigns(lab)
            check_validations(lab)
            assert all(row["finished_at"] is not None for row in lab.rows("scravio_campaigns"))
        finally:
            lab.close()


def _do(lab: Lab, deed: str, detail: object, ids: list[str]) -> None:
    match deed, detail:
        case "launch", (dict(kind), dict(wishes)):
            answer = lab.post("/campaigns", {**kind, **wishes})
            if answer.status_code == 201:
                ids.append(answer.json()["campaign"]["_id"])
            else:
                assert answer.json()["code"] == "INSUFFICIENT_CREDITS"
        case (("stop" | "validate"), int(place)) if place < len(ids):
            answer = lab.post(f"/campaigns/{ids[place]}/{deed}")
            assert answer.status_code in (200, 202, 400, 404, 409), answer.text
        case "check", list(addresses):
            answer = lab.post("/validation-jobs/text", {"emails": addresses})
            assert answer.status_code in (201, 400, 409), answer.text
        case "wait", str(by):
            lab.advance(by)
        case "grant", int(amount) if lab.balance + amount * 1_000 >= 0 and amount:
            lab.grant(amount)
