"""The one payload: three objects that are listed, a change of one of them, and what is created."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from benchmarks.machine import HERE


@dataclass(frozen=True, slots=True)
class Payload:
    """`accounts` are listed, `cookies` replace those of the first, `scheduled_tweet` is created."""

    accounts: list[dict[str, Any]]
    cookies: list[dict[str, str]]
    scheduled_tweet: dict[str, str]

    @classmethod
    def load(cls) -> Payload:
        """As it stands in payload.json."""
        return cls(**json.loads((HERE / "payload.json").read_text(encoding="utf-8")))

    @property
    def account_json(self) -> str:
        """An account as text, for servers that have fields of their own to put it into."""
        return json.dumps(self.accounts[0])
