"""Pings on the workspace's clock, and the end of those who do not answer.

Virtual time may pass at any speed: a client that is alive is given a moment of the machine's time to answer,
however much virtual time has gone by meanwhile. Must not know what else is sent.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from mockserver.core.times import LATEST, Instant
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.policies import KeepAlive

PATIENCE_S = 2.0
"""How long of the machine's time a client may take to answer a ping, however fast virtual time goes."""

BUFFERED = 8
"""Clients stop to read, and so to answer pings, when some messages wait for their program; so many do not matter."""


@dataclass(slots=True)
class Pulse:
    """When a connection is pinged and given up next; `asked_at` is the machine's time of a ping not yet answered.

    `seen` counts the messages that went out before the last sign of life.
    """

    connection: Connection
    rule: KeepAlive
    ping_at: Instant
    end_at: Instant
    asked_at: float | None = None
    seen: int = 0

    @property
    def due(self) -> Instant:
        """When the next thing happens unless it is heard of."""
        return self.ping_at if self.asked_at is None else min(self.ping_at, self.end_at)

    @property
    def is_blocked(self) -> bool:
        """Whether the ping may lie unread behind messages that the client had no time to read."""
        return self.connection.handled - self.seen > BUFFERED

    def heard(self, at: Instant) -> None:
        """The client gave a sign of life."""
        self.end_at = at + self.rule.silence_ms
        self.asked_at = None
        self.seen = self.connection.handled


class Pulses:
    """The pulses of the connections of one workspace that have a keep-alive rule."""

    def __init__(self) -> None:
        self._pulses: dict[str, Pulse] = {}
        self._due: Instant | None = None
        self._reached: Instant | None = None
        self._heard = asyncio.Event()

    def __bool__(self) -> bool:
        return bool(self._pulses)

    def watch(self, connection: Connection, now: Instant) -> None:
        """Ping from now on, if the route has a rule and the wire has pings."""
        rule = connection.policy.keep_alive
        if rule is not None and connection.wire.can_ping:
            self._pulses[connection.id] = Pulse(connection, rule, now + rule.ping_ms, now + rule.silence_ms)
            self._due = None

    def forget(self, connection: Connection) -> None:
        """The connection is gone."""
        self._pulses.pop(connection.id, None)
        self._due = None
        self._heard.set()

    def heard(self, connection: Connection, now: Instant) -> None:
        """The client gave a sign of life."""
        pulse = self._pulses.get(connection.id)
        if pulse is not None:
            pulse.heard(now if self._reached is None else max(now, self._reached))
            self._due = None
            self._heard.set()

    def due(self) -> Instant:
        """When somebody must be pinged or cut off next."""
        if self._due is None:
            self._due = min((pulse.due for pulse in self._pulses.values()), default=LATEST)
        return self._due

    def beat(self, now: Instant) -> None:
        """Ping those whose time it is, and cut off those who were silent for too long and had their moment."""
        wall = asyncio.get_running_loop().time()
        for pulse in list(self._pulses.values()):
            if pulse.asked_at is not None and now >= pulse.end_at:
                if wall - pulse.asked_at >= PATIENCE_S:
                    pulse.connection.abort()
            elif now >= pulse.ping_at:
                self._ask(pulse, now, wall)

    async def leap(self, to: Instant) -> bool:
        """Let time pass up to `to` at once: one ping stands for all that would have gone out. False if none is due.

        A client that was sent much is not given up: in truth it would have had the time to read it.
        """
        if not self._pulses or to < self.due():
            return False
        self._reached = to
        try:
            self._excuse(to)
            self.beat(to)
            await self._answers()
        finally:
            self._reached = None
        self._excuse(to)
        for pulse in list(self._pulses.values()):
            if pulse.asked_at is not None and to >= pulse.end_at:
                pulse.connection.abort()
        return True

    def _excuse(self, to: Instant) -> None:
        for pulse in self._pulses.values():
            if pulse.asked_at is not None and to >= pulse.end_at and pulse.is_blocked:
                pulse.end_at = to + pulse.rule.silence_ms
                self._due = None

    def _ask(self, pulse: Pulse, now: Instant, wall: float) -> None:
        self._due = None
        pulse.ping_at = now + pulse.rule.ping_ms
        if pulse.asked_at is None:
            pulse.asked_at = wall
        pulse.connection.wire.ping()

    async def _answers(self) -> None:
        """Wait until everybody has answered who can, or had a moment to since he was asked first."""
        loop = asyncio.get_running_loop()
        while asked := [
            pulse.asked_at for pulse in self._pulses.values() if pulse.asked_at is not None and not pulse.is_blocked
        ]:
            left = max(asked) + PATIENCE_S - loop.time()
            if left <= 0:
                return
            self._heard.clear()
            try:
                await asyncio.wait_for(self._heard.wait(), left)
            except TimeoutError:
                return


def _cut_off(connection: Connection) -> None:
    connection.was_silent = True
    connection.abort()
