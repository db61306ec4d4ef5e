"""Failures that a tester asks for: ordered rules over requests, and what each does to an answer.

The first rule that applies wins. Rules and their counters live in memory. Must not know how an answer is sent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.entropy import Entropy, Stream
from mockserver.core.times import Instant, Millis, parse_duration
from mockserver.gateway.globs import Glob
from mockserver.gateway.messages import Request

MAX_DELAY: Millis = 600_000
MAX_RULES = 1_000


class Disturbance(StrEnum):
    """What can happen to an answer besides its status."""

    DROP = "drop"
    DROP_AFTER = "drop-after"
    TRUNCATE = "truncate"
    GARBAGE = "garbage"
    SLOW = "slow"
    CONTENT_TYPE = "content-type"
    STALE = "stale"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Delay:
    """How long an answer is held back: from `low` to `high`, or around a median with a long tail (`sigma`)."""

    low: Millis
    high: Millis
    sigma: float | None = None

    def draw(self, stream: Stream) -> Millis:
        """A length of time, at most `MAX_DELAY`."""
        if self.sigma is None:
            return stream.between(self.low, self.high)
        # Box and Muller's way from two even draws to a normal one.
        normal = math.sqrt(-2 * math.log(1 - stream.uniform())) * math.cos(2 * math.pi * stream.uniform())
        return min(MAX_DELAY, round(self.low * math.exp(self.sigma * normal)))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does. A status without a body wears the vendor's error shape."""

    status: int | None = None
    code: str | None = None
    body: object = None
    has_body: bool = False
    headers: Mapping[str, str] | None = None
    delay: Delay | None = None
    disturbance: Disturbance | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Which requests a rule is for, and which of these it strikes.

    `nth` strikes once, `every` each n-th; `times` is how often at most; `since` and `until` bound it in time.
    """

    vendor: str | None = None
    method: str | None = None
    path: Glob | None = None
    key: str | None = None
    nth: int | None = None
    every: int | None = None
    probability: float | None = None
    times: int | None = None
    since: Instant | None = None
    until: Instant | None = None

    def takes(self, vendor: str, request: Request, keys: Sequence[str], now: Instant) -> bool:
        """Whether the request is one of those that the rule counts."""
        return (
            (self.vendor is None or self.vendor == vendor)
            and (self.method is None or self.method == request.method)
            and (self.key is None or self.key in keys)
            and (self.since is None or now >= self.since)
            and (self.until is None or now < self.until)
            and (self.path is None or self.path.takes(vendor, request.path))
        )


@dataclass(slots=True)
class Rule:
    """A rule with its counters: requests it was for, and those it struck."""

    id: str
    condition: Condition
    effect: Effect
    shown: Mapping[str, object]
    seen: int = 0
    struck: int = 0

    def strikes(self, entropy: Entropy) -> bool:
        """Count a request that the rule is for; whether it is struck."""
        self.seen += 1
        condition = self.condition
        if condition.times is not None and self.struck >= condition.times:
            return False
        if condition.nth is not None and self.seen != condition.nth:
            return False
        if condition.every is not None and self.seen % condition.every:
            return False
        if condition.probability is not None and not self._draw(entropy, "strike").chance(condition.probability):
            return False
        self.struck += 1
        return True

    def _draw(self, entropy: Entropy, what: str) -> Stream:
        return entropy.stream("fault", self.id, what, self.seen)


@dataclass(frozen=True, slots=True)
class Struck:
    """What happens to one answer, why, and how long it is held back."""

    effect: Effect
    cause: str
    delay: Millis


class Faults:
    """The rules of one workspace, in order."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy
        self._rules: list[Rule] = []
        self._made = 0

    def __iter__(self) -> Iterator[Rule]:
        return iter(tuple(self._rules))

    def __len__(self) -> int:
        return len(self._rules)

    def add(self, condition: Condition, effect: Effect, shown: Mapping[str, object]) -> Rule:
        """Add a rule behind the others; `shown` is how the control API tells it."""
        self._made += 1
        rule = Rule(f"fault_{self._made}", condition, effect, shown)
        self._rules.append(rule)
        return rule

    def remove(self, rule_id: str) -> bool:
        """Remove a rule; whether there was one."""
        left = [rule for rule in self._rules if rule.id != rule_id]
        removed = len(left) < len(self._rules)
        self._rules = left
        return removed

    def clear(self) -> int:
        """Remove every rule; how many there were."""
        count = len(self._rules)
        self._rules = []
        return count

    def strike(self, vendor: str, request: Request, keys: Sequence[str], now: Instant) -> Struck | None:
        """What the first rule that applies does to a request that came with any of the `keys` (id, text)."""
        for rule in self._rules:
            if rule.condition.takes(vendor, request, keys, now) and rule.strikes(self._entropy):
                delay = rule.effect.delay
                held = 0 if delay is None else delay.draw(rule._draw(self._entropy, "delay"))
                return Struck(rule.effect, f"{rule.id}: {described(rule.effect, held)}", held)
        return None


def described(effect: Effect, delay: Millis) -> str:
    """For people: `status 503, delay 200ms`."""
    told = []
    if effect.status is not None:
        told.append(f"status {effect.status}" + (f" {effect.code}" if effect.code else ""))
    if effect.disturbance is not None:
        told.append(effect.disturbance.value)
    if delay:
        told.append(f"delay {delay}ms")
    return ", ".join(told) or "no change"


def preferred(header: str) -> Struck | None:
    """What a `Prefer` header (RFC 7240) asks for: `code=429`, `delay=1500ms`, `fault=drop`, alone or together.

    Preferences that are not ours, or have a value that we do not know, are passed over, as the standard says.
    """
    status, delay, disturbance, applied = None, 0, None, []
    for preference in re.split(r"[,;]", header):
        name, _, value = (part.strip().strip('"') for part in preference.partition("="))
        try:
            if name == "code" and 400 <= int(value) <= 599:
                status = int(value)
            elif name == "delay" and parse_duration(value) <= MAX_DELAY:
                delay = parse_duration(value)
            elif name == "fault":
                disturbance = Disturbance(value)
            else:
                continue
        except ValueError:
            continue
        applied.append(f"{name}={value}")
    if not applied:
        return None
    effect = Effect(status=status, disturbance=disturbance, headers={"Preference-Applied": ", ".join(applied)})
    return Struck(effect, f"Prefer: {', '.join(applied)}", delay)
