"""Remembering answers changes nothing: the same script gives the same bytes with and without it."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.gateway.response_cache import ResponseCache
from tests.vendors.scrapely.lab import Lab, account_body, cookies

READS = (
    "/accounts",
    "/accounts/tags",
    "/campaigns",
    "/campaigns/analytics",
    "/conversations",
    "/crm/conversations",
    "/enrichment/credits",
    "/scheduled-tweets",
    "/scraping-sources",
    "/nowhere",
)
WRITES = ("connect", "renew", "pause", "tag", "tweet", "scrape", "extract", "advance")

STEPS = st.lists(st.one_of(st.sampled_from(READS), st.sampled_from(WRITES)), min_size=5, max_size=40)


def play(script: list[str], *, remembering: bool) -> tuple[list[bytes], int]:
    """Every answer of a script, and how often an answer was remembered."""
    answers: list[bytes] = []
    hits = 0
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        runtime = lab.app.workspaces.get("lab")
        assert runtime is not None
        if not remembering:
            runtime.cache = ResponseCache(size=0)
        account = lab.account()
        for number, step in enumerate(script):
            match step:
                case "connect":
                    answer = lab.post("/accounts", account_body(handle=f"handle{number}"))
                case "renew":
                    answer = lab.put("/accounts/cookies", {"account_id": account, "cookies": cookies(ct0=f"n{number}")})
                case "pause":
                    answer = lab.patch("/accounts/pause", {"account_id": account, "is_paused": bool(number % 2)})
                case "tag":
                    answer = lab.put("/accounts/tags", {"account_id": account, "tags": [f"tag-{number}"]})
                case "tweet":
                    due = lab.iso_in("90s")
                    body = {"account_id": account, "tweet_text": f"Tweet {number}", "scheduled_at": due}
                    answer = lab.post("/scheduled-tweets", body)
                case "scrape":
                    sources = [{"handle": f"source{number % 3}", "following": True}]
                    answer = lab.post("/scraping-sources", {"name": "Leads", "sources": sources})
                case "extract":
                    wanted = {
                        **account_body(),
                        "username": "someone",
                        "password": "x",
                        "two_fa_key": "ABCD1234EFGH5678",
                    }
                    answer = lab.post("/get-cookies", wanted)
                case "advance":
                    lab.advance("1m")
                    continue
                case _:
                    before = runtime.cache
                    remembered = len(before)
                    answer = lab.get(step)
                    hits += answer.status_code == 200 and 0 < remembered == len(before)
            answers.append(answer.content)
        lab.close()
    return answers, hits


@settings(max_examples=15)
@given(STEPS)
def test_a_script_gives_the_same_bytes_with_and_without(script: list[str]) -> None:
    assert play(script, remembering=True)[0] == play(script, remembering=False)[0]


def test_unchanged_reads_are_remembered_at_all() -> None:
    assert play(["/accounts", "/accounts", "/accounts"], remembering=True)[1] == 2
    assert play(["/accounts", "/accounts", "/accounts"], remembering=False)[1] == 0
