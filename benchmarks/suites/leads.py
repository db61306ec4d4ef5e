"""A campaign of a million leads: running it, turning its pages, and writing all of it into a file.

Taken once, whatever the number of rounds: a million leads take a while.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from statistics import median
from typing import Any

from benchmarks.bench import Bench, megabytes
from benchmarks.client import Call, Client
from benchmarks.errors import BenchmarkError
from benchmarks.machine import HERE
from benchmarks.ours import OURS, new_workspace
from benchmarks.processes import Server
from benchmarks.suites.lab import timed

BASE = "/scravio/api"
LEADS = 1_000_000
PER_PAGE = 20
REPEATS = 5

FILTERS = (
    "",
    "&hasEmail=true",
    "&emailSource=initial&platform=linkedin",
    "&validationStatus=invalid",
    "&sortBy=followerCount",
    "&sortBy=followerCount&order=asc&validationStatus=valid",
    "&sortBy=scrapedAt&order=asc",
)
DEPTHS = (0.0, 0.5, 0.999)

# The most virtual time that one request lets pass, so that none takes long.
_CAMPAIGN_SLICE, _EXPORT_SLICE = "5m", "1m"
_MOST_SLICES = 2_000


def run(bench: Bench) -> None:
    """Take the one round, against a server of its own."""
    bench.say("leads: one round")
    with bench.running(OURS) as (server, client, _):
        made = new_workspace(client, fixture=str(HERE / "leads.yaml"), clock={"mode": "frozen"})
        account = _Account(client, made)
        campaign, seconds = timed(account.run_campaign)
        bench.results.add("leads.campaign", OURS.name, seconds)
        bench.results.add("leads.page", OURS.name, _page_ms(account, campaign))
        for kind in ("csv", "xlsx"):
            grown, seconds = timed(partial(_growth, server, partial(account.export, campaign, kind)))
            bench.results.add(f"leads.{kind}", OURS.name, seconds)
            bench.results.add(f"leads.{kind}_memory", OURS.name, megabytes(grown))


class _Account:
    """An account in a workspace whose clock stands until it is moved."""

    def __init__(self, client: Client, workspace: Any) -> None:
        self._client = client
        self._workspace = workspace["id"]
        self._key = {"X-API-Key": workspace["keys"]["scravio"]}

    def get(self, path: str) -> Any:
        """The body of a GET."""
        return self._client.send(Call("GET", BASE + path, self._key))

    def run_campaign(self) -> str:
        """Launch the campaign and let it run to its end, each email checked; returns its id."""
        wish = {
            "type": "LINKEDIN_KEYWORD_SEARCH",
            "inputs": {"keywords": ["founder", "recruiter"]},
            "targetEmails": LEADS,
        }
        campaign_id: str = self._post("/campaigns", wish)["campaign"]["_id"]
        self._advance_until(_CAMPAIGN_SLICE, lambda: self.get(f"/campaigns/{campaign_id}")["finishedAt"] is not None)
        found = self.get(f"/campaigns/{campaign_id}")["normalizedCounts"]
        if found != {"profiles": LEADS, "emails": LEADS}:
            raise BenchmarkError(f"the campaign found {found}")
        self._post(f"/campaigns/{campaign_id}/validate", None)
        self._advance_until(
            _CAMPAIGN_SLICE, lambda: self.get(f"/campaigns/{campaign_id}")["postValidation"]["status"] == "completed"
        )
        return campaign_id

    def export(self, campaign_id: str, kind: str, look: Callable[[], None]) -> None:
        """Write every lead into a file; `look` is called now and then meanwhile."""
        export_id = self._post("/list-exports", {"campaignId": campaign_id, "fileFormat": kind})["data"]["exportId"]

        def is_done() -> bool:
            look()
            [made] = [each for each in self.get("/list-exports")["data"]["exports"] if each["exportId"] == export_id]
            if made["status"] == "failed":
                raise BenchmarkError(f"the {kind} export failed")
            return bool(made["status"] == "completed" and made["totalRecords"] == LEADS)

        self._advance_until(_EXPORT_SLICE, is_done)

    def _post(self, path: str, body: object) -> Any:
        if body is None:
            return self._client.send(Call("POST", BASE + path, self._key))
        return self._client.send(Call.json("POST", BASE + path, body, self._key))

    def _advance_until(self, by: str, is_done: Callable[[], bool]) -> None:
        for _ in range(_MOST_SLICES):
            if is_done():
                return
            self._client.send(Call.json("POST", f"/_mock/workspaces/{self._workspace}/clock/advance", {"by": by}))
        raise BenchmarkError(f"not done after {_MOST_SLICES} times {by}")


def _page_ms(account: _Account, campaign_id: str) -> float:
    """The slowest of all filters and depths, each the median of some requests."""
    slowest = 0.0
    for wanted, depth in product(FILTERS, DEPTHS):
        path = f"/campaigns/{campaign_id}/leads?perPage={PER_PAGE}{wanted}"
        last = account.get(path)["pagination"]["totalPages"]
        first = max(1, int(last * depth))
        # Another page each time, since an answer that nothing has changed is remembered.
        pages = [f"{path}&page={max(1, min(last, first + turn))}" for turn in range(REPEATS)]
        slowest = max(slowest, median(timed(partial(account.get, page))[1] for page in pages) * 1_000)
    return slowest


def _growth(server: Server, work: Callable[[Callable[[], None]], None]) -> int | None:
    """By how many bytes the server was larger at its largest than before the work."""
    before = server.resident_bytes()
    seen = [before or 0]
    work(lambda: seen.append(server.resident_bytes() or 0))
    return None if before is None else max(seen) - before
