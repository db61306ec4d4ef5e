"""A sales desk that works with five vendors: what it knows, whom it follows, what they tell it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.sync.client import connect


@dataclass(frozen=True)
class Vendor:
    """Where a vendor is, and the header that opens it."""

    base_url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Briefing:
    """What the desk starts its day with."""

    senders: list[str]
    lists: list[str]
    leads: int
    followers: int
    watched: list[str]


class Desk:
    """The service. `sleep` is how it waits before it asks again."""

    def __init__(self, vendors: Mapping[str, Vendor], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._vendors = vendors
        self._sleep = sleep

    @classmethod
    def from_environment(cls) -> Desk:
        """The desk of production: `SCRAPELY_BASE_URL`, `SCRAPELY_API_KEY` and so on."""
        found = {name: (os.environ[f"{name}_BASE_URL"], os.environ[f"{name}_API_KEY"]) for name in HEADERS}
        return cls(
            {name.lower(): Vendor(url, {HEADERS[name]: _value(name, key)}) for name, (url, key) in found.items()}
        )

    def briefing(self, handle: str) -> Briefing:
        """Ask all five vendors."""
        accounts = self._get("scrapely", "/accounts")["accounts"]
        campaigns = self._get("scravio", "/campaigns")["items"]
        leads = self._get("socialscalr", "/leads")["leads"]
        person = self._get("xquik", f"/x/users/{handle}")
        watched = self._get("scrapest", "/tracked-users")["tracked_users"]
        return Briefing(
            senders=[account["handle"] for account in accounts if account["is_active"]],
            lists=[campaign["title"] for campaign in campaigns],
            leads=len(leads),
            followers=person["followers"],
            watched=[user["username"] for user in watched],
        )

    @contextmanager
    def tweets(self) -> Iterator[Iterator[dict[str, Any]]]:
        """Tweets of those who are watched, as they are written."""
        vendor = self._vendors["scrapest"]
        with connect(vendor.base_url, additional_headers=dict(vendor.headers)) as stream:
            yield (json.loads(message) for message in stream)

    def _get(self, name: str, path: str, attempts: int = 4) -> Any:
        """GET, again after a 429 or 503 when the vendor says so."""
        vendor = self._vendors[name]
        base_url = (
            vendor.base_url.removesuffix("/ws").replace("ws", "http", 1) if name == "scrapest" else vendor.base_url
        )
        with httpx.Client(base_url=base_url, headers=dict(vendor.headers), trust_env=False) as client:
            for left in reversed(range(attempts)):
                answer = client.get(path)
                if answer.status_code not in (429, 503) or not left:
                    break
                self._sleep(float(answer.headers.get("Retry-After", 1)))
        answer.raise_for_status()
        return answer.json()


HEADERS: Mapping[str, str] = {
    "SCRAPELY": "X-API-Key",
    "SCRAVIO": "X-API-Key",
    "SCRAPEST": "x-api-key",
    "SOCIALSCALR": "Authorization",
    "XQUIK": "x-api-key",
}


def _value(name: str, key: str) -> str:
    return f"Bearer {key}" if HEADERS[name] == "Authorization" else key


def accept(secret: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    """The event of a SocialScalr webhook, or None where somebody else sent it."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(headers.get("x-socialscalr-signature", "").encode(), expected.encode()):
        return None
    event: dict[str, Any] = json.loads(body)
    return event
