"""Request limits on the workspace's clock: fixed windows and token buckets.

Counters live in memory, at most `_REMEMBERED` of them; a restart starts them afresh. Must not know headers or bodies.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from mockserver.core.times import Instant, Millis

_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and what its client is told. `retry_after_ms` is 0 when it may."""

    allowed: bool
    limit: int
    remaining: int
    reset_at: Instant
    retry_after_ms: Millis


@dataclass(frozen=True, slots=True)
class FixedWindow:
    """`limit` requests in each `window_ms`, counted from the first request of a window."""

    name: str
    limit: int
    window_ms: Millis

    def fresh(self, now: Instant) -> Verdict:
        """What a client that has sent nothing is told."""
        return Verdict(True, self.limit, self.limit, now + self.window_ms, 0)

    def hit(self, state: list[float], now: Instant) -> Verdict:
        """Count a request; `state` is [start of the window, requests in it]."""
        if not state or now >= state[0] + self.window_ms or now < state[0]:
            state[:] = [now, 0]
        state[1] += 1
        reset_at = int(state[0]) + self.window_ms
        allowed = state[1] <= self.limit
        return Verdict(
            allowed, self.limit, max(0, self.limit - int(state[1])), reset_at, 0 if allowed else reset_at - now
        )


@dataclass(frozen=True, slots=True)
class TokenBucket:
    """A bucket of `limit` tokens that fills up evenly in `window_ms`; each request takes one."""

    name: str
    limit: int
    window_ms: Millis

    def fresh(self, now: Instant) -> Verdict:
        """What a client that has sent nothing is told."""
        return Verdict(True, self.limit, self.limit, now, 0)

    def hit(self, state: list[float], now: Instant) -> Verdict:
        """Take a token; `state` is [when last looked at, tokens then]."""
        if not state:
            state[:] = [now, self.limit]
        rate = self.limit / self.window_ms
        tokens = min(float(self.limit), state[1] + max(0.0, now - state[0]) * rate)
        allowed = tokens >= 1
        tokens -= 1 if allowed else 0
        state[:] = [now, tokens]
        reset_at = now + round((self.limit - tokens) / rate)
        wait = 0 if allowed else max(1, round((1 - tokens) / rate))
        return Verdict(allowed, self.limit, int(tokens), reset_at, wait)


Limit = FixedWindow | TokenBucket


class Limiter:
    """The counters of one workspace."""

    def __init__(self) -> None:
        self._states: OrderedDict[tuple[str, str], list[float]] = OrderedDict()

    def hit(self, limit: Limit, subject: str, now: Instant) -> Verdict:
        """Count a request of the subject (a key, an account, a resource)."""
        key = (limit.name, subject)
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = []
            if len(self._states) > _REMEMBERED:
                self._states.popitem(last=False)
        else:
            self._states.move_to_end(key)
        return limit.hit(state, now)

    def clear(self) -> None:
        """Forget all counters."""
        self._states.clear()
