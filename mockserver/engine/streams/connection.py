"""One websocket: its queue, its log of what became of each message, and what is done to it on purpose.

Must not know what the messages say, nor how bytes reach the client.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from mockserver.core.times import Instant
from mockserver.engine.streams.messages import Message, Outcome, Record
from mockserver.engine.streams.policies import Overflow, SocketPolicy, Wire

LOGGED = 5_000
"""How many of its last messages a connection's log holds; it counts all."""


class Connection:
    """A client's websocket. Messages wait in a bounded queue while the client reads slowly or is not yet let in.

    `vendor`, `key_id` and `path` say whose it is. `on_text` is called with each text that the client sends.
    """

    def __init__(self, wire: Wire, policy: SocketPolicy, *, vendor: str, key_id: str | None, path: str) -> None:
        self.id = ""
        """Given when it is admitted."""
        self.vendor = vendor
        self.key_id = key_id
        self.path = path
        self.policy = policy
        self.channels: set[str] = set()
        self.on_text: Callable[[str], None] = _ignore
        self.on_close: Callable[[], None] = _nothing
        self.opened_at: Instant = 0
        self.closed_at: Instant | None = None
        self.close_code: int | None = None
        self.close_reason = ""
        self.was_silent = False
        """Whether it was cut off because the client answered no ping."""
        self.log: deque[Record] = deque(maxlen=LOGGED)
        self.counts: dict[Outcome, int] = dict.fromkeys(Outcome, 0)
        self.texts_received = 0
        self.wire = wire
        self._is_open = False
        self._is_closing = False
        self._waiting: deque[Message] = deque()
        self._withhold = self._duplicate = self._shuffle = 0
        self._held: list[Message] = []
        self._delay_s = 0.0
        self._next: asyncio.TimerHandle | None = None

    # Life

    def open(self) -> None:
        """Let out what was sent before the client was let in."""
        self._is_open = True
        self.wire.on_writable = self._flush
        self._flush()

    @property
    def is_closing(self) -> bool:
        """Whether the goodbye was said, or the line is cut."""
        return self._is_closing

    @property
    def waiting(self) -> int:
        """How many messages wait in the queue."""
        return len(self._waiting) + len(self._held)

    @property
    def handled(self) -> int:
        """How many messages came to an outcome."""
        return sum(self.counts.values())

    def close(self, code: int | None = 1000, reason: str = "") -> None:
        """Say goodbye after what was handed to the wire; without a code the client sees 1005."""
        if not self._is_closing:
            self._end(code, reason)
            self.wire.close(code, reason)

    def abort(self) -> None:
        """Cut the line without a word: the client sees 1006."""
        if not self._is_closing:
            self._end(1006, "")
            self.wire.abort()

    def ended(self, code: int | None, reason: str) -> None:
        """The client is gone, with this code."""
        if not self._is_closing:
            self._end(code, reason)

    def _end(self, code: int | None, reason: str) -> None:
        self._is_closing = True
        self.close_code, self.close_reason = code, reason
        if self._next is not None:
            self._next.cancel()
        self.on_close()

    # Messages

    def send(self, message: Message) -> None:
        """Send a message, after all before it."""
        if self._is_closing:
            return
        if self._withhold or self._duplicate or self._shuffle:
            self._disturb(message)
        else:
            self._pass(message)

    def _pass(self, message: Message) -> None:
        if self._waiting or not self._is_open or self._delay_s or not self.wire.is_writable:
            self._queue(message)
            return
        self._write(message)

    def _write(self, message: Message) -> None:
        self._note(message.record)
        self.wire.send(message)

    def _note(self, record: Record) -> None:
        self.log.append(record)
        self.counts[record.outcome] += 1

    def _queue(self, message: Message) -> None:
        if len(self._waiting) >= self.policy.queue:
            if self.policy.overflow is Overflow.CLOSE:
                self._note(message.record._replace(outcome=Outcome.DROPPED))
                self.close(self.policy.overflow_code, "The client reads too slowly")
                return
            self._note(self._waiting.popleft().record._replace(outcome=Outcome.DROPPED))
        self._waiting.append(message)
        if self._delay_s and self._is_open:
            self._pace()

    def _flush(self) -> None:
        if self._delay_s:
            self._pace()
            return
        while self._waiting and self.wire.is_writable and not self._is_closing:
            self._write(self._waiting.popleft())

    # What is done on purpose

    def withhold(self, count: int) -> None:
        """Do not send the next `count` messages."""
        self._withhold += count

    def duplicate(self, count: int) -> None:
        """Send each of the next `count` messages twice."""
        self._duplicate += count

    def shuffle(self, count: int) -> None:
        """Send the next `count` messages together once the last of them is there, the last one first."""
        self._shuffle += count

    def slow_down(self, delay_s: float) -> None:
        """Let that much of the machine's time pass before each message from now on; 0 ends it."""
        self._delay_s = delay_s
        if not delay_s and self._is_open:
            self._flush()

    def send_malformed(self) -> None:
        """Send a text frame with reserved bits set, which no client may accept (RFC 6455, 5.2)."""
        self.wire.send_raw(b"\xf1\x02{]")

    def _disturb(self, message: Message) -> None:
        if self._withhold:
            self._withhold -= 1
            self._note(message.record._replace(outcome=Outcome.WITHHELD))
        elif self._shuffle:
            self._shuffle -= 1
            self._held.append(message)
            if not self._shuffle:
                self._pass(self._held.pop())
                for late in reversed(self._held):
                    self._pass(late.to_be(Outcome.LATE))
                self._held.clear()
        else:
            self._duplicate -= 1
            self._pass(message)
            self._pass(message.to_be(Outcome.DUPLICATE))

    def _pace(self) -> None:
        """Set the time of the next message."""
        if self._next is None and self._waiting and not self._is_closing:
            self._next = asyncio.get_running_loop().call_later(self._delay_s, self._send_next)

    def _send_next(self) -> None:
        self._next = None
        if self._waiting and self.wire.is_writable and not self._is_closing:
            self._write(self._waiting.popleft())
        self._flush()


def _ignore(text: str) -> None:
    """What becomes of a text nobody asked for."""


def _nothing() -> None:
    """What happens at the end of a connection nobody watches."""
