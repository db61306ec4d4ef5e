"""What a run found: values by metric and server, what could not be measured, and where. Must not judge."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from statistics import median

from benchmarks.metrics import METRICS, Better

OURS = "ours"
"""The name our own server goes by."""


@dataclass(slots=True)
class Results:
    """One value a round; `problems` are servers that fell out, `missing` says why a metric has no values."""

    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    not_installed: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    machine: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)

    def add(self, metric: str, server: str, value: float | None) -> None:
        """Note a value; None is what the machine cannot tell."""
        if metric not in METRICS:
            raise KeyError(metric)
        if value is not None:
            self.values.setdefault(metric, {}).setdefault(server, []).append(value)

    def median(self, metric: str, server: str) -> float | None:
        """The middle one of the rounds; None where nothing was measured."""
        values = self.values.get(metric, {}).get(server)
        return median(values) if values else None

    def spread(self, metric: str, server: str) -> tuple[float, float] | None:
        """The least and the largest of the rounds."""
        values = self.values.get(metric, {}).get(server)
        return (min(values), max(values)) if values else None

    def ratio(self, metric: str, server: str, peer: str) -> float | None:
        """How many times as good the server is as the peer: above 1 is better, whichever way the metric goes."""
        mine, theirs = self.median(metric, server), self.median(metric, peer)
        if not mine or not theirs:
            return None
        return mine / theirs if METRICS[metric].better is Better.HIGHER else theirs / mine

    def best(self, metric: str, servers: Iterable[str]) -> str | None:
        """Whose median is the best of these."""
        found = {server: value for server in servers if (value := self.median(metric, server)) is not None}
        if not found:
            return None
        pick = max if METRICS[metric].better is Better.HIGHER else min
        return pick(found, key=found.__getitem__)

    def rounds(self, metric: str) -> int:
        """How many values the metric has for the server that has fewest."""
        return min((len(values) for values in self.values.get(metric, {}).values()), default=0)

    def to_json(self) -> str:
        """As kept beside the report."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Results:
        """From what `to_json` gave."""
        return cls(**json.loads(text))
