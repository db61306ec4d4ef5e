"""The websockets of one workspace: admits them, publishes to them, keeps their time. Must not know any vendor."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator

from mockserver.core.clock import Clock
from mockserver.core.times import Instant
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.keep_alive import Pulses
from mockserver.engine.streams.messages import Message

REMEMBERED = 100
"""How many closed connections can still be looked at."""

_LOOK_AGAIN_S = 1.0
"""How often at least the clock is looked at while somebody is connected: it may have been changed."""


class Streams:
    """Open connections, and the last closed ones, by id; ids count from 1."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, Connection] = {}
        self._closed: OrderedDict[str, Connection] = OrderedDict()
        self._channels: dict[str, dict[str, Connection]] = {}
        self._pulses = Pulses()
        self._ticker: asyncio.Task[None] | None = None
        self._admitted = 0
        self._published = 0

    # Connections

    def admit(self, connection: Connection) -> None:
        """Take a connection in, on the channels it asked for; messages wait until it is opened."""
        self._admitted += 1
        connection.id = f"socket_{self._admitted}"
        connection.opened_at = self._clock.now()
        self._open[connection.id] = connection
        for channel in sorted(connection.channels):
            self._channels.setdefault(channel, {})[connection.id] = connection
        connection.on_close = lambda: self._leave(connection)
        self._pulses.watch(connection, connection.opened_at)
        if self._pulses and self._ticker is None:
            self._ticker = asyncio.get_running_loop().create_task(self._tick())

    def join(self, connection: Connection, channel: str) -> None:
        """Put a connection that was admitted on one more channel."""
        if not connection.is_closing:
            connection.channels.add(channel)
            self._channels.setdefault(channel, {})[connection.id] = connection

    def heard(self, connection: Connection) -> None:
        """The client gave a sign of life that the vendor counts: a pong, or what it takes for one."""
        self._pulses.heard(connection, self._clock.now())

    def _leave(self, connection: Connection) -> None:
        connection.closed_at = self._clock.now()
        if self._open.pop(connection.id, None) is None:
            return
        for channel in connection.channels:
            members = self._channels[channel]
            del members[connection.id]
            if not members:
                del self._channels[channel]
        self._pulses.forget(connection)
        self._closed[connection.id] = connection
        while len(self._closed) > REMEMBERED:
            self._closed.popitem(last=False)

    def __iter__(self) -> Iterator[Connection]:
        """The open connections, oldest first."""
        return iter(list(self._open.values()))

    def closed(self) -> list[Connection]:
        """The last connections that ended, oldest first."""
        return list(self._closed.values())

    def find(self, connection_id: str) -> Connection | None:
        """The connection of that id, open or among the last closed."""
        return self._open.get(connection_id) or self._closed.get(connection_id)

    # Messages

    def is_heard(self, channel: str) -> bool:
        """Whether anybody is on the channel: what nobody gets need not be made."""
        return channel in self._channels

    def publish(
        self,
        channel: str,
        text: bytes,
        *,
        message_id: str = "",
        wanted: Callable[[Connection], bool] | None = None,
    ) -> None:
        """Send a text to everybody on the channel, or to those who are `wanted`; call it after the commit."""
        members = self._channels.get(channel)
        if not members:
            return
        message = self.message(text, message_id)
        # A connection whose queue overflows leaves the channel meanwhile.
        for connection in list(members.values()):
            if wanted is None or wanted(connection):
                connection.send(message)

    def message(self, text: bytes, message_id: str = "") -> Message:
        """A message for one connection's `send`."""
        self._published += 1
        return Message.of(self._published, message_id, text)

    # Time

    async def leap(self, to: Instant) -> bool:
        """Let clients answer the pings of the time up to `to`; those who do not are cut off. False if none is due."""
        return await self._pulses.leap(to)

    async def _tick(self) -> None:
        """Keep the time of a clock that goes by itself, as long as anybody is connected."""
        while self._pulses:
            now = self._clock.now()
            if now >= self._pulses.due():
                self._pulses.beat(now)
            left = self._clock.wall_seconds_until(self._pulses.due())
            # Not at once, even where time flies: whoever was pinged needs a moment.
            await asyncio.sleep(_LOOK_AGAIN_S if left is None else min(max(left, 0.01), _LOOK_AGAIN_S))
        self._ticker = None

    async def close(self, code: int = 1001, reason: str = "") -> None:
        """Close every connection: the workspace goes away."""
        for connection in self:
            connection.close(code, reason)
        if self._ticker is not None:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)
            self._ticker = None
