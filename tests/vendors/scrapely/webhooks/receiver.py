"""A receiver that keeps the exact bytes and headers of every attempt, and answers what it is told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.times import Instant, Millis
from mockserver.engine.webhooks.transport import Answer
from tests.vendors.scrapely.lab import VENDOR, Lab

SECRET = "whsec_of_this_test"


@dataclass(frozen=True, slots=True)
class Post:
    """One attempt."""

    at: Instant
    url: str
    body: bytes
    headers: Mapping[str, str]
    timeout_ms: Millis

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Receiver:
    """Answers 200, or what is set."""

    lab: Lab
    status: int | None = 200
    posts: list[Post] = field(default_factory=list)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        self.posts.append(Post(self.lab.now, url, body, dict(headers), timeout_ms))
        return Answer(self.status, None if self.status else "no answer", 1)

    async def close(self) -> None:
        return

    def listen(self, *events: str) -> None:
        """Register for these events, or for all."""
        webhooks = self.lab.workspace.webhooks
        self.lab.write(lambda: webhooks.register(VENDOR, "http://hook.test/in", list(events) or ["*"], SECRET))

    @property
    def events(self) -> list[str]:
        return [post.payload["event"] for post in self.posts]
