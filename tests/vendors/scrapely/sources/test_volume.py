"""A large account is scraped in bounded memory."""

from __future__ import annotations

import tracemalloc

from tests.vendors.scrapely.lab import Lab


def test_twenty_five_thousand_followers(lab: Lab) -> None:
    lab.write(lambda: lab.workspace.world.people.put("famous", followers_count=25_000))
    body = {"name": "x", "sources": [{"handle": "famous", "followers": True}]}
    source_id = lab.post("/scraping-sources", body).json()["lead_source_id"]
    lab.advance("2m")  # what is cached of the world is there by now
    tracemalloc.start()
    lab.advance("1h")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    shown = lab.get("/scraping-sources", id=source_id).json()["scraping_source"]
    assert (shown["status"], shown["leads_imported"]) == ("completed", 25_000)
    assert peak < 40 * 1024 * 1024, "rows are kept in memory"
