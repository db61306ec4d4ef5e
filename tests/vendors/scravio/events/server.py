"""A server on a real socket, and workspaces of it whose clocks stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from mockserver.server.config import Config
from mockserver.server.listener import Background

WISH: Mapping[str, object] = {"type": "INSTAGRAM_HASHTAG", "inputs": {"hashtag": "gym"}, "targetEmails": 20}


@dataclass
class Universe:
    """A workspace, over its API and the control API."""

    name: str
    key: str
    http: httpx.Client

    @property
    def url(self) -> str:
        return str(self.http.base_url).rstrip("/")

    def ask(self, method: str, path: str, body: object = None) -> Any:
        answer = self.http.request(method, f"/scravio/api{path}", json=body, headers={"X-API-Key": self.key})
        assert answer.is_success, answer.text
        return answer.json()

    def advance(self, by: str) -> None:
        answer = self.http.post(f"/_mock/workspaces/{self.name}/clock/advance", json={"by": by})
        assert answer.is_success, answer.text

    def run_a_campaign(self, **changes: object) -> str:
        """Launch a campaign and let it run to its end, which takes no 20 seconds; returns its id."""
        made = self.ask("POST", "/campaigns", {**WISH, **changes})
        self.advance("20s")
        return str(made["campaign"]["_id"])

    def validate(self, campaign_id: str) -> None:
        self.ask("POST", f"/campaigns/{campaign_id}/validate")
        self.advance("1m")


@contextmanager
def running() -> Iterator[httpx.Client]:
    """A server, and a client of it."""
    with Background(Config(ephemeral=True, fixture="empty", port=0)) as ready, httpx.Client(base_url=ready.url) as http:
        yield http


def universe(http: httpx.Client, name: str) -> Universe:
    """A fresh workspace."""
    made = http.post("/_mock/workspaces", json={"name": name, "clock": {"mode": "frozen"}}).json()
    return Universe(name, made["keys"]["scravio"], http)
